/** What growth curves found, as `report.json` keeps it. */
import type { Machine } from "../runs/machine.ts";
import type { Both } from "./curve.ts";
import type { JudgedLine } from "./points.ts";

/** One run of the command. */
export interface GrowthReport {
  /** Name of the folder. */
  readonly id: string;
  readonly command: string;
  readonly startedAtMs: number;
  readonly seconds: number;
  readonly isQuick: boolean;
  readonly interrupted: boolean;
  readonly environment: Machine;
  readonly commit: string | null;
  readonly curves: readonly CurveReport[];
  /** Curves that could not be measured, and why. */
  readonly failures: readonly { readonly name: string; readonly why: string }[];
}

/** One curve. */
export interface CurveReport {
  readonly name: string;
  readonly title: Both;
  readonly of: Both;
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly lines: readonly JudgedLine[];
  /** Resident memory of the product by size, after its windows. */
  readonly residentBytes: readonly number[];
  readonly seconds: number;
}

/** Whether each line is flat, or what it costs more is accounted for. */
export function isAccountedFor({ line, verdict, grown }: JudgedLine): boolean {
  if (verdict === "unclear") return false;
  return verdict !== "not-flat" || line.because !== undefined || grown.length > 0;
}

/** How many lines are what, in one sentence. */
export function sentenceOf({ curves, failures, interrupted }: GrowthReport): Both {
  const lines = curves.flatMap((curve) => curve.lines);
  const count = (verdict: JudgedLine["verdict"]) =>
    lines.filter((line) => line.verdict === verdict).length;
  const open = lines.filter((line) => !isAccountedFor(line)).length;
  const [flat, growing] = [count("flat"), count("growing")];
  const accounted = lines.length - flat - growing - open;
  return {
    zh:
      `${lines.length} 条线中 ${flat} 条平，${growing} 条按设计增长，${accounted} 条不平但有原因` +
      (open === 0 ? "" : `，${open} 条原因未查明`) +
      (failures.length === 0 ? "" : `；${failures.length} 条曲线未能测量`) +
      (interrupted ? "；已中断" : ""),
    en:
      `Of ${lines.length} lines ${flat} are flat, ${growing} grow by design, ${accounted} are not ` +
      `flat for a known reason` + (open === 0 ? "" : `, ${open} are not explained`) +
      (failures.length === 0 ? "" : `; ${failures.length} curves could not be measured`) +
      (interrupted ? "; interrupted" : ""),
  };
}
