/** What is kept of a customer, and how events change it. */
import {
  type CustomerEvent,
  type CustomerView,
  type Enrolment,
  ENROLMENTS_MAX,
  type Happening,
  HAPPENINGS_KEPT_MS,
  HAPPENINGS_MAX,
  type HubEvent,
  isRecordEvent,
  type RecordEvent,
  type Tag,
} from "./protocol.ts";

export interface CustomerState {
  version: number;
  name: string | null;
  since: string | null;
  isNew: boolean;
  tags: readonly Tag[];
  manager: string | null;
  units: readonly string[];
  atMs: number;
  /** As seen when signing in. */
  seen: string | null;
  /** In the order in which they came. */
  happenings: readonly KeptHappening[];
  notices: readonly KeptNotice[];
  enrolments: readonly Enrolment[];
}

export interface KeptHappening extends Happening {
  readonly receivedAtMs: number;
}

/** That something did not last, even where it has not come yet. */
export interface KeptNotice {
  readonly id: string;
  readonly of: string;
  readonly saidMs: number;
  readonly receivedAtMs: number;
}

/** Most customers have none of a kind: they share it. */
const NONE: readonly never[] = [];

export function initialCustomer(): CustomerState {
  return {
    version: 0,
    name: null,
    since: null,
    isNew: true,
    tags: [],
    manager: null,
    units: [],
    atMs: 0,
    seen: null,
    happenings: NONE,
    notices: NONE,
    enrolments: NONE,
  };
}

/** Tags that count at this instant. */
export function currentTags(state: Readonly<CustomerState>, atMs: number): readonly Tag[] {
  return state.tags.filter(({ untilMs }) => untilMs === null || untilMs > atMs);
}

export function viewOf(state: Readonly<CustomerState>, atMs: number): CustomerView {
  const { version, name, since, isNew, manager, units } = state;
  const tags = currentTags(state, atMs);
  return { version, name, since, isNew, tags, manager, units, atMs: state.atMs };
}

/** How others see this customer; null where neither name nor phone is known. */
export function maskOf({ name, seen }: Readonly<CustomerState>): string | null {
  const [first] = name ?? "";
  return first === undefined ? seen : `${first}*`;
}

/** The only writer. */
export function evolve(state: CustomerState, event: CustomerEvent): CustomerState {
  if (!isRecordEvent(event)) return evolveHub(state, event);
  evolveRecord(state, event);
  state.version++;
  state.atMs = event.atMs;
  return state;
}

function evolveRecord(state: CustomerState, event: RecordEvent): void {
  switch (event.kind) {
    case "facts-set":
      state.tags = event.tags;
      state.isNew = event.isNew;
      state.units = event.units;
      break;
    case "tagged":
      state.tags = event.tags;
      break;
    case "bound":
      state.manager = event.manager;
      state.units = event.units;
      break;
    case "profiled":
      state.name = event.name;
      state.since = event.since;
      state.isNew = event.isNew;
      break;
  }
}

function evolveHub(state: CustomerState, event: HubEvent): CustomerState {
  switch (event.kind) {
    case "seen":
      state.seen = event.mask;
      return state;
    case "happened": {
      const oldestMs = event.atMs - HAPPENINGS_KEPT_MS;
      const kept = state.happenings.filter(({ atMs }) => atMs >= oldestMs);
      kept.push({ ...event.event, receivedAtMs: event.atMs });
      state.happenings = newest(kept);
      return state;
    }
    case "taken-back": {
      const { id, of, saidMs, atMs } = event;
      const oldestMs = atMs - HAPPENINGS_KEPT_MS;
      const kept = state.notices.filter(({ receivedAtMs }) => receivedAtMs >= oldestMs);
      kept.push({ id, of, saidMs, receivedAtMs: atMs });
      state.notices = kept.slice(-HAPPENINGS_MAX);
      return state;
    }
    case "enrolled": {
      const { enrolment } = event;
      const others = state.enrolments.filter(({ campaign }) => campaign !== enrolment.campaign);
      state.enrolments = [...bounded(others), enrolment];
      return state;
    }
  }
}

/** What customers make themselves pushes nothing out but its like. */
function newest(happenings: readonly KeptHappening[]): readonly KeptHappening[] {
  if (happenings.length <= HAPPENINGS_MAX) return happenings;
  const [free = [], others = []] = [true, false].map((isFree) =>
    happenings.filter(({ type }) => (type === "application-opened") === isFree)
  );
  const kept = new Set([...free.slice(-HAPPENINGS_MAX), ...others.slice(-HAPPENINGS_MAX)]);
  return happenings.filter((one) => kept.has(one));
}

/** Room for one more is made by the one that ends, or ended, before all others. */
function bounded(enrolments: readonly Enrolment[]): readonly Enrolment[] {
  if (enrolments.length < ENROLMENTS_MAX) return enrolments;
  const leaves = enrolments.toSorted((one, other) => one.untilMs - other.untilMs)
    .slice(0, enrolments.length - ENROLMENTS_MAX + 1);
  return enrolments.filter((one) => !leaves.includes(one));
}
