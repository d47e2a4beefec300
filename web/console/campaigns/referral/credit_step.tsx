import type { QualifyingEventTypeJson } from "../../../shared/api_referral.ts";
import { CreditPicture } from "./credit_picture.tsx";
import { errorOf, NumberField, type ReferralStepProps } from "./fields.tsx";

const MODES = ["first", "last", "registration"] as const;
const EVENTS: readonly QualifyingEventTypeJson[] = [
  "account-opened",
  "card-activated",
  "deposit-made",
  "purchase-confirmed",
  "application-opened",
];

/** What counts as a successful invitation, and whose it is. */
export function CreditStep(props: ReferralStepProps) {
  const { model, own } = props;
  const { attribution, qualifying, windowDays } = model.texts.value;
  const wrong = errorOf(props, "qualifying");
  const toggle = (event: QualifyingEventTypeJson) => {
    const on = qualifying.includes(event);
    // In the order of the list, whatever was pressed first.
    const next = EVENTS.filter((one) => one === event ? !on : qualifying.includes(one));
    model.set({ qualifying: next }, "qualifying");
  };
  return (
    <>
      <fieldset class="choices wide" aria-describedby="qualifying-note">
        <legend>{own.labels.qualifying}</legend>
        {EVENTS.map((event) => (
          <label key={event} class="choice">
            <input
              type="checkbox"
              checked={qualifying.includes(event)}
              aria-invalid={wrong !== null}
              onChange={() => toggle(event)}
            />
            <span>
              <strong>{own.events[event]}</strong>
              <small>{own.eventNotes[event]}</small>
            </span>
          </label>
        ))}
        <p class="error" id="qualifying-note">{wrong}</p>
      </fieldset>
      <fieldset class="choices wide">
        <legend>{own.labels.attribution}</legend>
        {MODES.map((mode) => (
          <label key={mode} class="choice">
            <input
              type="radio"
              name="attribution"
              checked={attribution === mode}
              onChange={() => model.set({ attribution: mode }, "attribution")}
            />
            <span>
              <strong>{own.attribution[mode].name}</strong>
              <small>{own.attribution[mode].about}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="wide">
        <CreditPicture mode={attribution} days={windowDays.trim() || "–"} own={own} />
      </div>
      <NumberField {...props} name="windowDays" />
    </>
  );
}
