/** The mark: a grain of rice in a round field. */
export function Seal() {
  return (
    <svg class="seal" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="15" />
      <path d="M16 6c5 5 6 12 0 20-6-8-5-15 0-20Z" />
      <path class="vein" d="M16 10v15" />
    </svg>
  );
}
