/** Staged releases on the time scale of a rehearsal: in their order, at equal distances. */
import type { FlashSaleRequest } from "../../web/shared/api.ts";
import type { Said } from "./said.ts";

/** What goes on sale at an instant, s after the start. */
export interface Release {
  readonly atS: number;
  readonly units: number;
}

export interface Waves {
  /** The start, and each release; those that would stand too close are played as one. */
  readonly waves: readonly Release[];
  /** Length of all of them. */
  readonly endS: number;
  readonly notes: readonly Said[];
}

/** A wave below this is over before it can be seen. */
const WAVE_S_MIN = 4;
const NAMED_MAX = 4;

/** The waves of a sale that is played for `playS`, or a little longer where it takes that. */
export function wavesOf(request: FlashSaleRequest, playS: number): Waves {
  const startMs = Date.parse(request.startsAt);
  const releases = (request.releases ?? [])
    .map(({ at, units }) => ({ atS: (Date.parse(at) - startMs) / 1_000, units }))
    .toSorted((one, other) => one.atS - other.atS);
  const later = releases.filter(({ atS }) => atS > 0);
  const wavesMax = Math.max(2, Math.floor(playS / WAVE_S_MIN));
  const groups = grouped(later, wavesMax - 1);
  const eachS = Math.max(WAVE_S_MIN, playS / (groups.length + 1));
  return {
    waves: [
      { atS: 0, units: request.units - sum(later) },
      ...groups.map((group, n) => ({ atS: (n + 1) * eachS, units: sum(group) })),
    ],
    endS: eachS * (groups.length + 1),
    notes: notesOf(later, groups, eachS),
  };
}

/** Neighbours together, of about the same number each, so that there are no more groups than that. */
function grouped(releases: readonly Release[], groupsMax: number): Release[][] {
  const each = Math.max(1, Math.ceil(releases.length / groupsMax));
  const groups: Release[][] = [];
  for (let from = 0; from < releases.length; from += each) {
    groups.push(releases.slice(from, from + each));
  }
  return groups;
}

function notesOf(
  later: readonly Release[],
  groups: readonly Release[][],
  eachS: number,
): Said[] {
  if (later.length === 0) return [];
  const times = later.slice(0, NAMED_MAX).map(({ atS }) => span(atS)).join(", ");
  const more = later.length > NAMED_MAX ? " …" : "";
  return [
    {
      zh: `各批投放依次相隔 ${span(eachS)}（原定开始后 ${times}${more}），每批都来一次完整高峰`,
      en: `releases follow each other every ${
        span(eachS)
      } instead of after ${times}${more}, each with the whole peak`,
    },
    ...groups.length < later.length
      ? [{
        zh: `${later.length} 批投放合为 ${groups.length} 批，件数不变`,
        en: `${later.length} releases are played as ${groups.length}, with all their units`,
      }]
      : [],
  ];
}

/** `90 s`, `10 min`, `2 h`. */
function span(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 7_200) return `${Number((seconds / 60).toFixed(1))} min`;
  return `${Number((seconds / 3_600).toFixed(1))} h`;
}

function sum(releases: readonly Release[]): number {
  return releases.reduce((total, { units }) => total + units, 0);
}
