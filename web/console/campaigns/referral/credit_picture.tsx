import type { ReferralTexts } from "./referral_form.ts";
import type { ReferralBuilderWords } from "./words.ts";

type Mode = ReferralTexts["attribution"];
type Who = "old" | "early" | "late" | "code";

/** Where each stands on the line, from left to right in time. */
const TOUCHES: readonly { readonly who: Who; readonly x: number }[] = [
  { who: "old", x: 60 },
  { who: "early", x: 230 },
  { who: "late", x: 390 },
];
const WINDOW = { from: 140, to: 520 };
const JOINS_X = 520;
const LINE_Y = 72;
const WINNER: Readonly<Record<Mode, Who>> = { first: "early", last: "late", registration: "code" };

/** Three links that a friend opened before taking part, and the one that counts. */
export function CreditPicture(
  { mode, days, own }: { mode: Mode; days: string; own: ReferralBuilderWords },
) {
  const { picture } = own;
  const winner = WINNER[mode];
  const { people } = picture;
  return (
    <svg
      class="credit-picture"
      viewBox="0 0 600 132"
      role="img"
      aria-label={picture.label(days, people[winner])}
    >
      <rect
        class="window"
        x={WINDOW.from}
        y={LINE_Y - 30}
        width={WINDOW.to - WINDOW.from}
        height="60"
        rx="8"
      />
      <text class="small" x={(WINDOW.from + WINDOW.to) / 2} y="34">{picture.days(days)}</text>
      <line x1="20" x2="580" y1={LINE_Y} y2={LINE_Y} />
      {TOUCHES.map(({ who, x }) => {
        const counts = who === winner;
        const note = counts ? picture.counts : who === "old" ? picture.tooOld : picture.opened;
        return (
          <g key={who} class={counts ? "touch counts" : "touch"}>
            <circle cx={x} cy={LINE_Y} r="16" />
            <text x={x} y={LINE_Y + 5}>{people[who]}</text>
            <text class="small" x={x} y={LINE_Y + 48}>{note}</text>
          </g>
        );
      })}
      <g class={winner === "code" ? "touch counts" : "touch joins"}>
        <circle cx={JOINS_X} cy={LINE_Y} r="16" />
        <text x={JOINS_X} y={LINE_Y + 5}>{winner === "code" ? people.code : "✓"}</text>
        <text class="small" x={JOINS_X} y="24">
          {winner === "code" ? picture.types : picture.joins}
        </text>
        {winner === "code" && (
          <text class="small" x={JOINS_X} y={LINE_Y + 48}>
            {picture.counts}
          </text>
        )}
      </g>
    </svg>
  );
}
