import { useSignal } from "@preact/signals";
import { money } from "../../shared/format.ts";
import { Sheet } from "../sheet.tsx";
import { codeText } from "./coupon_groups.ts";
import { timeText, useText } from "./coupons.tsx";
import type { MeModel } from "./model.ts";
import type { Words } from "./words.ts";

/** A coupon held out to a member of staff: the code to scan and its digits, large and bright. */
export function CouponSheet({ model, words }: { model: MeModel; words: Words }) {
  const w = words.sheet;
  return (
    <Sheet
      open={model.held.value !== null}
      title={model.held.value?.state === "used" ? w.done : w.title}
      closeLabel={w.close}
      onClose={() => model.hold(null)}
    >
      <Held model={model} words={words} />
    </Sheet>
  );
}

function Held({ model, words }: { model: MeModel; words: Words }) {
  const broken = useSignal(false);
  const coupon = model.held.value;
  const w = words.sheet;
  if (coupon === null) return null;
  const { rules, code } = coupon;
  if (coupon.state === "used") {
    return (
      <div class="held-out done" role="status">
        <p class="tick" aria-hidden="true">✓</p>
        <p>
          <strong>{rules.title}</strong>
        </p>
        <p>{w.doneText}</p>
        <p class="small">{useText(coupon, model, words)}</p>
      </div>
    );
  }
  return (
    <div class="held-out">
      <p>
        <strong>{rules.title}</strong> {money(rules.amountFen)} ·{" "}
        {words.coupons.minimum(rules.minimumFen)}
      </p>
      {broken.value ? <p class="said" role="status">{w.failed}</p> : (
        <img
          src={`/api/v1/wallet/coupons/${encodeURIComponent(coupon.id)}/qr.svg`}
          alt={w.qrAlt}
          width="260"
          height="260"
          onError={() => broken.value = true}
        />
      )}
      <p class="digits-of-code">
        <span class="sr-only">{w.code}</span>
        {codeText(code)}
      </p>
      <p class="small">{w.bright}</p>
      <p class="small">{words.coupons.until(timeText(coupon.validUntil, model))}</p>
    </div>
  );
}
