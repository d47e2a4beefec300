/** The console: a rail, a title that says where one is, and the page. */
import type { ComponentChildren } from "preact";
import { Seal } from "../shared/seal.tsx";
import { mayCreate } from "./action.ts";
import type { ConsoleModel } from "./model.ts";
import { hashOf } from "./place.ts";
import { SaleEditor } from "./sale_editor.tsx";
import { SaleList } from "./sale_list.tsx";
import { SaleView } from "./sale_view.tsx";
import { SignIn } from "./sign_in.tsx";
import { type Words, wordsOf } from "./words.ts";

export function App({ model }: { model: ConsoleModel }) {
  const words = wordsOf(model.locale.value);
  const staff = model.staff.value;
  if (staff === undefined) {
    return <main class="waiting" aria-busy="true">{words.loading}</main>;
  }
  if (staff === null) return <SignIn model={model} words={words} />;
  return (
    <div class="console">
      <Rail model={model} words={words} />
      <main>
        <Said model={model} words={words} />
        <Page model={model} words={words} />
      </main>
    </div>
  );
}

function Page({ model, words }: { model: ConsoleModel; words: Words }): ComponentChildren {
  const place = model.place.value;
  if (model.missing.value) return <Missing words={words} />;
  switch (place.kind) {
    case "list":
      return <SaleList model={model} words={words} />;
    case "new":
      return <SaleEditor key="new" model={model} words={words} draft={null} />;
    case "sale":
      return <SaleView key={place.id} model={model} words={words} />;
    case "edit":
      return model.sale.value === null
        ? <p class="quiet">{words.loading}</p>
        : <SaleEditor key={place.id} model={model} words={words} draft={model.sale.value} />;
  }
}

function Missing({ words }: { words: Words }) {
  return (
    <p class="card">
      {words.missing} <a href={hashOf({ kind: "list" })}>{words.back}</a>
    </p>
  );
}

function Rail({ model, words }: { model: ConsoleModel; words: Words }) {
  const staff = model.staff.value;
  const place = model.place.value;
  return (
    <nav class="rail" aria-label={words.place}>
      <p class="mark">
        <Seal />
        <strong>{words.brand}</strong>
        <span>{words.place}</span>
      </p>
      <ul>
        <li>
          <a
            href={hashOf({ kind: "list" })}
            aria-current={place.kind === "new" ? undefined : "page"}
          >
            {words.sales}
          </a>
        </li>
        {staff && mayCreate(staff) && (
          <li>
            <a
              href={hashOf({ kind: "new" })}
              aria-current={place.kind === "new" ? "page" : undefined}
            >
              {words.newSale}
            </a>
          </li>
        )}
      </ul>
      <div class="who">
        <p>
          <strong>{staff?.name}</strong>
          <span>{staff?.unitName}</span>
        </p>
        <button type="button" class="plain" onClick={model.switchLocale}>
          {words.switchLanguage}
        </button>
        <button type="button" class="plain" onClick={() => void model.signOut()}>
          {words.signIn.signOut}
        </button>
      </div>
    </nav>
  );
}

function Said({ model, words }: { model: ConsoleModel; words: Words }) {
  const said = model.said.value;
  return (
    <div class="said" role="status">
      {said !== null && <p class={said.tone}>{said.text}</p>}
      {model.failed.value && (
        <p class="bad">
          {words.offline}{" "}
          <button type="button" class="plain" onClick={() => void model.reload()}>
            {words.retry}
          </button>
        </p>
      )}
    </div>
  );
}
