/** Fields of a body that may be wrong in any way: null where there is nothing usable. */

export function integer(data: object, field: string): number | null {
  const value: unknown = Reflect.get(data, field);
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}

/** In ms. */
export function instant(data: object, field: string): number | null {
  const value: unknown = Reflect.get(data, field);
  const ms = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

export function member(data: object, field: string): object | null {
  const value: unknown = Reflect.get(data, field);
  return typeof value === "object" && value !== null ? value : null;
}
