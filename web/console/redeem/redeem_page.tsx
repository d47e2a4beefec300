/** 核销: a coupon's code is typed or scanned, looked at, and redeemed once. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { RedeemableJson } from "../../shared/api_wallet.ts";
import { when } from "../../shared/format.ts";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import type { Refusal, Shell } from "../shell.ts";
import { Title } from "../ui/title.tsx";
import { grouped } from "./code.ts";
import { CouponCard } from "./coupon_card.tsx";
import { createRedeem, type RedeemModel } from "./redeem_model.ts";
import { Scanner } from "./scanner.tsx";
import { REDEEM, type RedeemWords } from "./words.ts";

export function RedeemPage({ shell }: PageProps) {
  const words = REDEEM[shell.locale.value];
  const model = useMemo(() => createRedeem(shell), [shell]);
  const scans = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div class="redeem">
      <Title title={words.title} />
      <p class="quiet">{words.lead}</p>
      <section class="card counter">
        {scans.value
          ? (
            <Scanner
              words={words}
              onCode={(code) => {
                scans.value = false;
                model.type(code);
              }}
              onClose={() => scans.value = false}
            />
          )
          : (
            <div class="code-line">
              <div class="field">
                <label for="field-code">{words.code}</label>
                <input
                  ref={field}
                  id="field-code"
                  type="text"
                  inputMode="numeric"
                  autocomplete="off"
                  aria-describedby="field-code-note"
                  placeholder="0000 0000 0000 0000"
                  value={grouped(model.digits.value)}
                  onInput={(event) => type(event.currentTarget, model)}
                />
                <span class="hint" id="field-code-note">
                  {model.digits.value === "" ? words.hint : words.typed(model.digits.value.length)}
                </span>
              </div>
              <button type="button" class="button" onClick={() => scans.value = true}>
                {words.scan}
              </button>
            </div>
          )}
        <OnCounter
          shell={shell}
          model={model}
          words={words}
          onNext={() => {
            model.clear();
            field.current?.focus();
          }}
        />
      </section>
      <History shell={shell} model={model} words={words} />
    </div>
  );
}

/** Typed in groups: the spaces come by themselves and the cursor stays where it was among the digits. */
function type(input: HTMLInputElement, model: RedeemModel): void {
  const before = input.value.slice(0, input.selectionStart ?? input.value.length);
  model.type(input.value);
  const text = grouped(model.digits.peek());
  input.value = text;
  let digits = before.replace(/\D/g, "").length;
  let place = 0;
  while (place < text.length && digits > 0) if (text[place++] !== " ") digits--;
  if (before.length === input.value.length || place >= text.length) place = text.length;
  input.setSelectionRange(place, place);
}

function OnCounter(
  { shell, model, words, onNext }: {
    shell: Shell;
    model: RedeemModel;
    words: RedeemWords;
    onNext: () => void;
  },
) {
  const counter = model.counter.value;
  switch (counter.kind) {
    case "empty":
      return <p class="quiet">{words.empty}</p>;
    case "looking":
      return <p class="quiet" role="status">{words.looking}</p>;
    case "unread":
      return (
        <Unread
          shell={shell}
          words={words}
          refusal={counter.refusal}
          onRetry={() => void model.look()}
        />
      );
    case "coupon":
      return (
        <CouponCard shell={shell} words={words} coupon={counter.coupon} refusal={counter.refusal}>
          <div class="buttons">
            {counter.coupon.redeemable && (
              <button
                type="button"
                class="button act round"
                aria-disabled={model.busy.value}
                onClick={() => void model.redeem()}
              >
                {words.redeem}
              </button>
            )}
            <button type="button" class="button" onClick={onNext}>{words.clear}</button>
          </div>
        </CouponCard>
      );
    case "redeemed":
      return (
        <CouponCard shell={shell} words={words} coupon={counter.coupon} refusal={null} done>
          <div class="buttons">
            <button type="button" class="button brand" onClick={onNext}>{words.next}</button>
          </div>
        </CouponCard>
      );
  }
}

function Unread(
  { shell, words, refusal, onRetry }: {
    shell: Shell;
    words: RedeemWords;
    refusal: Refusal;
    onRetry: () => void;
  },
) {
  const missing = refusal.code === "unknown-coupon" || refusal.code === "not-found";
  return (
    <div class="unread" role="alert">
      <p>{missing ? words.unknown : refusal.text ?? KIT[shell.locale.value].offline}</p>
      {!missing && (
        <button type="button" class="button" onClick={onRetry}>
          {KIT[shell.locale.value].retry}
        </button>
      )}
    </div>
  );
}

function History(
  { shell, model, words }: { shell: Shell; model: RedeemModel; words: RedeemWords },
) {
  const items = model.history.value;
  return (
    <section class="card" aria-label={words.history}>
      <h2>
        <span>{words.history}</span>
        {items.length > 0 && <small>{words.historyCount(items.length)}</small>}
      </h2>
      {items.length === 0 ? <p class="quiet">{words.noHistory}</p> : (
        <ul class="redeemed">
          {items.map((one) => <Done key={one.code} shell={shell} words={words} one={one} />)}
        </ul>
      )}
    </section>
  );
}

function Done({ shell, words, one }: { shell: Shell; words: RedeemWords; one: RedeemableJson }) {
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  return (
    <li>
      <span>
        <strong>{one.rules.title}</strong>
        <small>{`${words.amount(one.rules.amountFen)} · ${one.customer}`}</small>
      </span>
      {one.use !== null && (
        <time dateTime={one.use.at}>
          {when(Math.floor(Date.parse(one.use.at) / 1000) * 1000, at)}
        </time>
      )}
    </li>
  );
}
