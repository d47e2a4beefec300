/** The outlets of every bank: a business department, one in each township, second ones in the largest. */
import { type BankPlace, bankPlaces, type County, type Province, type Township } from "./places.ts";
import { bankNames, townStem } from "./place_names.ts";

/** All outlets of the province. */
export const OUTLETS = 2_000;

export interface PlannedOutlet {
  /** Place among all outlets: the same at every scale. */
  readonly index: number;
  readonly code: string;
  readonly name: string;
  readonly short: string;
  readonly address: string;
  /** Share of the managers beyond those that every outlet has. */
  readonly weight: number;
}

export interface PlannedBank {
  readonly index: number;
  readonly code: string;
  readonly name: string;
  readonly short: string;
  readonly city: string;
  readonly address: string;
  readonly outlets: readonly PlannedOutlet[];
}

const WEIGHTS = { department: 16, street: 6, town: 4, other: 1, second: 3 } as const;

type Ground = { readonly county: County; readonly township: Township };

/** Plans all banks and their outlets. Pure: the same file gives the same plan. */
export function planBanks(province: Province): readonly PlannedBank[] {
  const places = bankPlaces(province);
  const names = bankNames(places.map(({ place }) => place));
  const first = places.length + places.reduce((sum, place) => sum + groundsOf(place).length, 0);
  const seconds = secondOutlets(places, OUTLETS - first);
  let index = 0;
  return places.map((place, nth) => {
    const name = names[nth] ?? "";
    const drafts = [departmentOf(place), ...branchesOf(place, seconds)];
    return {
      index: nth,
      code: place.code,
      name,
      short: name.replace("农商银行", ""),
      city: place.city.name,
      address: drafts[0]?.address ?? "",
      outlets: drafts.map((draft) => ({ ...draft, index: index++ })),
    };
  });
}

type Draft = Omit<PlannedOutlet, "index">;

function departmentOf(place: BankPlace): Draft {
  const county = place.counties[0];
  const seat = county === undefined ? place.place : groundName(place, county);
  return {
    code: `${place.code}000`,
    name: "营业部",
    short: "营业部",
    address: `${seat}人民路 1 号`,
    weight: WEIGHTS.department,
  };
}

function branchesOf(place: BankPlace, seconds: ReadonlySet<string>): readonly Draft[] {
  const grounds = groundsOf(place);
  const stems = grounds.map((ground) => townStem(localName(place, ground)));
  return grounds.flatMap(({ county, township }, nth) => {
    const stem = stems[nth] ?? township.name;
    // Two places with one stem keep their full names.
    const short = stems.indexOf(stem) === stems.lastIndexOf(stem) ? stem : township.name;
    const where = groundName(place, county) + localName(place, { county, township });
    const branch: Draft = {
      code: township.code,
      name: `${short}支行`,
      short,
      address: `${where}${streetOf(township.code)}`,
      weight: weightOf(township.name),
    };
    if (!seconds.has(township.code)) return [branch];
    return [branch, {
      code: `${township.code}b`,
      name: `${short}第二支行`,
      short: `${short}二`,
      address: `${where}${streetOf(`${township.code}b`)}`,
      weight: WEIGHTS.second,
    }];
  });
}

/**
 * Codes of the townships with a second outlet. The file has no populations, so size is read from the kind: streets
 * are towns' centres and the most populous, then 镇, then the rest; in each kind every county's first by code (where
 * its centre lies) comes before any county's second.
 */
function secondOutlets(places: readonly BankPlace[], count: number): ReadonlySet<string> {
  const ranked = places.flatMap(({ counties }) => counties).flatMap(({ townships }) => {
    const seen = new Map<number, number>();
    return townships.map(({ code, name }) => {
      const kind = kindRank(name);
      const turn = seen.get(kind) ?? 0;
      seen.set(kind, turn + 1);
      return { code, kind, turn };
    });
  });
  ranked.sort((one, other) =>
    one.kind - other.kind || one.turn - other.turn || (one.code < other.code ? -1 : 1)
  );
  return new Set(ranked.slice(0, count).map(({ code }) => code));
}

function groundsOf(place: BankPlace): readonly Ground[] {
  return place.counties.flatMap((county) =>
    county.townships.map((township) => ({ county, township }))
  );
}

/** 南昌市东湖区; a county-level city and a county stand by themselves. */
function groundName(place: BankPlace, county: County): string {
  return place.city.name + county.name;
}

/** 丰安街道 for 永修县丰安街道: some names begin with the county's, or with the one that it had. */
function localName(place: BankPlace, { county, township }: Ground): string {
  const { name } = township;
  const former = county.name.replace(/[区市]$/, "县");
  const before = [place.city.name, county.name, former].find((one) => name.startsWith(one));
  const local = before === undefined ? name : name.slice(before.length);
  return local.length < 2 ? name : local;
}

function kindRank(name: string): number {
  if (name.endsWith("街道")) return 0;
  return name.endsWith("镇") ? 1 : 2;
}

function weightOf(name: string): number {
  return [WEIGHTS.street, WEIGHTS.town][kindRank(name)] ?? WEIGHTS.other;
}

const STREETS = [
  "人民路",
  "解放路",
  "建设路",
  "文化路",
  "胜利路",
  "站前路",
  "滨江大道",
  "迎宾大道",
];
const NUMBERS = 198;

function streetOf(code: string): string {
  const sum = [...code].reduce((value, sign) => (value * 31 + sign.charCodeAt(0)) % 1_000_003, 7);
  return `${STREETS[sum % STREETS.length]} ${2 + sum % NUMBERS} 号`;
}
