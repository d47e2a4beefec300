/** One article: written, published, withdrawn. Who may not write reads it as customers do. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ArticleFields, ArticleJson, PublicationJson } from "../../shared/api_catalogue.ts";
import { Conflict } from "../bank/conflict.tsx";
import { createEditing } from "../bank/editing.ts";
import { focusFirstError } from "../bank/field.tsx";
import { changed, createForm, NO_ANSWER } from "../bank/form.ts";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { ArticleFieldset } from "./article_fieldset.tsx";
import { articleTexts, checkArticle, NEW_ARTICLE } from "./article_form.ts";
import { ARTICLES, type ArticleWords } from "./words.ts";

export function ArticlePage({ shell, params }: PageProps) {
  const words = ARTICLES[shell.locale.value];
  const article = useResource<ArticleJson>(
    shell,
    `/api/v1/articles/${encodeURIComponent(params.id ?? "")}`,
  );
  return (
    <Loaded shell={shell} of={article} lines={10}>
      {(value) => (
        <Editor
          key={value.id}
          shell={shell}
          words={words}
          article={value}
          onChange={article.set}
        />
      )}
    </Loaded>
  );
}

function Editor(
  { shell, words, article, onChange }: {
    shell: Shell;
    words: ArticleWords;
    article: ArticleJson;
    onChange: (next: ArticleJson) => void;
  },
) {
  const kit = KIT[shell.locale.value];
  const path = `/api/v1/articles/${encodeURIComponent(article.id)}`;
  const busy = useSignal(false);
  const editing = useMemo(() =>
    createEditing(shell, {
      thing: article,
      textsOf: articleTexts,
      read: async () => {
        const answer = await shell.send<ArticleJson>({ method: "GET", path });
        return answer.ok ? answer.value : null;
      },
    }), [article.id]);
  const { form } = editing;
  const { faults, fields } = checkArticle(form.texts.value);
  const patch = async (base: ArticleJson, change: object) => {
    const body = { version: base.version, ...change };
    const answer = await shell.send<ArticleJson>({ method: "PATCH", path, body });
    return answer.ok ? answer.value : shell.refusalOf(answer) ?? NO_ANSWER;
  };
  const sending = fields === null
    ? null
    : (base: ArticleJson) => patch(base, changed<ArticleFields>(fields, fieldsOf(base)));

  async function finish(saving: Promise<boolean>, said: string): Promise<void> {
    if (!await saving) return focusFirstError();
    onChange(editing.base.value);
    shell.say({ tone: "good", text: said });
  }

  /** What is typed goes along, so that what is published is what one sees. */
  async function put(status: PublicationJson): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const send = fields === null && status === "published"
      ? null
      : (base: ArticleJson) =>
        patch(base, {
          status,
          ...(fields === null ? {} : changed<ArticleFields>(fields, fieldsOf(base))),
        });
    const said = status === "published" ? words.published : words.withdrawn;
    let saved = await editing.save(send);
    // Somebody wrote the same words meanwhile: what they did not do is still to be done.
    if (saved && editing.base.value.status !== status) saved = await editing.save(send);
    await finish(Promise.resolve(saved), said);
    busy.value = false;
  }

  const { status } = editing.base.value;
  const writes = mayWrite(shell, article.unit);
  return (
    <>
      <Title
        title={article.title}
        back={{ href: hrefOf("/articles"), label: words.back }}
        under={<span class={`phase ${status}`}>{words.statuses[status]}</span>}
      >
        {status === "published" && (
          <a
            class="button"
            href={`/a/${encodeURIComponent(article.id)}`}
            target="_blank"
            rel="noopener"
          >
            {words.view}
          </a>
        )}
        {writes && (
          <button
            type="button"
            class={status === "published" ? "button danger" : "button brand"}
            aria-disabled={busy.value}
            onClick={() => void put(status === "published" ? "withdrawn" : "published")}
          >
            {status === "published" ? words.withdraw : words.publish}
          </button>
        )}
      </Title>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void finish(editing.save(sending), words.saved);
        }}
      >
        <fieldset class="bare stack" disabled={!writes}>
          <ArticleFieldset shell={shell} form={form} faults={faults} words={words} />
        </fieldset>
        <p class="error" role="alert">{form.general.value}</p>
        {writes && (
          <div class="buttons sticky">
            <button type="submit" class="button brand" aria-disabled={form.busy.value}>
              {kit.save}
            </button>
          </div>
        )}
      </form>
      {editing.conflict.value !== null && (
        <Conflict
          shell={shell}
          rows={editing.conflict.value}
          labels={words.fields}
          onMine={() => void finish(editing.keepMine(sending), words.saved)}
          onTheirs={editing.takeTheirs}
          onBack={editing.goOn}
        />
      )}
    </>
  );
}

/** Writes a new article, a draft until it is published. */
export function NewArticlePage({ shell }: PageProps) {
  const words = ARTICLES[shell.locale.value];
  const kit = KIT[shell.locale.value];
  const form = useMemo(() => createForm(NEW_ARTICLE), []);
  const { faults, fields } = checkArticle(form.texts.value);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    let created: string | null = null;
    await form.submit({
      fix: kit.fix,
      offline: kit.offline,
      send: fields === null ? null : async () => {
        const answer = await shell.send<ArticleJson>({
          method: "POST",
          path: "/api/v1/articles",
          body: fields,
        });
        if (answer.ok) created = answer.value.id;
        return shell.refusalOf(answer);
      },
    });
    if (created === null) return focusFirstError();
    shell.say({ tone: "good", text: words.created });
    shell.go(hrefOf("/articles/:id", { id: created }));
  }

  return (
    <>
      <Title title={words.newTitle} back={{ href: hrefOf("/articles"), label: words.back }} />
      <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
        <ArticleFieldset shell={shell} form={form} faults={faults} words={words} />
        <p class="error" role="alert">{form.general.value}</p>
        <div class="buttons sticky">
          <button type="submit" class="button brand" aria-disabled={form.busy.value}>
            {kit.save}
          </button>
          <a class="button" href={hrefOf("/articles")}>{kit.cancel}</a>
        </div>
      </form>
    </>
  );
}

/** One's own unit's and all below; what comes from above is only read. */
function mayWrite(shell: Shell, unit: string): boolean {
  const staff = shell.staff.value;
  if (staff?.role === "province") return true;
  return staff?.role === "bank" && `${unit}.`.startsWith(`${staff.unit}.`);
}

function fieldsOf(article: ArticleJson): ArticleFields {
  return checkArticle(articleTexts(article)).fields ?? article;
}
