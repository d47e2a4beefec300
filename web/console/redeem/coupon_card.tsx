import type { ComponentChildren } from "preact";
import type { CouponUseJson, RedeemableJson } from "../../shared/api_wallet.ts";
import { when } from "../../shared/format.ts";
import { KIT } from "../bank/words.ts";
import { validityText } from "../coupons/validity.ts";
import type { Refusal, Shell } from "../shell.ts";
import { grouped } from "./code.ts";
import type { RedeemWords } from "./words.ts";

/** What a code stands for: whose, how much, until when, and where it was used if it was. */
export function CouponCard(
  { shell, words, coupon, refusal, done = false, children }: {
    shell: Shell;
    words: RedeemWords;
    coupon: RedeemableJson;
    /** Why it was not redeemed just now. */
    refusal: Refusal | null;
    /** It was redeemed just now. */
    done?: boolean;
    children: ComponentChildren;
  },
) {
  const { rules, use } = coupon;
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const validity = { from: coupon.validFrom, until: coupon.validUntil };
  const why = refusal === null ? coupon.why : refusal.text ?? KIT[shell.locale.value].offline;
  return (
    <div class={done ? "coupon done" : "coupon"}>
      <header>
        <div>
          <h2>{rules.title}</h2>
          <p class="worth">{words.amount(rules.amountFen)}</p>
        </div>
        <span class={`phase coupon-${coupon.state}`}>{words.states[coupon.state]}</span>
      </header>
      <div role="status">
        {done && <p class="banner good">✓ {words.redeemed}</p>}
        {!done && why !== null && <p class="banner bad">{why}</p>}
      </div>
      {!done && use !== null && <Use use={use} words={words} at={at} />}
      <dl class="details">
        <Fact name={words.facts.customer} value={coupon.customer} />
        <Fact name={words.facts.validity} value={validityText(validity, at)} />
        <Fact name={words.facts.minimum} value={words.minimum(rules.minimumFen)} />
        {rules.note !== "" && <Fact name={words.facts.note} value={rules.note} />}
        <Fact name={words.facts.code} value={grouped(coupon.code)} />
      </dl>
      {children}
    </div>
  );
}

/** When, where and by whom it was used. */
function Use(
  { use, words, at }: {
    use: CouponUseJson;
    words: RedeemWords;
    at: { nowMs: number; locale: "zh" | "en" };
  },
) {
  const usedMs = Math.floor(Date.parse(use.at) / 1000) * 1000;
  return (
    <dl class="details used" aria-label={words.wasUsed}>
      <Fact name={words.usedAt} value={when(usedMs, at)} />
      {use.kind === "order"
        ? <Fact name={words.usedWhere} value={words.byOrder} />
        : <Fact name={words.usedWhere} value={use.unitName ?? "–"} />}
      {use.kind === "redeemed" && use.by !== undefined && (
        <Fact name={words.usedBy} value={use.by} />
      )}
      {use.kind === "order" && use.reservation !== undefined && (
        <Fact name={words.order} value={use.reservation} />
      )}
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
