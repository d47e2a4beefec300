import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CampaignSummaryJson, PhaseJson } from "../../shared/api.ts";
import { count, money, span } from "../../shared/format.ts";
import type { PageProps } from "../page_table.ts";
import { useList } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { AsOf, Empty, Failed, Skeleton } from "../ui/states.tsx";
import { StaffName } from "../ui/names.tsx";
import { Title } from "../ui/title.tsx";
import { mayCreate } from "./action.ts";
import { builderWordsOf } from "./builder_words.ts";
import type { Kind } from "./form.ts";
import { Phase } from "./phase.tsx";
import { type Words, wordsOf } from "./words.ts";

const REFRESH_MS = 10_000;
const TYPING_MS = 250;
const PAGE = 30;
const KINDS: readonly Kind[] = ["flash-sale", "referral"];
const PHASES: readonly PhaseJson[] = [
  "draft",
  "in-review",
  "scheduled",
  "warming",
  "open",
  "paused",
  "ended",
  "settled",
];

/** All campaigns in reach, newest first; search and filter stand in the address. */
export function ListPage({ shell, query }: PageProps) {
  const words = wordsOf(shell.locale.value);
  const q = query.get("q") ?? "";
  const phase = query.get("phase") ?? "";
  const kind = query.get("kind") ?? "";
  const mine = query.get("mine") === "1";
  const archived = query.get("archived") === "1";
  const staff = shell.staff.value;
  const creates = staff ? mayCreate(staff) : false;
  const wanted = new URLSearchParams({ limit: String(PAGE), archived: String(archived) });
  if (q !== "") wanted.set("q", q);
  if (phase !== "") wanted.set("phase", phase);
  if (KINDS.some((one) => one === kind)) wanted.set("kind", kind);
  if (mine && staff) wanted.set("author", staff.id);
  const list = useList<CampaignSummaryJson>(shell, `/api/v1/campaigns?${wanted}`, {
    refreshMs: REFRESH_MS,
  });
  const items = list.items.value;
  const failure = list.failure.value;
  const filtered = q !== "" || phase !== "" || kind !== "" || mine || archived;
  return (
    <>
      <Title title={words.sales}>
        {creates && <a class="button brand" href={hrefOf("/campaigns/new")}>{words.newSale}</a>}
      </Title>
      <Filters shell={shell} words={words} wanted={{ q, phase, kind, mine, archived }} />
      {items === null
        ? failure === null
          ? <Skeleton shell={shell} lines={6} />
          : <Failed shell={shell} refusal={failure} retry={list.load} />
        : items.length === 0
        ? <Empty text={filtered ? words.noneFound : creates ? words.noSales : words.noneHere} />
        : <Table shell={shell} words={words} items={items} />}
      <div class="list-end">
        {list.hasMore.value && (
          <button
            type="button"
            class="button"
            onClick={() => void list.more()}
          >
            {words.more}
          </button>
        )}
        <AsOf shell={shell} asOf={list.asOf.value} />
      </div>
    </>
  );
}

interface Wanted {
  readonly q: string;
  readonly phase: string;
  readonly kind: string;
  readonly mine: boolean;
  readonly archived: boolean;
}

