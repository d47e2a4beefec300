/** The sale page: what, how much, how many are left and when, and the one thing to do. */
import { ActBar } from "./act_bar.tsx";
import { Announcer } from "./announcer.tsx";
import { AsOf } from "./as_of.tsx";
import { CancelSheet, PaySheet } from "./pay_sheet.tsx";
import { Countdown } from "./countdown.tsx";
import { FactList } from "./fact_list.tsx";
import { Fields } from "./fields.tsx";
import { ManagerCard } from "./manager_card.tsx";
import type { SaleModel } from "./model.ts";
import { SignInSheet } from "./sign_in_sheet.tsx";
import type { Stage } from "./stage.ts";
import { StockBar } from "./stock_bar.tsx";
import { Tickets } from "./tickets.tsx";
import { money } from "../shared/format.ts";
import { Bank } from "./top_bar.tsx";
import { type Words, wordsOf } from "./words.ts";

export function SalePage({ model }: { model: SaleModel }) {
  const words = wordsOf(model.locale.value);
  return (
    <div class="page">
      <Bank look={model} words={words} note={words.brandNote} />
      <main class="sale">
        <Hero model={model} words={words} />
        <div class="cards">
          <section class="card now" aria-label={words.barLabel}>
            <AsOf
              sinceMs={model.lostSinceMs.value}
              nowMs={model.nowMs.value}
              words={words}
            />
            <SaleCountdown model={model} words={words} />
            <StockBar model={model} words={words} />
          </section>
          <Tickets model={model} words={words} />
          <ManagerCard card={model} words={words} />
          <FactList model={model} words={words} />
        </div>
        <ActBar model={model} words={words} />
      </main>
      <SignInSheet
        open={model.sheet.value === "sign-in"}
        client={model.client}
        words={words}
        why={model.stage.value.kind === "early" ? words.signInWhy.early : words.signInWhy.open}
        onSignedIn={() => model.signedInNow()}
        onClose={() => model.openSheet(null)}
      />
      <PaySheet model={model} words={words} />
      <CancelSheet model={model} words={words} />
      <Announcer model={model} words={words} />
    </div>
  );
}

function Hero({ model, words }: { model: SaleModel; words: Words }) {
  const { title, product, priceFen, look } = model.campaign.value;
  const status = statusOf(model.stage.value, model.campaign.value.soldOut);
  return (
    <header class={`hero in-${look?.theme ?? "field"}`}>
      <Fields />
      <p class={`status ${status}`}>{words.status[status]}</p>
      <h1>{title}</h1>
      <p class="product">{product}</p>
      <p class="price">
        {priceFen === 0 ? words.free : <Price fen={priceFen} each={words.each} />}
      </p>
    </header>
  );
}

function Price({ fen, each }: { fen: number; each: string }) {
  return (
    <>
      {money(fen)} <small>{each}</small>
    </>
  );
}

function SaleCountdown({ model, words }: { model: SaleModel; words: Words }) {
  const { startsAt, endsAt } = model.campaign.value;
  const { kind } = model.stage.value;
  if (kind === "ended" || kind === "sold-out") return null;
  const labels = words.countdown;
  return <Countdown {...{ startsAt, endsAt, labels, words }} nowMs={model.nowMs.value} />;
}

/** The sale's own status, whatever this customer has. */
function statusOf(stage: Stage, soldOut: "no" | "all-held" | "final"): keyof Words["status"] {
  switch (stage.kind) {
    case "early":
    case "paused":
    case "ended":
    case "sold-out":
    case "all-held":
      return stage.kind;
    case "confirmed":
    case "held":
    case "open":
    case "waiting":
    case "offer":
    case "limit-reached":
    case "outlet-limit":
    case "not-eligible":
      return soldOut === "no" ? "open" : soldOut === "final" ? "sold-out" : "all-held";
  }
}
