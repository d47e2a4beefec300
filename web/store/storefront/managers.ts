/** Managers with what their card says of them and of their outlet. */
import type { Sql } from "postgres";

/** A member of staff as the card needs one. */
export interface ManagerRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly title: string;
  readonly phone: string | null;
  readonly wechat: string | null;
  readonly photo: string | null;
  readonly unit: string;
  readonly left_ms: string | null;
  readonly successor: string | null;
  readonly outlet_name: string;
  readonly bank_name: string | null;
  readonly address: string;
  readonly city: string;
  readonly hours: string;
  readonly lon: number | null;
  readonly lat: number | null;
}

/** One, also one who left; null where nobody has this id. */
export async function findManager(sql: Sql, id: string): Promise<ManagerRow | null> {
  const [row] = await sql<ManagerRow[]>`
    select s.id, s.name, s.role, s.title, s.phone, s.wechat, s.photo, s.unit, s.left_ms,
      s.successor, u.name as outlet_name, b.name as bank_name, u.address, u.city, u.hours, u.lon,
      u.lat
    from bank.staff s
    join bank.unit u on u.id = s.unit
    left join bank.unit b
      on b.id = split_part(s.unit, '.', 1) || '.' || split_part(s.unit, '.', 2)
    where s.id = ${id}`;
  return row ?? null;
}
