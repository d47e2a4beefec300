/** Tags of a customer as they are edited: hand-made ones change, others stay unless removed. */
import type { CustomerTagsRequest, TagJson } from "../../shared/api_customers.ts";

/** One tag in the editor. */
export interface TagText {
  readonly tag: string;
  /** Last day, `2026-12-31`; empty: for good. */
  readonly until: string;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Tags as texts. */
export function tagTexts(tags: readonly TagJson[]): readonly TagText[] {
  return tags.map(({ tag, until }) => ({
    tag,
    until: until === null ? "" : dayBefore(Date.parse(until)),
  }));
}

/** With one more, once only; blanks and commas part several. */
export function withTag(tags: readonly TagText[], typed: string): readonly TagText[] {
  const fresh = typed.split(/[\s,，、;；]+/)
    .filter((tag) => tag !== "" && !tags.some((one) => one.tag === tag));
  return [...tags, ...new Set(fresh)].map((one) =>
    typeof one === "string" ? { tag: one, until: "" } : one
  );
}

/** Without one. */
export function withoutTag(tags: readonly TagText[], tag: string): readonly TagText[] {
  return tags.filter((one) => one.tag !== tag);
}

/** What is sent: a last day counts to its end in China. */
export function tagsRequest(tags: readonly TagText[], version: number): CustomerTagsRequest {
  return {
    version,
    tags: tags.map(({ tag, until }) => ({
      tag,
      ...(until === "" ? {} : { until: endOf(until) }),
    })),
  };
}

/** Whether anything differs from what is there. */
export function tagsDiffer(typed: readonly TagText[], there: readonly TagJson[]): boolean {
  const text = (tags: readonly TagText[]) =>
    tags.map((one) => `${one.tag}|${one.until}`).sort().join("\n");
  return text(typed) !== text(tagTexts(there));
}

/** What both did to `before`: what either added or took away, and my days where we both set one. */
export function mergedTags(
  before: readonly TagText[],
  both: { readonly mine: readonly TagText[]; readonly theirs: readonly TagText[] },
): readonly TagText[] {
  const { mine, theirs } = both;
  const kept = mine.filter((one) => !has(before, one) || has(theirs, one)).map((one) => {
    const old = before.find((other) => other.tag === one.tag);
    const their = theirs.find((other) => other.tag === one.tag);
    return old?.until === one.until && their !== undefined ? their : one;
  });
  const added = theirs.filter((one) => !has(before, one) && !has(mine, one));
  return [...kept, ...added];
}

function has(tags: readonly TagText[], { tag }: TagText): boolean {
  return tags.some((one) => one.tag === tag);
}

function endOf(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - CHINA_OFFSET_MS + DAY_MS).toISOString();
}

/** The last day of an end that is exclusive. */
function dayBefore(endMs: number): string {
  return new Date(endMs + CHINA_OFFSET_MS - 1).toISOString().slice(0, 10);
}
