/** A sale's reservations as CSV: streamed, masked by role, and written down in the change log. */
import type { Sql } from "postgres";
import type { Actor, CampaignView } from "../../../actors/campaign/protocol.ts";
import { type ReservationRow, reservationsOf } from "../../projection/statistics/reservations.ts";
import { BOM, csvLine } from "../csv.ts";
import { type ExportSlots, localTime, maskedId, mountCsvExport, yuan } from "../csv_export.ts";
import { followedRows } from "../database.ts";
import type { EdgeApp } from "../endpoint.ts";
import { inReach } from "../permissions.ts";
import type { Services } from "../services.ts";
import type { Language } from "../words.ts";
import { sightOf } from "./results.ts";

export function mountResultsCsv(app: EdgeApp, services: Services, slots: ExportSlots): void {
  const { campaigns, world } = services;
  mountCsvExport(app, services, {
    slots,
    path: "/api/v1/campaigns/{id}/results.csv",
    tag: "statistics",
    summary: "A line per reservation: of the whole sale for those who run it, else of one's own",
    name: "results",
    action: "results.exported",
    async read({ staff, language, ...call }) {
      const found = await campaigns.find(call.param("id"));
      const sight = found === null ? "none" : sightOf(staff, found.view);
      if (found === null || sight === "none") return null;
      const { view } = found;
      const { sql, asOf } = await followedRows(services);
      const [last] = await sql<{ id: string }[]>`
        select coalesce(max(id), 0)::bigint as id from archive.record`;
      const lines = linesOf(sql, {
        view,
        sight,
        staff,
        language,
        until: last?.id ?? "0",
        pause: () => new Promise<void>((resolve) => world.scheduler.soon(resolve)),
      });
      return { sql, campaign: view, sight, asOf, lines };
    },
  });
}

interface Export {
  readonly view: CampaignView;
  readonly sight: "whole" | "own-unit";
  readonly staff: Actor;
  readonly language: Language;
  readonly until: string;
  pause(): Promise<void>;
}

/** The header, then one text a cell. */
async function* linesOf(sql: Sql, options: Export): AsyncGenerator<string> {
  const { view, language, until, pause } = options;
  yield BOM + csvLine(HEADER[language]);
  const people = new People(sql);
  for await (const rows of reservationsOf(sql, { campaign: view.id, until, pause })) {
    await people.know(rows);
    let text = "";
    for (const row of rows) text += lineOf(row, { ...options, people }) ?? "";
    if (text !== "") yield text;
    await pause();
  }
}

function lineOf(row: ReservationRow, options: Export & { readonly people: People }): string | null {
  const { sight, staff, language, people } = options;
  const manager = people.at(row);
  const isMine = manager !== null &&
    inReach(staff, { manager: manager.id, unit: manager.unit });
  if (sight === "own-unit" && !isMine) return null;
  const isElsewhere = manager !== null && !isMine;
  // Those who lead read ids of customers whom their own managers, or nobody, brought.
  const isLeader = staff.role === "province" || staff.role === "bank";
  const words = STATES[language];
  return csvLine([
    row.id,
    isLeader && !isElsewhere ? row.customer : maskedId(row.customer),
    words[row.state],
    row.units,
    yuan(row.priceFen),
    yuan(row.paidFen),
    yuan(row.refundFen),
    localTime(row.grabbedMs),
    localTime(row.confirmedMs),
    localTime(row.returnedMs),
    ...manager === null
      ? [words.unattributed, null, null, null]
      : isElsewhere
      ? [words.elsewhere, null, null, null]
      : [manager.id, manager.name, manager.unit, manager.unitName],
  ]);
}

/** Managers who brought something, and where they worked then. */
class People {
  readonly #sql: Sql;
  readonly #posts = new Map<string, readonly Post[]>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  async know(rows: readonly ReservationRow[]): Promise<void> {
    const asked = new Set<string>();
    for (const { via } of rows) if (via !== null && !this.#posts.has(via)) asked.add(via);
    if (asked.size === 0) return;
    const posts = await this.#sql<(Post & { readonly from_ms: string })[]>`
      select a.staff_id as id, s.name, a.unit, u.name as "unitName", a.from_ms
      from bank.assignment a
      join bank.staff s on s.id = a.staff_id join bank.unit u on u.id = a.unit
      where a.staff_id in ${this.#sql([...asked])} order by a.staff_id, a.from_ms`;
    for (const id of asked) this.#posts.set(id, posts.filter((post) => post.id === id));
  }

  at({ via, grabbedMs }: ReservationRow): Post | null {
    if (via === null) return null;
    const posts = this.#posts.get(via) ?? [];
    return posts.findLast(({ from_ms }) => Number(from_ms) <= grabbedMs) ?? null;
  }
}

interface Post {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly unitName: string;
  readonly from_ms: string;
}

const HEADER: Readonly<Record<Language, readonly string[]>> = {
  zh: [
    "预约号",
    "客户",
    "状态",
    "份数",
    "单价（元）",
    "成交金额（元）",
    "退款（元）",
    "抢购时间",
    "确认时间",
    "退回时间",
    "客户经理编号",
    "客户经理",
    "机构编号",
    "机构",
  ],
  en: [
    "Reservation",
    "Customer",
    "State",
    "Units",
    "Price (CNY)",
    "Paid (CNY)",
    "Refunded (CNY)",
    "Grabbed at",
    "Confirmed at",
    "Returned at",
    "Manager id",
    "Manager",
    "Unit id",
    "Unit",
  ],
};

const STATES = {
  zh: {
    held: "待确认",
    confirmed: "已确认",
    expired: "已过期",
    cancelled: "已取消",
    returned: "已退回",
    unattributed: "未归属",
    elsewhere: "其他机构",
  },
  en: {
    held: "held",
    confirmed: "confirmed",
    expired: "expired",
    cancelled: "cancelled",
    returned: "returned",
    unattributed: "unattributed",
    elsewhere: "another unit",
  },
};
