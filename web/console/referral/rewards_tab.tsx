import { useSignal } from "@preact/signals";
import type { RewardStateJson, StaffReferralJson } from "../../shared/api_referral.ts";
import type { RewardRowJson } from "../../shared/api_referral_results.ts";
import { money, when } from "../../shared/format.ts";
import { Choice } from "../bank/field.tsx";
import { Listing } from "../bank/listing.tsx";
import { useList } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { RewardPhase } from "./reward_case.tsx";
import { rewardText } from "./reward_text.ts";
import { tabHref } from "./tab.ts";
import type { ReferralWords } from "./words.ts";

const STATES: readonly RewardStateJson[] = [
  "pending",
  "held",
  "flagged",
  "approved",
  "paid",
  "rejected",
  "clawed-back",
];
const REFRESH_MS = 5_000;

/** Rewards by state, newest first; each says why it stands where it stands. */
export function RewardsTab(
  { shell, campaign, words }: {
    shell: Shell;
    campaign: StaffReferralJson;
    words: ReferralWords;
  },
) {
  const state = useSignal<RewardStateJson | "">("");
  const query = new URLSearchParams({ limit: "30" });
  if (state.value !== "") query.set("state", state.value);
  const list = useList<RewardRowJson>(
    shell,
    `/api/v1/campaigns/${encodeURIComponent(campaign.id)}/rewards?${query}`,
    { refreshMs: REFRESH_MS },
  );
  const { columns } = words.rewards;
  return (
    <>
      <div class="filters">
        <Choice
          name="state"
          label={words.rewards.state}
          value={state.value}
          options={[
            ["", words.rewards.all] as const,
            ...STATES.map((one) => [one, words.reward.states[one]] as const),
          ]}
          onChange={(value) => state.value = value}
        />
      </div>
      <Listing shell={shell} of={list} empty={<p>{words.rewards.none}</p>}>
        {(items) => (
          <table class="rows card reward-rows">
            <caption class="sr-only">{words.rewards.title}</caption>
            <thead>
              <tr>
                <th scope="col">{columns.what}</th>
                <th scope="col">{columns.who}</th>
                <th scope="col">{columns.state}</th>
                <th scope="col" class="number">{columns.fen}</th>
                <th scope="col">{columns.manager}</th>
                <th scope="col">{columns.created}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <Row key={one.id} shell={shell} campaign={campaign} one={one} words={words} />
              ))}
            </tbody>
          </table>
        )}
      </Listing>
    </>
  );
}

function Row(
  { shell, campaign, one, words }: {
    shell: Shell;
    campaign: StaffReferralJson;
    one: RewardRowJson;
    words: ReferralWords;
  },
) {
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const createdMs = Math.floor(Date.parse(one.createdAt) / 1000) * 1000;
  return (
    <tr>
      <th scope="row">
        {rewardText(one.reward, { words, coupons: campaign.coupons })}
        <small>{words.reward.for[one.for]}</small>
      </th>
      <td>
        <a href={tabHref(campaign.id, "tree", one.participant.id)}>{one.participant.name}</a>
        <small>{one.participant.id}</small>
      </td>
      <td>
        <RewardPhase reward={one} words={words} />
        <small>{one.why}</small>
      </td>
      <td class="number">{money(one.fen)}</td>
      <td>{one.manager?.name ?? words.person.noManager}</td>
      <td>{when(createdMs, at)}</td>
    </tr>
  );
}
