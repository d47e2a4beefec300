/** The demo's organisation: real places, invented people. Pure, and the same for the same seed at every start. */
import type { StaffJson } from "../../shared/api.ts";
import type { Scale } from "../../shared/scale.ts";
import { drawFor } from "./draw.ts";
import { OUTLETS, planBanks, type PlannedBank, type PlannedOutlet } from "./outlets.ts";
import { personName, pick } from "./people_names.ts";
import type { Province } from "./places.ts";

export interface UnitRow {
  readonly id: string;
  readonly parent: string | null;
  readonly kind: "province" | "bank" | "outlet";
  readonly name: string;
  readonly short: string;
  readonly city: string;
  readonly address: string;
  readonly hours: string;
  readonly opened_ms: number;
}

export interface StaffRow {
  readonly id: string;
  readonly username: string | null;
  readonly name: string;
  readonly role: StaffJson["role"];
  readonly unit: string;
  readonly title: string;
  readonly phone: string;
  readonly employee_no: string;
  readonly joined_ms: number;
}

/** Someone with an account, who takes a seat of the generated ones. */
export type Seated = Pick<StaffJson, "id" | "username" | "name" | "role" | "unit">;

export interface Organisation {
  readonly units: readonly UnitRow[];
  readonly staff: readonly StaffRow[];
}

export const PROVINCE_UNIT = "jx";
/** Managers of the whole province. */
export const MANAGERS = 18_000;
/** Every outlet has these; the rest go by weight. The demo has no others. */
const MANAGERS_PER_OUTLET_MIN = 5;
const DEMO_BANKS = new Set(["3601", "360121", "3607"]);
const DEMO_OUTLETS_PER_BANK = 4;
const SEED = 2_026;
const OPENED_MS = Date.UTC(2012, 0, 1);
const JOINED_FROM_MS = Date.UTC(2004, 0, 1);
const DAY_MS = 86_400_000;
const JOINED_DAYS = 7_500;
const HOURS = "周一至周五 9:00–17:00，周六、周日 9:00–16:30";

const TITLES = [
  "客户经理",
  "客户经理",
  "高级客户经理",
  "理财经理",
  "普惠金融客户经理",
  "资深客户经理",
];
const BANK_TITLES = ["零售业务部总经理", "营销主管"];

/** Generates units and people. `seated` people take the first seats of their units. */
export function generateOrganisation(
  province: Province,
  options: { readonly scale: Scale; readonly seated: readonly Seated[]; readonly seed?: number },
): Organisation {
  const { scale, seated, seed = SEED } = options;
  const planned = planBanks(province);
  const managers = managersByOutlet(planned);
  const units: UnitRow[] = [provinceUnit()];
  const staff: StaffRow[] = [];
  const seat = (rows: readonly Seat[]) => {
    for (const one of rows) staff.push(rowOf(one, seed));
  };
  seat(seatsOf(PROVINCE_UNIT, { seated, generated: [] }));
  for (const bank of banksOf(planned, scale)) {
    const id = `${PROVINCE_UNIT}.${bank.code}`;
    units.push(bankUnit(id, bank));
    seat(seatsOf(id, { seated, generated: bankSeats(bank) }));
    for (const outlet of bank.outlets) {
      units.push(outletUnit(id, { bank, outlet }));
      const count = scale === "demo"
        ? MANAGERS_PER_OUTLET_MIN
        : managers[outlet.index] ?? MANAGERS_PER_OUTLET_MIN;
      const generated = outletSeats(outlet, count);
      seat(seatsOf(`${id}.${outlet.code}`, { seated, generated }));
    }
  }
  return { units, staff };
}

function banksOf(planned: readonly PlannedBank[], scale: Scale): readonly PlannedBank[] {
  if (scale === "jiangxi") return planned;
  return planned.filter(({ code }) => DEMO_BANKS.has(code))
    .map((bank) => ({ ...bank, outlets: bank.outlets.slice(0, DEMO_OUTLETS_PER_BANK) }));
}

/** How many managers each outlet has, by its index: the total is exact, the largest remainders get one more. */
function managersByOutlet(banks: readonly PlannedBank[]): readonly number[] {
  const weights = banks.flatMap(({ outlets }) => outlets.map(({ weight }) => weight));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const free = MANAGERS - OUTLETS * MANAGERS_PER_OUTLET_MIN;
  const shares = weights.map((weight) => weight * free / total);
  const counts = shares.map((share) => MANAGERS_PER_OUTLET_MIN + Math.floor(share));
  const left = MANAGERS - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = shares.map((share, index) => ({ index, rest: share - Math.floor(share) }))
    .sort((one, other) => other.rest - one.rest || one.index - other.index);
  for (const { index } of byRemainder.slice(0, left)) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}

