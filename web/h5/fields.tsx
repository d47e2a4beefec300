/** Terraced rice fields behind the title: decoration, drawn from a few curves. */
export function Fields() {
  return (
    <svg
      class="fields"
      viewBox="0 0 390 220"
      preserveAspectRatio="xMaxYMax slice"
      aria-hidden="true"
    >
      <circle class="sun" cx="344" cy="106" r="20" />
      <path class="f1" d="M0 118C70 92 130 96 196 112S322 132 390 100V220H0Z" />
      <path class="f2" d="M0 142C64 122 140 128 210 142S330 152 390 132V220H0Z" />
      <path class="f3" d="M0 168C80 150 150 156 220 168S336 176 390 162V220H0Z" />
      <path class="f4" d="M0 194C90 180 160 184 230 193S340 200 390 190V220H0Z" />
    </svg>
  );
}
