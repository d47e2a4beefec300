/** What the one button says at each stage. */
import type { SaleModel } from "./model.ts";
import { leftText, type Words } from "./words.ts";

/** `act` is the seal red of buying, `brand` leads there, `quiet` does nothing. */
export interface Face {
  readonly label: string;
  readonly tone: "act" | "brand" | "good" | "quiet";
  readonly enabled: boolean;
  /** The sentence above the button: why, and what to do next. */
  readonly line: string;
}

/** The button's face for what the model shows now. */
export function faceOf(model: SaleModel, words: Words): Face {
  const face = idleFace(model, words);
  const busy = model.busy.value;
  if (busy === null) return face;
  const label = busy.attempt > 0 ? words.button.retrying : words.button.sending;
  return { ...face, label, enabled: false };
}

function idleFace(model: SaleModel, words: Words): Face {
  const stage = model.stage.value;
  const sale = model.campaign.value;
  const free = sale.priceFen === 0;
  const { button, line } = words;
  if (model.paymentPending.value && stage.kind !== "confirmed") {
    return quiet(button.pending, line.pending);
  }
  const until = (deadlineMs: number) => leftText(deadlineMs, model.nowMs.value);
  switch (stage.kind) {
    case "early":
      return stage.signedIn && stage.reminded
        ? quiet(button.reminded(until(Date.parse(sale.startsAt))), line.reminded)
        : brand(stage.signedIn ? button.remind : button.signInRemind, line.early);
    case "open": {
      const go = stage.again ? button.again : free ? button.claim : button.grab;
      return act(stage.signedIn ? go : button.signInGrab, free ? line.openFree : line.open);
    }
    case "paused":
      return quiet(button.paused, line.paused);
    case "all-held":
      return brand(stage.signedIn ? button.join : button.signInJoin, line.allHeld(stage.held));
    case "waiting":
      return quiet(button.waiting(stage.place), line.waiting(stage.place - 1));
    case "offer":
      return act(button.offer(until(stage.deadlineMs)), line.offer);
    case "held": {
      const { priceFen, units } = stage.reservation;
      const left = until(stage.expiresAtMs);
      return priceFen === 0
        ? act(button.confirmFree(left), line.heldFree)
        : act(button.pay(priceFen * units, left), line.held);
    }
    case "confirmed":
      return { label: button.confirmed, tone: "good", enabled: false, line: line.confirmed };
    case "limit-reached":
      return quiet(button.limit, line.limit(sale.perCustomerMax));
    case "outlet-limit":
      return quiet(button.outletLimit, line.outletLimit);
    case "not-eligible":
      return quiet(button.notEligible, line.notEligible);
    case "sold-out":
      return quiet(button.soldOut, line.soldOut);
    case "ended":
      return quiet(button.ended, line.ended);
  }
}

function act(label: string, line: string): Face {
  return { label, line, tone: "act", enabled: true };
}

function brand(label: string, line: string): Face {
  return { label, line, tone: "brand", enabled: true };
}

function quiet(label: string, line: string): Face {
  return { label, line, tone: "quiet", enabled: false };
}

/** The sentence of a notice; null for none. */
export function noticeText(model: SaleModel, words: Words): string | null {
  const notice = model.notice.value;
  if (notice === null) return null;
  if (typeof notice === "object") return words.notice.refund(notice.refundFen);
  if (notice === "order-limit") return words.notice[notice](model.campaign.value.perOrderMax);
  return words.notice[notice];
}
