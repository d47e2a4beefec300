import type { ChangeJson } from "../../shared/api_changes.ts";
import { when } from "../../shared/format.ts";
import { wordsOf as saleWordsOf } from "../campaigns/words.ts";
import type { PageProps } from "../page_table.ts";
import { useList } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { CampaignTitle } from "../ui/names.tsx";
import { AsOf, Empty, Failed, Skeleton } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { wordsOf as frameWordsOf } from "../words.ts";
import { type ChangeWords, changeWordsOf, nameOf } from "./words.ts";

const PAGE = 50;
const REFRESH_MS = 15_000;
const LONG_VALUE = 120;

/** Every change: who, when, what, before and after. */
export function ChangesPage({ shell, query }: PageProps) {
  const words = changeWordsOf(shell.locale.value);
  const wanted = new URLSearchParams({ limit: String(PAGE) });
  const subject = query.get("subject");
  const by = query.get("by");
  if (subject !== null) wanted.set("subject", subject);
  if (by !== null) wanted.set("by", by);
  const list = useList<ChangeJson>(shell, `/api/v1/changes?${wanted}`, { refreshMs: REFRESH_MS });
  const items = list.items.value;
  const failure = list.failure.value;
  return (
    <>
      <Title title={words.title} />
      {(subject !== null || by !== null) && (
        <p class="filtered">
          <span>{words.only(subject ?? by ?? "")}</span>
          <a class="button" href={hrefOf("/changes")}>{words.all}</a>
        </p>
      )}
      {items === null
        ? failure === null
          ? <Skeleton shell={shell} lines={6} />
          : <Failed shell={shell} refusal={failure} retry={list.load} />
        : items.length === 0
        ? <Empty text={words.none} />
        : (
          <ol class="card changes">
            {items.map((one) => <Change key={one.id} shell={shell} words={words} change={one} />)}
          </ol>
        )}
      <div class="list-end">
        {list.hasMore.value && (
          <button
            type="button"
            class="button"
            onClick={() => void list.more()}
          >
            {frameWordsOf(shell.locale.value).more}
          </button>
        )}
        <AsOf shell={shell} asOf={list.asOf.value} />
      </div>
    </>
  );
}

function Change(
  { shell, words, change }: { shell: Shell; words: ChangeWords; change: ChangeJson },
) {
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const atMs = Math.floor(Date.parse(change.at) / 1000) * 1000;
  const fields = fieldsOf(change);
  const only = fields.length === 1 ? fields[0] : undefined;
  const phases: Readonly<Record<string, string>> = saleWordsOf(shell.locale.value).phase;
  const show = (value: unknown) =>
    phases[String(value)] ?? words.values[String(value)] ?? textOf(value);
  const [kind = "", id = ""] = change.subject.split(/\/(.*)/);
  return (
    <li>
      <p class="head">
        <strong>{nameOf(words, change.action)}</strong>
        <a href={`${hrefOf("/changes")}?subject=${encodeURIComponent(change.subject)}`}>
          {words.subjects[kind] ?? kind} {titleOf(change) ??
            (kind === "campaign" ? <CampaignTitle shell={shell} id={id} /> : id)}
        </a>
        <a href={`${hrefOf("/changes")}?by=${encodeURIComponent(change.by)}`}>
          {change.by === "time" || change.by === "system"
            ? words.bySystem
            : change.byName ?? change.by}
        </a>
        <time dateTime={change.at}>{when(atMs, at)}</time>
      </p>
      {only !== undefined && (
        <p class="one">
          {words.one(
            words.fields[only] ?? only,
            `${show(change.before?.[only])} → ${show(change.after?.[only])}`,
          )}
        </p>
      )}
      {fields.length > 1 && (
        <details>
          <summary>{words.details(fields.length)}</summary>
          <table class="compare">
            <thead>
              <tr>
                <th scope="col">{words.field}</th>
                <th scope="col">{words.before}</th>
                <th scope="col">{words.after}</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((name) => (
                <tr key={name}>
                  <th scope="row">{words.fields[name] ?? name}</th>
                  <td>{show(change.before?.[name])}</td>
                  <td>{show(change.after?.[name])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </li>
  );
}

/** What the thing is called, where the change says so. */
function titleOf(change: ChangeJson): string | null {
  const title = change.after?.["title"] ?? change.after?.["name"] ?? change.before?.["title"] ??
    change.before?.["name"];
  return typeof title === "string" ? title : null;
}

/** Names of fields that either side has. */
function fieldsOf(change: ChangeJson): readonly string[] {
  return [...new Set([...Object.keys(change.before ?? {}), ...Object.keys(change.after ?? {})])];
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONG_VALUE ? `${text.slice(0, LONG_VALUE)}…` : text;
}