function Filters({ shell, words, wanted }: { shell: Shell; words: Words; wanted: Wanted }) {
  const { q, phase, kind, mine, archived } = wanted;
  const names = builderWordsOf(shell.locale.value).kinds.names;
  const typed = useSignal(q);
  function show(next: Partial<Wanted>): void {
    const all = { ...wanted, q: typed.peek().trim(), ...next };
    const query = new URLSearchParams();
    if (all.q !== "") query.set("q", all.q);
    if (all.phase !== "") query.set("phase", all.phase);
    if (all.kind !== "") query.set("kind", all.kind);
    if (all.mine) query.set("mine", "1");
    if (all.archived) query.set("archived", "1");
    const text = query.toString();
    shell.go(hrefOf("/campaigns") + (text === "" ? "" : `?${text}`), { replace: true });
  }
  useEffect(() => {
    if (typed.value.trim() === q) return;
    // One asks once the typing rests.
    return shell.outside.after(TYPING_MS, () => show({}));
  }, [typed.value]);
  return (
    <form class="filters" role="search" onSubmit={(event) => (event.preventDefault(), show({}))}>
      <div class="field">
        <label class="sr-only" for="q">{words.filter.search}</label>
        <input
          id="q"
          type="search"
          autocomplete="off"
          placeholder={words.filter.search}
          maxLength={80}
          value={typed.value}
          onInput={(event) =>
            typed.value = event.currentTarget.value}
        />
      </div>
      <div class="field">
        <label class="sr-only" for="kind">{words.columns.kind}</label>
        <select
          id="kind"
          value={kind}
          onChange={(event) =>
            show({ kind: event.currentTarget.value })}
        >
          <option value="">{words.filter.everyKind}</option>
          {KINDS.map((one) => <option key={one} value={one}>{names[one]}</option>)}
        </select>
      </div>
      <div class="field">
        <label class="sr-only" for="phase">{words.columns.phase}</label>
        <select
          id="phase"
          value={phase}
          onChange={(event) =>
            show({ phase: event.currentTarget.value })}
        >
          <option value="">{words.filter.every}</option>
          {PHASES.map((one) => <option key={one} value={one}>{words.phase[one]}</option>)}
          {phase.includes(",") && (
            <option value={phase}>
              {PHASES.filter((one) => phase.split(",").includes(one))
                .map((one) =>
                  words.phase[one]
                ).join(" · ")}
            </option>
          )}
        </select>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={mine}
          onChange={(event) => show({ mine: event.currentTarget.checked })}
        />
        {words.filter.mine}
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={archived}
          onChange={(event) => show({ archived: event.currentTarget.checked })}
        />
        {words.filter.archived}
      </label>
    </form>
  );
}

function Table(
  { shell, words, items }: {
    shell: Shell;
    words: Words;
    items: readonly CampaignSummaryJson[];
  },
) {
  const c = words.columns;
  return (
    <table class="card list">
      <thead>
        <tr>
          <th scope="col">{c.title}</th>
          <th scope="col">{c.kind}</th>
          <th scope="col">{c.phase}</th>
          <th scope="col">{c.time}</th>
          <th scope="col" class="number">{c.units}</th>
          <th scope="col" class="number">{c.price}</th>
          <th scope="col">{c.author}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => <Row key={item.id} shell={shell} words={words} item={item} />)}
      </tbody>
    </table>
  );
}

function Row(
  { shell, words, item }: { shell: Shell; words: Words; item: CampaignSummaryJson },
) {
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const sells = item.kind === "flash-sale";
  return (
    <tr>
      <td>
        <a href={hrefOf("/campaigns/:id", { id: item.id })}>{item.title}</a>
      </td>
      <td class="kind-name">{builderWordsOf(at.locale).kinds.names[item.kind]}</td>
      <td>
        <Phase phase={item.phase} words={words} kind={item.kind} />
      </td>
      <td class="time">
        {span({ fromMs: Date.parse(item.startsAt), toMs: Date.parse(item.endsAt) }, at)}
      </td>
      <td class="number units">{unitsText(item, words)}</td>
      <td class={sells ? "number price" : "number none"}>
        {sells ? item.priceFen === 0 ? words.free : money(item.priceFen) : "–"}
      </td>
      <td class="author">
        <StaffName shell={shell} id={item.author} />
      </td>
    </tr>
  );
}

/** Pieces of a sale; of a referral its budget, in money or in rewards. */
function unitsText({ kind, units, unitsOf }: CampaignSummaryJson, words: Words): string {
  if (unitsOf === "fen") return money(units);
  if (unitsOf === "units") return words.rewards(units);
  return kind === "flash-sale" ? count(units) : "–";
}
