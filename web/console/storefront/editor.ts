/** My storefront while it is edited: a draft that saves itself, and what others did meanwhile. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type {
  ContentJson,
  StorefrontDraftJson,
  StorefrontDraftRequest,
} from "../../shared/api_storefront.ts";
import type { Answer } from "../../shared/client.ts";
import { type Difference, differences } from "../bank/form.ts";
import { settled } from "./content.ts";
import type { Refusal, Shell } from "../shell.ts";

/** How it stands with what was typed. */
export type Saving = "saved" | "typing" | "saving" | "failed";

export interface StorefrontEditor {
  readonly content: ReadonlySignal<ContentJson>;
  readonly draft: ReadonlySignal<StorefrontDraftJson>;
  readonly saving: ReadonlySignal<Saving>;
  /** Why it could not be saved or published. */
  readonly refusal: ReadonlySignal<Refusal | null>;
  readonly conflict: ReadonlySignal<readonly Difference[] | null>;
  /** How often it was saved: the preview's address. */
  readonly saved: ReadonlySignal<number>;
  readonly locked: ReadonlySignal<ReadonlySet<string>>;
  edit(change: (content: ContentJson) => ContentJson): void;
  save(): Promise<boolean>;
  publish(): Promise<boolean>;
  rollBack(to: number): Promise<boolean>;
  keepMine(): Promise<boolean>;
  takeTheirs(): void;
  goOn(): void;
}

/** Saved so long after the last change. */
const PAUSE_MS = 900;

/** Edits the storefront that was read. */
export function createStorefrontEditor(
  shell: Shell,
  read: StorefrontDraftJson,
): StorefrontEditor {
  const path = `/api/v1/storefronts/${encodeURIComponent(read.managerId)}`;
  const draft = signal(read);
  const content = signal(read.content);
  const saving = signal<Saving>("saved");
  const refusal = signal<Refusal | null>(null);
  const conflict = signal<readonly Difference[] | null>(null);
  const theirs = signal<StorefrontDraftJson | null>(null);
  const saved = signal(0);
  let cancelTimer = () => {};
  /** One request at a time: each says which version it was written against. */
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<Value>(run: () => Promise<Value>): Promise<Value> {
    const mine = turn.then(run);
    turn = mine.catch(() => {});
    return mine;
  }

  function edit(change: (content: ContentJson) => ContentJson): void {
    const next = change(content.value);
    if (next === content.value) return;
    content.value = next;
    saving.value = "typing";
    cancelTimer();
    cancelTimer = shell.outside.after(PAUSE_MS, () => void save());
  }

  function save(): Promise<boolean> {
    cancelTimer();
    return inTurn(async () => {
      if (conflict.value !== null) return false;
      const sent = content.value;
      if (saving.value === "saved") return true;
      saving.value = "saving";
      const body: StorefrontDraftRequest = { version: draft.value.version, content: sent };
      let kept = sent;
      let answer = await put(body);
      if (!answer.ok && answer.code === "invalid" && await locksChanged()) {
        kept = content.value;
        answer = await put({ version: draft.value.version, content: kept });
      }
      if (!await took(answer)) {
        saving.value = "failed";
        return false;
      }
      saving.value = content.value === kept ? "saved" : "typing";
      return true;
    });
  }

  function put(body: StorefrontDraftRequest): Promise<Answer<StorefrontDraftJson>> {
    return shell.send<StorefrontDraftJson>({ method: "PUT", path: `${path}/draft`, body });
  }

  /** A unit above may have locked a block meanwhile: one's own go around it. */
  async function locksChanged(): Promise<boolean> {
    const answer = await shell.send<StorefrontDraftJson>({ method: "GET", path: `${path}/draft` });
    if (!answer.ok || answer.value.version !== draft.value.version) return false;
    const before = idsOf(draft.value);
    draft.value = answer.value;
    const locked = idsOf(answer.value);
    content.value = settled(content.value, { blocks: answer.value.content.blocks, locked });
    return [...locked].some((id) => !before.has(id));
  }

  /** Publishing and going back; what is typed is saved before. */
  async function change(name: "publish" | "rollback", more: object): Promise<boolean> {
    if (!await save()) return false;
    return await inTurn(async () => {
      const answer = await shell.send<StorefrontDraftJson>({
        method: "POST",
        path: `${path}/${name}`,
        body: { version: draft.value.version, ...more },
      });
      if (!await took(answer) || !answer.ok) return false;
      if (name === "rollback") content.value = answer.value.content;
      return true;
    });
  }

  /** Goes on from the answer; where another was quicker, reads theirs beside mine. */
  async function took(answer: Answer<StorefrontDraftJson>): Promise<boolean> {
    refusal.value = shell.refusalOf(answer);
    if (answer.ok) {
      draft.value = answer.value;
      saved.value++;
      return true;
    }
    return answer.code === "stale" && await agrees();
  }

  /** Whether what others have saved says the same; else both stand side by side. */
  async function agrees(): Promise<boolean> {
    const present = await shell.send<StorefrontDraftJson>({ method: "GET", path: `${path}/draft` });
    if (!present.ok) return false;
    const rows = differences(partsOf(content.value), partsOf(present.value.content));
    if (rows.length > 0) {
      theirs.value = present.value;
      conflict.value = rows;
      return false;
    }
    draft.value = present.value;
    refusal.value = null;
    saved.value++;
    return true;
  }

  return {
    content,
    draft,
    saving,
    refusal,
    conflict,
    saved,
    locked: computed(() => idsOf(draft.value)),
    edit,
    save,
    publish: () => change("publish", {}),
    rollBack: (to) => change("rollback", { to }),
    keepMine: () => {
      if (theirs.value !== null) draft.value = theirs.value;
      conflict.value = null;
      saving.value = "typing";
      return save();
    },
    takeTheirs: () => {
      if (theirs.value === null) return;
      draft.value = theirs.value;
      content.value = theirs.value.content;
      conflict.value = null;
      refusal.value = null;
      saving.value = "saved";
      saved.value++;
    },
    goOn: () => void (conflict.value = null),
  };
}

function idsOf(draft: StorefrontDraftJson): ReadonlySet<string> {
  return new Set(draft.locked.map((one) => one.block.id));
}

/** A content by what a person would call its parts, to be compared. */
function partsOf(content: ContentJson): Readonly<Record<string, unknown>> {
  const texts = content.blocks.flatMap((block) =>
    "text" in block ? [[block.id, "title" in block ? [block.title, block.text] : block.text]] : []
  );
  return {
    order: content.blocks.map((block) => block.hidden ? `(${block.id})` : block.id),
    card: content.card,
    ...Object.fromEntries(texts),
    products: content.products,
    news: content.news,
    rules: content.rules.map((rule) => JSON.stringify(rule)),
  };
}
