import { useSignal } from "@preact/signals";
import type { CouponTemplateJson } from "../../shared/api_wallet.ts";
import { money } from "../../shared/format.ts";
import { Input } from "../ui/input.tsx";
import type { ReferralBuilderWords } from "./referral/words.ts";
import type { RewardTexts } from "./reward_texts.ts";

interface RewardEditorProps {
  readonly own: Pick<ReferralBuilderWords, "reward">;
  /** Coupons to choose from; empty where there are none, or none can be read now. */
  readonly coupons: readonly CouponTemplateJson[];
  readonly errorOf: (name: string) => string | null;
  /** Under which its parts are named, such as `tiers.0`. */
  readonly name: string;
  readonly legend: string;
  readonly value: RewardTexts;
  /** A tier has always a reward. */
  readonly optional: boolean;
  readonly onChange: (value: RewardTexts, part: string) => void;
}

/** As many as one chooses from. */
export const COUPONS_PATH = "/api/v1/coupon-templates?limit=100";

const FREE = "\u0000free";

/** A coupon of the bank's templates or with a name of its own, or points. */
export function RewardEditor(props: RewardEditorProps) {
  const { name, legend, value, own, optional, onChange, coupons } = props;
  const kinds = optional ? ["none", "coupon", "points"] as const : ["coupon", "points"] as const;
  const template = coupons.find(({ id }) => id === value.ref);
  return (
    <fieldset class="reward">
      <legend>{legend}</legend>
      <div class="field">
        <label for={`field-${name}-kind`}>{own.reward.kind}</label>
        <select
          id={`field-${name}-kind`}
          value={value.kind}
          onChange={(event) => {
            const kind = kinds.find((one) => one === event.currentTarget.value) ?? "coupon";
            onChange({ kind, ref: "", amount: "" }, `${name}.kind`);
          }}
        >
          {kinds.map((kind) => <option key={kind} value={kind}>{own.reward[kind]}</option>)}
        </select>
      </div>
      {value.kind === "coupon" && <Coupon {...props} />}
      {value.kind !== "none" && template === undefined && (
        <Input
          name={`${name}.amount`}
          label={value.kind === "points" ? own.reward.pointsAmount : own.reward.amount}
          hint={null}
          error={props.errorOf(`${name}.amount`)}
          value={value.amount}
          inputMode={value.kind === "points" ? "numeric" : "decimal"}
          onInput={(amount) => onChange({ ...value, amount }, `${name}.amount`)}
        />
      )}
    </fieldset>
  );
}

/** Offered are those that are on; one that was chosen before stays. */
function Coupon(props: RewardEditorProps) {
  const { name, value, own, coupons, onChange } = props;
  const template = coupons.find(({ id }) => id === value.ref);
  const offered = coupons.filter((one) => one.on || one.id === value.ref);
  const naming = useSignal(false);
  const free = offered.length === 0 || template === undefined && (naming.value || value.ref !== "");
  const wrong = props.errorOf(`${name}.ref`);
  return (
    <>
      {offered.length > 0 && (
        <div class="field">
          <label for={`field-${name}-template`}>{own.reward.ref}</label>
          <select
            id={`field-${name}-template`}
            value={free ? FREE : value.ref}
            aria-invalid={!free && wrong !== null}
            onChange={(event) => {
              const chosen = coupons.find(({ id }) => id === event.currentTarget.value);
              naming.value = chosen === undefined;
              const texts = chosen === undefined
                ? { ref: "", amount: value.amount }
                : { ref: chosen.id, amount: String(chosen.amountFen / 100) };
              onChange({ kind: "coupon", ...texts }, `${name}.ref`);
            }}
          >
            {!free && template === undefined && <option value="" />}
            {offered.map((one) => (
              <option key={one.id} value={one.id}>{`${one.title} ${money(one.amountFen)}`}</option>
            ))}
            <option value={FREE}>{own.reward.free}</option>
          </select>
          <span class={free || wrong === null ? "hint" : "error"}>
            {template === undefined
              ? free ? null : wrong
              : own.reward.fromTemplate(money(template.amountFen))}
          </span>
        </div>
      )}
      {free && (
        <Input
          name={`${name}.ref`}
          label={own.reward.name}
          hint={own.reward.freeHint}
          error={wrong}
          value={value.ref}
          onInput={(ref) => onChange({ ...value, ref }, `${name}.ref`)}
        />
      )}
    </>
  );
}
