/** What the generator was told beside what the product knows. */
import type { TruthCheck } from "../report/run_report.ts";

/** True where all that was acknowledged is there, and no more than that and what may have happened unanswered. */
export function compared(
  name: string,
  { told, found, unknown, missing = 0, where }: {
    readonly told: number;
    readonly found: number;
    /** Requests without an answer, each of which may have taken effect. */
    readonly unknown: number;
    /** How many of the acknowledged may rightly not be there. */
    readonly missing?: number;
    readonly where: string;
  },
): TruthCheck {
  const ok = found >= told - missing && found <= told + unknown;
  const doubt = unknown === 0 ? "" : `, ${number(unknown)} more unanswered`;
  return { name, ok, text: `${number(told)} acknowledged${doubt}, ${number(found)} ${where}` };
}

function number(value: number): string {
  return value.toLocaleString("en");
}
