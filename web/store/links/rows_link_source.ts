/** Links and managers from the rows of the bank. */
import type { Row } from "postgres";
import type { Bearing, LinkSource } from "../../share/link_source.ts";
import { readTarget } from "../../share/targets.ts";
import { type Database, DatabaseUnavailable } from "../database.ts";
import { maskPhone } from "../staff/staff_rows.ts";

/** A source over this database; its questions fail at once while that is away. */
export function createLinkSource(database: Database): LinkSource {
  /** A link and who has it now. */
  const bearings = () =>
    database.sql`
      select link.code, link.channel, link.target, heir.id as manager, heir.unit
      from bank.link
      join bank.staff owner on owner.id = link.manager
      left join bank.staff heir
        on heir.id = case when owner.left_ms is null then owner.id else owner.successor end
        and heir.left_ms is null and heir.role = 'manager'`;

  function here(): Database["sql"] {
    if (!database.available()) throw new DatabaseUnavailable("The database does not answer");
    return database.sql;
  }

  return {
    async find(name) {
      const sql = here();
      const [link] = await sql`${bearings()} where link.code = ${name}`;
      if (link !== undefined) return bearingOf(link);
      const [staff] = await sql`
        select heir.id as manager, heir.unit from bank.staff owner
        left join bank.staff heir
          on heir.id = case when owner.left_ms is null then owner.id else owner.successor end
          and heir.left_ms is null and heir.role = 'manager'
        where owner.id = ${name} and owner.role = 'manager'`;
      if (staff === undefined) return null;
      return {
        code: null,
        manager: textOf(staff["manager"]),
        unit: textOf(staff["unit"]),
        channel: "direct",
        target: { kind: "storefront" },
      };
    },

    async card(manager) {
      const sql = here();
      const [row] = await sql`
        select staff.id, staff.name, staff.title, staff.phone, staff.wechat, staff.photo,
          outlet.name as outlet, bank.name as bank
        from bank.staff
        join bank.unit outlet on outlet.id = staff.unit
        left join bank.unit bank on bank.id = outlet.parent and bank.kind = 'bank'
        where staff.id = ${manager} and staff.left_ms is null and staff.role = 'manager'`;
      if (row === undefined) return null;
      const phone = textOf(row["phone"]);
      const photo = textOf(row["photo"]);
      return {
        id: String(row["id"]),
        name: String(row["name"]),
        title: String(row["title"]),
        outlet: String(row["outlet"]),
        bank: textOf(row["bank"]) ?? "",
        photo: photo === null ? null : `/api/v1/media/${photo}`,
        phone: phone === null ? null : maskPhone(phone),
        wechat: textOf(row["wechat"]),
      };
    },

    async page(after, limit) {
      const rows = await here()`
        ${bearings()} where link.code > ${after} order by link.code limit ${limit}`;
      return rows.map((row) => ({ ...bearingOf(row), code: String(row["code"]) }));
    },
  };
}

function bearingOf(row: Row): Bearing {
  return {
    code: String(row["code"]),
    manager: textOf(row["manager"]),
    unit: textOf(row["unit"]),
    channel: String(row["channel"]),
    target: readTarget(row["target"]),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
