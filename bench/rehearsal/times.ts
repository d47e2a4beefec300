/** Moves a campaign's instants, so that one that is long over, or far away, can be rehearsed now. */

const ISO = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/;
const HOUR_MS = 3_600_000;

/**
 * All instants by the same span, so that it starts at `startMs`. What is no instant stays as it is, so that the
 * installation's own check names it.
 */
export function movedTo(
  spec: Readonly<Record<string, unknown>>,
  startMs: number,
): Readonly<Record<string, unknown>> {
  const startsMs = instantOf(spec["startsAt"]);
  const endsMs = instantOf(spec["endsAt"]);
  if (startsMs === null && endsMs === null) return spec;
  const spanMs = startsMs === null ? startMs + HOUR_MS - (endsMs ?? 0) : startMs - startsMs;
  const releases: unknown = spec["releases"];
  return {
    ...spec,
    ...moved(spec, "startsAt", spanMs),
    ...moved(spec, "endsAt", spanMs),
    ...(Array.isArray(releases)
      ? {
        releases: releases.map((one) =>
          isRecord(one) ? { ...one, ...moved(one, "at", spanMs) } : one
        ),
      }
      : {}),
  };
}

function moved(
  from: Readonly<Record<string, unknown>>,
  name: string,
  spanMs: number,
): Readonly<Record<string, unknown>> {
  const ms = instantOf(from[name]);
  return ms === null ? {} : { [name]: new Date(ms + spanMs).toISOString() };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function instantOf(value: unknown): number | null {
  if (typeof value !== "string" || !ISO.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}
