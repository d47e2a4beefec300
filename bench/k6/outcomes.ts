/**
 * Every request of the suite with every answer that it knows, and which of them a scenario reckons with. Each pair has
 * a counter of its own, `out_grab__409__sold_out`, since tags cost the generator more.
 */
import type { SuiteScenario } from "./names.ts";

/**
 * What the product answers when all is well, `status reason`: below 400 the suite's own words, the first of a status
 * unless the caller says which, and the `code` of the problem for the others. Expected in every scenario that
 * `NARROWED` does not narrow.
 */
const USUAL = {
  page: ["200 shown"],
  view: ["200 shown"],
  remind: ["201 noted", "200 noted-before", "409 reminders-full"],
  grab: ["201 held", "200 stored", "409 sold-out", "409 all-held", "409 not-open"],
  mine: ["200 shown"],
  confirm: ["200 confirmed", "409 expired"],
  cancel: ["200 cancelled", "409 expired"],
  link: ["302 led"],
  arrive: ["202 counted"],
  join: [
    "201 joined",
    "200 joined-before",
    "409 self-referral",
    "409 already-attributed",
    "409 loop",
  ],
  progress: ["200 shown"],
  event: ["201 in-time", "201 early", "201 late", "200 taken-before"],
  storefront: ["200 shown"],
  storefront_json: ["200 shown"],
  visit: ["202 counted"],
  click: ["202 social-security", "202 payments", "202 deposits-loans", "202 other-products"],
  product: ["200 shown"],
  lead: ["202 counted"],
} as const satisfies Readonly<Record<string, readonly AnswerName[]>>;

/** `201 held`. */
type AnswerName = `${number} ${string}`;

/** One kind of request; `ms_<name>` is the trend of its times. */
export type RequestName = keyof typeof USUAL;

export const REQUESTS: readonly RequestName[] = Object.keys(USUAL).filter(isRequest);

/**
 * What else may be answered, and is looked for by name when something is wrong. Few: each counter costs each virtual
 * user 2 KB, and the line ODD tells the rest.
 */
const FAILURES: Partial<Readonly<Record<RequestName, readonly AnswerName[]>>> = {
  grab: ["409 limit-reached", "503 journal-unavailable", "503 outcome-unknown"],
  confirm: ["503 journal-unavailable", "503 outcome-unknown"],
  join: ["503 journal-unavailable", "503 outcome-unknown"],
};

/** The target asks to come again: by design under overload, so bounded by a threshold instead of refused. */
const SHED: readonly AnswerName[] = ["429 too-many-requests", "503 overloaded", "503 draining"];

/** No answer at all. */
const NONE: readonly AnswerName[] = ["0 timeout", "0 refused", "0 reset"];

/** Reason of an answer that stands nowhere else; counted under one of these statuses. */
const OTHER = "other";
const OTHER_STATUSES = [0, 200, 300, 400, 409, 500] as const;

/** Which requests a scenario makes: no other metric is declared, since each costs every virtual user. */
export const USES: Readonly<Record<SuiteScenario, readonly RequestName[]>> = {
  flash_sale: ["page", "view", "remind", "grab", "mine", "confirm", "cancel"],
  sold_out: ["grab"],
  one_person: ["grab"],
  referral_storm: ["link", "page", "arrive", "join", "progress", "event"],
  storefront: ["storefront", "storefront_json", "visit", "click", "product", "lead"],
  mixed_day: REQUESTS,
};

/** Where a scenario reckons with less, or other, than what is usual. */
const NARROWED: Partial<
  Readonly<Record<SuiteScenario, Partial<Readonly<Record<RequestName, readonly AnswerName[]>>>>>
> = {
  sold_out: { grab: ["409 sold-out"] },
  one_person: { grab: ["201 held", "200 stored", "409 limit-reached"] },
};

/** How one request was answered. Status 0: not at all. */
export interface OutcomeName {
  readonly request: RequestName;
  readonly status: number;
  readonly reason: string;
}

/** Every outcome of a request that has a counter. */
export function outcomesOf(request: RequestName): OutcomeName[] {
  const named = [...new Set([...USUAL[request], ...FAILURES[request] ?? [], ...SHED, ...NONE])];
  return [
    ...named.map((name) => ({ request, ...answerOf(name) })),
    ...OTHER_STATUSES.map((status) => ({ request, status, reason: OTHER })),
  ];
}

/** Whether the scenario reckons with it, so that it is no failure. */
export function isExpected(scenario: SuiteScenario, outcome: OutcomeName): boolean {
  const usual = NARROWED[scenario]?.[outcome.request] ?? USUAL[outcome.request];
  const name = `${outcome.status} ${outcome.reason}`;
  return usual.some((one) => one === name) || isShed(outcome);
}

/** Whether the target asks to come again later. */
export function isShed(outcome: Pick<OutcomeName, "status" | "reason">): boolean {
  return SHED.some((one) => one === `${outcome.status} ${outcome.reason}`);
}

/** The reason of a success, by its status: `as` where it has that one; null for a status that is none of it. */
export function successOf(request: RequestName, status: number, as?: string): string | null {
  if (status >= 400 || status === 0) return null;
  const names = USUAL[request].filter((name) => name.startsWith(`${status} `));
  const found = names.find((name) => name === `${status} ${as}`) ?? names[0];
  return found === undefined ? null : answerOf(found).reason;
}

/** The same where it has a counter, else `other` under a status that stands for its own. */
export function countedAs(outcome: OutcomeName): OutcomeName {
  const { request, status, reason } = outcome;
  const known = outcomesOf(request).some((one) => one.status === status && one.reason === reason);
  if (known) return outcome;
  const exact = OTHER_STATUSES.find((one) => one === status);
  const hundred = OTHER_STATUSES.find((one) => one === Math.floor(status / 100) * 100);
  return { request, status: exact ?? hundred ?? 0, reason: OTHER };
}

/** Name of its counter. */
export function metricOf(outcome: OutcomeName): string {
  return `out_${outcome.request}__${outcome.status}__${outcome.reason.replaceAll("-", "_")}`;
}

/** The outcome that a counter counts; null for any other metric. */
export function outcomeOf(metric: string): OutcomeName | null {
  const [, name = "", status = "", reason = ""] =
    /^out_([a-z_]+?)__(\d+)__([a-z0-9_]+)$/.exec(metric) ?? [];
  if (!isRequest(name)) return null;
  return { request: name, status: Number(status), reason: reason.replaceAll("_", "-") };
}

function answerOf(name: AnswerName): { readonly status: number; readonly reason: string } {
  const [status = "", reason = ""] = name.split(" ");
  return { status: Number(status), reason };
}

function isRequest(name: string): name is RequestName {
  return Object.hasOwn(USUAL, name);
}
