/** What the one button says at each stage of a referral. */
import { shortLeft } from "../../shared/format.ts";
import type { ReferralModel } from "./model.ts";
import type { Course } from "./stage.ts";
import type { Words } from "./words.ts";

/** `brand` is what leads on, `quiet` does nothing. */
export interface Face {
  readonly label: string;
  readonly tone: "act" | "brand" | "quiet";
  readonly enabled: boolean;
  /** The sentence above the button: why, and what to do next. */
  readonly line: string;
}

/** The button's face for what the model shows now. */
export function faceOf(model: ReferralModel, words: Words): Face {
  const face = idleFace(model, words);
  const busy = model.busy.value;
  if (busy === null) return face;
  const label = busy.attempt > 0 ? words.button.retrying : words.button.sending;
  return { ...face, label, enabled: false };
}

function idleFace(model: ReferralModel, words: Words): Face {
  const { button, line } = words;
  const stage = model.stage.value;
  const held = model.campaign.value.soldOut === "all-held";
  switch (stage.kind) {
    case "joined":
      return stage.course === "early"
        ? earlyFace(model, words)
        : joinedFace(stage.course, { held, words });
    case "open":
      return {
        label: stage.signedIn ? button.join : button.signInJoin,
        tone: "act",
        enabled: true,
        line: held ? line.openHeld : line.open,
      };
    case "refused":
      return stage.mayJoinAlone
        ? brand(button.alone, words.refused[stage.code])
        : quiet(button.refused, words.refused[stage.code]);
    case "early":
      return stage.signedIn ? earlyFace(model, words) : brand(button.signInEarly, line.early);
    case "paused":
      return quiet(button.paused, line.paused);
    case "sold-out":
      return quiet(button.soldOut, line.soldOut);
    case "ended":
      return quiet(button.ended, line.ended);
  }
}

function earlyFace(model: ReferralModel, { button, line }: Words): Face {
  const leftMs = Date.parse(model.campaign.value.startsAt) - model.nowMs.value;
  return quiet(button.early(shortLeft(leftMs)), line.early);
}

function joinedFace(
  course: Exclude<Course, "early">,
  { held, words }: { held: boolean; words: Words },
): Face {
  const { button, line } = words;
  switch (course) {
    case "open":
      return brand(button.invite, held ? line.joinedHeld : line.joined);
    case "paused":
      return quiet(button.paused, line.paused);
    case "sold-out":
      return brand(button.wallet, line.joinedSoldOut);
    case "ended":
      return brand(button.wallet, line.joinedEnded);
  }
}

function brand(label: string, line: string): Face {
  return { label, line, tone: "brand", enabled: true };
}

function quiet(label: string, line: string): Face {
  return { label, line, tone: "quiet", enabled: false };
}
