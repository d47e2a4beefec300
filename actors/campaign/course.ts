/** The course of a referral: what its cells have reported, and who leads. */
import type { LeaderView } from "../referral/protocol.ts";
import type { ReferralSums } from "../referral/transfer.ts";

/** One cell as last heard. */
interface CellCourse {
  readonly sums: ReferralSums;
  readonly leaders: readonly LeaderView[];
}

export interface Course {
  readonly cells: (CellCourse | null)[];
  /** Over all cells. */
  sums: Omit<ReferralSums, "version">;
  leaders: readonly LeaderView[];
  /** Rewards credited to an outlet that are reserved or paid; to the manager where no outlet is known. */
  readonly outlets: Map<string, number>;
  /** Outlets of managers, as first told. */
  readonly places: Map<string, string>;
  /** Rewards that were refused, by reason. */
  refused: number;
}

const LEADERS_MAX = 20;
const NO_SUMS: Omit<ReferralSums, "version"> = {
  clicks: 0,
  visits: 0,
  participants: 0,
  invited: 0,
  qualified: 0,
  rewarded: 0,
  flagged: 0,
};

export function openCourse(cells: number): Course {
  return {
    cells: new Array<CellCourse | null>(cells).fill(null),
    sums: NO_SUMS,
    leaders: [],
    outlets: new Map(),
    places: new Map(),
    refused: 0,
  };
}

/** Takes a report; one that is older than what is known changes nothing. */
export function hear(
  course: Course,
  report: {
    readonly cell: number;
    readonly sums: ReferralSums;
    readonly leaders?: readonly LeaderView[];
  },
): void {
  const before = course.cells[report.cell];
  if (before === undefined || (before !== null && report.sums.version < before.sums.version)) {
    return;
  }
  const { sums } = course;
  const add = (name: keyof typeof sums) =>
    sums[name] + report.sums[name] - (before?.sums[name] ?? 0);
  course.sums = {
    clicks: add("clicks"),
    visits: add("visits"),
    participants: add("participants"),
    invited: add("invited"),
    qualified: add("qualified"),
    rewarded: add("rewarded"),
    flagged: add("flagged"),
  };
  const leaders = report.leaders ?? before?.leaders ?? [];
  course.cells[report.cell] = { sums: report.sums, leaders };
  if (report.leaders !== undefined) course.leaders = best(course.cells);
}

/** Whether a report says something new of who leads in its cell. */
export function sameLeaders(
  course: Course,
  cell: number,
  leaders: readonly LeaderView[],
): boolean {
  const known = course.cells[cell]?.leaders ?? [];
  return known.length === leaders.length &&
    leaders.every((each, i) => {
      const old = known[i];
      return old !== undefined && old.n === each.n && old.qualified === each.qualified &&
        old.invited === each.invited && old.atMs === each.atMs && old.mask === each.mask;
    });
}

/** Rewards that count against the cap of this manager's outlet. */
export function atOutletOf(course: Course, manager: string): number {
  return course.outlets.get(course.places.get(manager) ?? manager) ?? 0;
}

export function countOutlet(course: Course, manager: string, by: number): void {
  const outlet = course.places.get(manager) ?? manager;
  const count = (course.outlets.get(outlet) ?? 0) + by;
  if (count === 0) course.outlets.delete(outlet);
  else course.outlets.set(outlet, count);
}

/** What was counted under the manager's own name counts for the outlet from now on. */
export function placeManager(course: Course, manager: string, unit: string): void {
  const before = course.outlets.get(manager) ?? 0;
  course.outlets.delete(manager);
  course.places.set(manager, unit);
  if (before !== 0) countOutlet(course, manager, before);
}

/** Every cell tells its best twenty, so the best twenty of all are among them. */
function best(cells: Course["cells"]): readonly LeaderView[] {
  return cells.flatMap((cell) => cell?.leaders ?? []).sort((one, other) =>
    other.qualified - one.qualified || one.atMs - other.atMs || one.cell - other.cell ||
    one.n - other.n
  ).slice(0, LEADERS_MAX);
}

/** A JSON value from which `loadCourse` makes an equal one. */
export function saveCourse(course: Readonly<Course>): unknown {
  return { ...course, outlets: [...course.outlets], places: [...course.places] };
}

export function loadCourse(data: unknown): Course {
  // Written by `saveCourse`; the journal guards the bytes.
  const from = data as Omit<Course, "outlets" | "places"> & {
    outlets: [string, number][];
    places: [string, string][];
  };
  return { ...from, outlets: new Map(from.outlets), places: new Map(from.places) };
}
