/** Which figure each thing adds to that a visitor of a storefront does. */
import type { CountRow, Measure } from "../../../actors/storefront/protocol.ts";
import type { VisitFiguresJson } from "../../shared/api_statistics.ts";
import { type Figures, noFigures } from "./measures.ts";

/** By measure of the storefront. */
export const FIGURE_OF: Readonly<Record<Measure, keyof VisitFiguresJson>> = {
  visit: "visits",
  visitor: "visitors",
  "new-visitor": "newVisitors",
  link: "scans",
  click: "clicks",
  campaign: "clicks",
  article: "clicks",
  map: "clicks",
  share: "shares",
  action: "leads",
  call: "leads",
  wechat: "leads",
};

/** Sums over channels and items. */
export function figuresOf(rows: readonly CountRow[]): Figures {
  const figures = noFigures();
  for (const { measure, n } of rows) figures[FIGURE_OF[measure]] += n;
  return figures;
}