interface Seat {
  readonly unit: string;
  readonly role: StaffJson["role"];
  readonly id: string;
  readonly number: number;
  readonly title: string | null;
  readonly person: Seated | null;
}

type FreeSeat = Pick<Seat, "role" | "id" | "number" | "title">;

/** Seats 0 are heads; numbers of employees are seats, so they never change with the scale. */
function outletSeats(outlet: PlannedOutlet, managers: number): readonly FreeSeat[] {
  const first = outlet.index * 100;
  const head = outlet.name === "营业部" ? "营业部主任" : "支行行长";
  const seats: FreeSeat[] = [
    { role: "outlet", id: `h${outlet.code}`, number: first, title: head },
  ];
  for (let nth = 1; nth <= managers; nth++) {
    const id = `m${outlet.code}-${String(nth).padStart(2, "0")}`;
    seats.push({ role: "manager", id, number: first + nth, title: null });
  }
  return seats;
}

const BANK_NUMBERS_FROM = 900_000;
const PROVINCE_NUMBERS_FROM = 990_000;

function bankSeats(bank: PlannedBank): readonly FreeSeat[] {
  return BANK_TITLES.map((title, nth) => ({
    role: "bank",
    id: `b${bank.code}-${nth + 1}`,
    number: BANK_NUMBERS_FROM + bank.index * 100 + nth,
    title,
  }));
}

/** Those with an account sit first; the other seats keep their generated people. */
function seatsOf(
  unit: string,
  options: { readonly seated: readonly Seated[]; readonly generated: readonly FreeSeat[] },
): readonly Seat[] {
  const waiting = options.seated.filter((one) => one.unit === unit);
  const seats: Seat[] = [];
  for (const free of options.generated) {
    const at = waiting.findIndex(({ role }) => role === free.role);
    const person = at === -1 ? null : waiting.splice(at, 1)[0] ?? null;
    seats.push({ ...free, unit, person });
  }
  // No seat of that role is generated, as in the province.
  waiting.forEach((person, nth) => {
    const { id, role } = person;
    const number = PROVINCE_NUMBERS_FROM + nth;
    seats.push({ unit, role, id, number, title: TITLE_OF[role], person });
  });
  return seats;
}

const TITLE_OF: Readonly<Record<StaffJson["role"], string>> = {
  province: "零售金融部总经理",
  bank: "营销主管",
  outlet: "支行行长",
  manager: "客户经理",
  sre: "运维工程师",
};

function rowOf(seat: Seat, seed: number): StaffRow {
  const { unit, role, number, person } = seat;
  const draw = drawFor(seed, seat.id);
  const name = personName(draw);
  const title = seat.title ?? pick(TITLES, draw);
  return {
    id: person?.id ?? seat.id,
    username: person?.username ?? null,
    name: person?.name ?? name,
    role,
    unit,
    title,
    phone: phoneOf(number),
    employee_no: `36${String(number).padStart(6, "0")}`,
    joined_ms: JOINED_FROM_MS + draw(JOINED_DAYS) * DAY_MS,
  };
}

/** Prefixes that no network has been given: nobody is rung up by mistake. */
const UNASSIGNED = ["154", "160", "161", "163", "164", "168"];
const EIGHT_DIGITS = 100_000_000n;
/** Has no factor in common with 10⁸, so that different numbers stay different. */
const SPREAD = 48_271_939n;

function phoneOf(number: number): string {
  const tail = (BigInt(number) * SPREAD + 31_415_927n) % EIGHT_DIGITS;
  return `${UNASSIGNED[number % UNASSIGNED.length]}${String(tail).padStart(8, "0")}`;
}

function provinceUnit(): UnitRow {
  return {
    id: PROVINCE_UNIT,
    parent: null,
    kind: "province",
    name: "江西省联社",
    short: "江西",
    city: "南昌市",
    address: "江西省南昌市",
    hours: HOURS,
    opened_ms: OPENED_MS,
  };
}

function bankUnit(id: string, bank: PlannedBank): UnitRow {
  const { name, short, city, address } = bank;
  const where = { id, parent: PROVINCE_UNIT, kind: "bank" } as const;
  return { ...where, name, short, city, address, hours: HOURS, opened_ms: OPENED_MS };
}

function outletUnit(
  parent: string,
  place: { readonly bank: PlannedBank; readonly outlet: PlannedOutlet },
): UnitRow {
  const { code, name, short, address } = place.outlet;
  const where = { id: `${parent}.${code}`, parent, kind: "outlet" } as const;
  const { city } = place.bank;
  return { ...where, name, short, city, address, hours: HOURS, opened_ms: OPENED_MS };
}
