/** What every export as CSV has: a bounded number at a time, a line in the change log, a stream of lines. */
import type { Sql } from "postgres";
import { recordChange } from "../store/changes.ts";
import { type Answer, refused } from "./answer.ts";
import { type EdgeApp, forStaff, type StaffCall } from "./endpoint.ts";
import { API_HEADERS } from "./problem.ts";
import type { Services } from "./services.ts";
import { ownUnit } from "./statistics_scope.ts";

/** How many exports of all kinds are being read. */
export class ExportSlots {
  readonly #max: number;
  #taken = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** How to give it back, once; null where none is free. */
  take(): (() => void) | null {
    if (this.#taken >= this.#max) return null;
    this.#taken++;
    let isTaken = true;
    return () => {
      if (isTaken) this.#taken--;
      isTaken = false;
    };
  }
}

/** One that was asked for by somebody who may have it. */
export interface CsvExport {
  readonly sql: Sql;
  readonly campaign: { readonly id: string; readonly unit: string };
  readonly sight: "whole" | "own-unit";
  readonly asOf: string;
  /** Begins to read when the first line is wanted. */
  readonly lines: AsyncGenerator<string>;
}

export interface CsvRoute {
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** Of the file, before the campaign's id. */
  readonly name: string;
  /** In the change log. */
  readonly action: string;
  /** Null: there is none in this person's reach. */
  readonly read: (call: StaffCall<unknown>) => Promise<CsvExport | null>;
}

/** A route that answers a campaign's rows as CSV, and writes down who took them. */
export function mountCsvExport(
  app: EdgeApp,
  services: Services,
  { slots, ...route }: CsvRoute & { readonly slots: ExportSlots },
): void {
  forStaff(app, services, {
    method: "get",
    path: route.path,
    tag: route.tag,
    summary: route.summary,
    action: "export",
    answers: { 200: { description: "CSV in UTF-8, with a byte order mark for Excel" } },
    refusals: ["not-found", "database-unavailable"],
    async handle(call) {
      const giveBack = slots.take();
      if (giveBack === null) {
        return refused("overloaded", { retryAfterMs: services.admission.retryAfterMs() });
      }
      let answer: Answer | null = null;
      try {
        answer = await exported(route, call, giveBack);
      } finally {
        if (answer?.kind !== "response") giveBack();
      }
      return answer;
    },
  });
}

async function exported(
  { name, action, read }: CsvRoute,
  call: StaffCall<unknown>,
  ended: () => void,
): Promise<Answer> {
  const found = await read(call);
  if (found === null) return refused("not-found");
  const { sql, campaign, sight, asOf, lines } = found;
  await recordChange(sql, {
    atMs: Math.floor(call.nowMs),
    by: call.staff.id,
    action,
    subject: `campaign/${campaign.id}`,
    unit: sight === "whole" ? campaign.unit : ownUnit(call.staff),
    before: null,
    after: { scope: sight, asOf },
  });
  const file = `${name}-${campaign.id}-${asOf.slice(0, 16).replaceAll(/[-:]/g, "")}.csv`;
  const response = new Response(streamOf(lines, ended), {
    headers: {
      ...API_HEADERS,
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${file}"`,
      "yundian-as-of": asOf,
    },
  });
  return { kind: "response", response };
}

function streamOf(lines: AsyncGenerator<string>, ended: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await lines.next();
        if (!done) return controller.enqueue(encoder.encode(value));
        ended();
        controller.close();
      } catch (error) {
        ended();
        throw error;
      }
    },
    async cancel() {
      ended();
      await lines.return(undefined);
    },
  });
}

/** The last four characters; of a short id less. */
export function maskedId(id: string): string {
  return `****${id.slice(-Math.min(4, Math.floor(id.length / 2)))}`;
}

export function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

/** Time of Asia/Shanghai, which spreadsheets read as such. */
export function localTime(ms: number | null): string | null {
  if (ms === null) return null;
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}
