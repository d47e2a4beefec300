/** Rows of `bank.unit` as JSON. */
import type { JSONValue, Row } from "postgres";
import type { UnitJson, UnitKindJson } from "../../shared/api_organisation.ts";

/** A row with its counts. */
export function unitJson(row: Row): UnitJson {
  return {
    id: String(row["id"]),
    parent: row["parent"] === null ? null : String(row["parent"]),
    kind: unitKind(row["kind"]),
    name: String(row["name"]),
    short: String(row["short"]),
    city: String(row["city"]),
    address: String(row["address"]),
    phone: String(row["phone"]),
    hours: String(row["hours"]),
    lon: row["lon"] === null ? null : Number(row["lon"]),
    lat: row["lat"] === null ? null : Number(row["lat"]),
    openedAt: instant(row["opened_ms"]),
    closedAt: row["closed_ms"] === null ? null : instant(row["closed_ms"]),
    version: Number(row["version"]),
    counts: {
      banks: Number(row["banks"]),
      outlets: Number(row["outlets"]),
      staff: Number(row["staff"]),
      managers: Number(row["managers"]),
    },
  };
}

export function unitKind(value: unknown): UnitKindJson {
  switch (value) {
    case "province":
    case "bank":
    case "outlet":
      return value;
    default:
      throw new Error(`Cannot read unit: kind "${value}" is unknown`);
  }
}

/** The named fields, for the change log. */
export function unitFields(
  row: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, JSONValue> {
  return Object.fromEntries(names.map((name) => [name, plain(row[name])]));
}

function plain(value: unknown): JSONValue {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    default:
      return value === null || value === undefined ? null : String(value);
  }
}

/** Bigints come as text. */
export function instant(ms: unknown): string {
  return new Date(Number(ms)).toISOString();
}
