/** What the forms of both kinds of campaign have in common: texts as typed, faults by field, the request they make. */
import type {
  CampaignJson,
  EligibilityJson,
  LookJson,
  StaffCampaignJson,
  ThemeJson,
} from "../../shared/api.ts";
import type { ReferralJson, StaffReferralJson } from "../../shared/api_referral.ts";
import { fromLocalInput } from "../../shared/format.ts";

/** Name of a field, as errors point to it; rows of a list are `releases.0.units`. */
export type FieldName = string;

/** What is wrong with a field; a sentence is chosen by the page's language. */
export type Fault =
  | "required"
  | "too-long"
  | "price"
  | "whole"
  | "above-units"
  | "above-limit"
  | "time"
  | "past"
  | "order"
  | "hold"
  | "releases-sum"
  | "release-time"
  | "amount"
  | "window"
  | "hold-days"
  | "events"
  | "no-reward"
  | "tier-twice"
  | "no-budget"
  | "reason"
  | "finding"
  | "blank";

/** Faults by field, and the request once there are none. */
export interface Checked<Request> {
  readonly faults: ReadonlyMap<FieldName, Fault>;
  readonly request: Request | null;
  /** What keeps a complete draft from review; it is saved all the same. */
  readonly hindrances: ReadonlyMap<FieldName, Fault>;
}

/** A draft of either kind, as the server keeps it. */
export type Draft = Pick<
  StaffCampaignJson,
  "id" | "version" | "phase" | "approval" | "author" | "history"
>;

/** Whatever `GET /api/v1/campaigns/:id` answers. */
export type AnyCampaign = CampaignJson | StaffCampaignJson | ReferralJson | StaffReferralJson;
export type Kind = AnyCampaign["kind"];

/** The types of one kind of campaign. */
export interface FormTypes {
  readonly texts: object;
  readonly request: object;
  readonly draft: Draft;
  readonly step: string;
}

/** The form of one kind of campaign. */
export interface Form<T extends FormTypes> {
  readonly kind: Kind;
  readonly steps: readonly T["step"][];
  /** The step on which a field stands. */
  stepOf(field: FieldName): T["step"];
  /** A new form, filled by a template where one is named. */
  starting(nowMs: number, template: string | null): T["texts"];
  /** Another's form for a new campaign: what belongs to a time begins anew. */
  copied(texts: T["texts"], nowMs: number): T["texts"];
  textsOf(draft: T["draft"]): T["texts"];
  /** Null for another kind, and for what is not in reach of whoever asks. */
  draftOf(campaign: AnyCampaign): T["draft"] | null;
  check(texts: T["texts"], nowMs: number): Checked<T["request"]>;
  /** Where the server's path of a field stands in the form. */
  fieldOf(path: string): FieldName;
  /** What was taken away is said too. */
  patchOf(request: T["request"]): object;
  /** What is typed in two ways and means the same is no difference. */
  asMeant(texts: T["texts"]): T["texts"];
}

/** Fields in which two forms differ, for the comparison. */
export function differing<T extends FormTypes>(
  form: Form<T>,
  versions: { readonly mine: T["texts"]; readonly theirs: T["texts"] },
): readonly (keyof T["texts"] & string)[] {
  const mine = form.asMeant(versions.mine);
  const theirs = form.asMeant(versions.theirs);
  const names = Object.keys(mine) as (keyof T["texts"] & string)[];
  return names.filter((name) => JSON.stringify(mine[name]) !== JSON.stringify(theirs[name]));
}

// Parts of checking -------------------------------------------------------------------------------

export const TITLE_LENGTH_MAX = 80;
const NOTE_LENGTH_MAX = 300;

/** Fields as typed that every campaign has. Times are China Standard Time, as `datetime-local` writes them. */
export interface CommonTexts {
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly expectedPeak: string;
  readonly newCustomersOnly: boolean;
  readonly tags: string;
  /** Ids of units, joined by spaces. */
  readonly orgUnitIds: string;
  readonly theme: ThemeJson;
  readonly note: string;
}

/** What they make; null where it is wrong, and then `faults` says so. */
export interface CommonParts {
  readonly startsAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly peak: number | null;
  readonly eligibility: EligibilityJson | null;
  readonly look: LookJson | null;
}

/** Checks what every campaign has. */
export function checkCommon(
  texts: CommonTexts,
  { faults, nowMs }: { faults: Map<FieldName, Fault>; nowMs: number },
): CommonParts {
  const startsAtMs = fromLocalInput(texts.startsAt);
  const endsAtMs = fromLocalInput(texts.endsAt);
  const peak = texts.expectedPeak.trim() === "" ? 0 : whole(texts.expectedPeak);
  checkText(faults, "title", { value: texts.title, lengthMax: TITLE_LENGTH_MAX });
  if (texts.note.trim().length > NOTE_LENGTH_MAX) faults.set("note", "too-long");
  if (peak === null) faults.set("expectedPeak", "whole");
  if (startsAtMs === null) faults.set("startsAt", "time");
  if (endsAtMs === null) faults.set("endsAt", "time");
  else if (endsAtMs <= nowMs) faults.set("endsAt", "past");
  else if (startsAtMs !== null && endsAtMs <= startsAtMs) faults.set("endsAt", "order");
  return { startsAtMs, endsAtMs, peak, eligibility: eligibilityOf(texts), look: lookOf(texts) };
}

function eligibilityOf(texts: CommonTexts): EligibilityJson | null {
  const tags = words(texts.tags);
  const orgUnitIds = words(texts.orgUnitIds);
  if (tags.length === 0 && orgUnitIds.length === 0 && !texts.newCustomersOnly) return null;
  return {
    ...(tags.length > 0 ? { tags } : {}),
    ...(orgUnitIds.length > 0 ? { orgUnitIds } : {}),
    ...(texts.newCustomersOnly ? { newCustomersOnly: true } : {}),
  };
}

function lookOf(texts: CommonTexts): LookJson | null {
  const note = texts.note.trim();
  if (texts.theme === "field" && note === "") return null;
  return { theme: texts.theme, ...(note === "" ? {} : { note }) };
}

/** A text that must be there and not too long. */
export function checkText(
  faults: Map<FieldName, Fault>,
  name: FieldName,
  field: { value: string; lengthMax: number },
): void {
  const length = field.value.trim().length;
  if (length === 0) faults.set(name, "required");
  else if (length > field.lengthMax) faults.set(name, "too-long");
}

/** Parts of a text that are set apart by blanks or commas of either language. */
export function words(text: string): readonly string[] {
  return text.split(/[\s,，、]+/).filter((word) => word !== "");
}

/** A whole number from 1, null for anything else. */
export function whole(value: string): number | null {
  const number = /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : 0;
  return number > 0 ? number : null;
}

/** Yuan as typed to fen, without floating point; null where it is no price. */
export function fen(value: string): number | null {
  const match = /^\s*[¥￥]?(\d{1,7})(?:\.(\d{1,2}))?\s*$/.exec(value);
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}
