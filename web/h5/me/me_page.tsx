/** The customer's own page: what one has, in four tabs. */
import { useRef } from "preact/hooks";
import { Fields } from "../fields.tsx";
import { SignInSheet } from "../sign_in_sheet.tsx";
import { Bank } from "../top_bar.tsx";
import { CouponSheet } from "./coupon_sheet.tsx";
import { Coupons } from "./coupons.tsx";
import { Failed, Invites, Orders, Skeleton } from "./lists.tsx";
import { type MeModel, type Tab, TABS } from "./model.ts";
import { Points } from "./points.tsx";
import { type Words, wordsOf } from "./words.ts";

export function MePage({ model }: { model: MeModel }) {
  const words = wordsOf(model.locale.value);
  return (
    <div class="page me">
      <Bank look={model} words={words} note={words.brandNote} mine={false} />
      <main>
        <header class="hero">
          <Fields />
          <h1>{words.title}</h1>
          <p class="product">{words.subtitle}</p>
        </header>
        <div class="cards">
          {model.signedIn.value
            ? <Mine model={model} words={words} />
            : <SignedOut model={model} words={words} />}
        </div>
      </main>
      <SignInSheet
        open={model.signingIn.value}
        client={model.client}
        words={words}
        why={words.signedOut.why}
        onSignedIn={() => model.signedInNow()}
        onClose={() => model.askToSignIn(false)}
      />
      <CouponSheet model={model} words={words} />
    </div>
  );
}

function SignedOut({ model, words }: { model: MeModel; words: Words }) {
  return (
    <section class="card signed-out">
      <p>{words.signedOut.text}</p>
      <button type="button" class="the-button brand" onClick={() => model.askToSignIn(true)}>
        {words.signedOut.button}
      </button>
    </section>
  );
}

function Mine({ model, words }: { model: MeModel; words: Words }) {
  const tab = model.tab.value;
  return (
    <>
      <Tabs model={model} words={words} />
      <div class="panel" role="tabpanel" id="panel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        <Panel model={model} words={words} tab={tab} />
      </div>
      <button type="button" class="plain" onClick={() => void model.signOut()}>
        {words.signOut}
      </button>
    </>
  );
}

function Tabs({ model, words }: { model: MeModel; words: Words }) {
  const list = useRef<HTMLDivElement>(null);
  const chosen = model.tab.value;
  /** Arrows move between tabs, as a screen reader's user expects. */
  function move(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (TABS.indexOf(chosen) + step + TABS.length) % TABS.length;
    const next = TABS[at] ?? chosen;
    model.choose(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }
  return (
    <div
      ref={list}
      class="card tabs"
      role="tablist"
      aria-label={words.tabsLabel}
      onKeyDown={move}
    >
      {TABS.map((one) => (
        <button
          key={one}
          id={`tab-${one}`}
          type="button"
          role="tab"
          aria-selected={one === chosen}
          aria-controls="panel"
          tabIndex={one === chosen ? 0 : -1}
          onClick={() => model.choose(one)}
        >
          {words.tabs[one]}
        </button>
      ))}
    </div>
  );
}

function Panel({ model, words, tab }: { model: MeModel; words: Words; tab: Tab }) {
  if (tab === "orders") return <Orders model={model} words={words} />;
  if (tab === "invites") return <Invites model={model} words={words} />;
  const failure = model.walletFailure.value;
  if (failure !== null && model.wallet.value === null) {
    return (
      <section class="card">
        <Failed
          offline={failure === "offline"}
          words={words}
          onRetry={() => void model.refresh()}
        />
      </section>
    );
  }
  if (model.wallet.value === null) {
    return (
      <section class="card">
        <Skeleton words={words} />
      </section>
    );
  }
  return tab === "coupons"
    ? <Coupons model={model} words={words} />
    : <Points model={model} words={words} />;
}
