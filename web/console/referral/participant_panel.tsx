import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type {
  RewardViewJson,
  StaffParticipantJson,
  StaffReferralJson,
} from "../../shared/api_referral.ts";
import { money, when } from "../../shared/format.ts";
import { useResource } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { Icon } from "../ui/icon.tsx";
import { StaffName } from "../ui/names.tsx";
import { Loaded } from "../ui/states.tsx";
import { NoteDialog } from "./note_dialog.tsx";
import { RewardCase } from "./reward_case.tsx";
import { rewardText } from "./reward_text.ts";
import { mayClawBack, mayReview } from "./rights.ts";
import { tabHref } from "./tab.ts";
import type { ReferralWords } from "./words.ts";

const REFRESH_MS = 4_000;
const OPEN_STATES: readonly RewardViewJson["state"][] = ["pending", "held", "flagged"];

/** What is asked before it is done. */
type Asked =
  | { readonly kind: "remove" }
  | { readonly kind: "claw-back"; readonly reward: RewardViewJson };

/** One participant: where they stand, and why each reward counted or did not. */
export function ParticipantPanel(
  { shell, campaign, place, words, onClose, onChanged }: {
    shell: Shell;
    campaign: StaffReferralJson;
    place: string;
    words: ReferralWords;
    onClose: () => void;
    onChanged: () => void;
  },
) {
  const path = `/api/v1/campaigns/${encodeURIComponent(campaign.id)}`;
  const asked = useSignal<Asked | null>(null);
  const one = useResource<StaffParticipantJson>(
    shell,
    `${path}/participants/${encodeURIComponent(place)}`,
    { refreshMs: REFRESH_MS },
  );
  const head = useRef<HTMLHeadingElement>(null);
  // On a phone it stands below the tree: one is led there.
  useEffect(() => {
    if (matchMedia("(max-width: 1100px)").matches) head.current?.scrollIntoView();
  }, []);
  return (
    <section class="card participant" aria-label={one.value.value?.name ?? place}>
      <h2 ref={head}>
        <span>{one.value.value?.name ?? place}</span>
        <button type="button" class="icon-button" onClick={onClose}>
          <Icon name="close" />
          <span class="sr-only">{words.person.close}</span>
        </button>
      </h2>
      <Loaded shell={shell} of={one} lines={5}>
        {(value) => (
          <>
            <Facts shell={shell} campaign={campaign} one={value} words={words} />
            <Acts shell={shell} campaign={campaign} one={value} words={words} asked={asked} />
            <Rewards shell={shell} campaign={campaign} one={value} words={words} asked={asked} />
            {asked.value !== null && (
              <Question
                shell={shell}
                campaign={campaign}
                one={value}
                words={words}
                asked={asked.value}
                onClose={() => asked.value = null}
                onDone={() => {
                  asked.value = null;
                  void one.load();
                  onChanged();
                }}
              />
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

interface PartProps {
  readonly shell: Shell;
  readonly campaign: StaffReferralJson;
  readonly one: StaffParticipantJson;
  readonly words: ReferralWords;
}

function Facts({ shell, campaign, one, words }: PartProps) {
  const { person } = words;
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const time = (text: string) => when(Math.floor(Date.parse(text) / 1000) * 1000, at);
  return (
    <>
      {one.removed && <p class="note">{person.removed}</p>}
      {one.flags.length > 0 && (
        <p class="note">
          {person.flagged}
          {one.flags.map((flag) => words.reward.flags[flag]).join(words.joint)}
        </p>
      )}
      <dl class="details">
        <Fact name={person.id} value={one.id} />
        <Fact name={person.joined} value={time(one.joinedAt)} />
        <div>
          <dt>{person.inviter}</dt>
          <dd>
            {one.inviter === null
              ? person.nobody
              : (
                <a href={tabHref(campaign.id, "tree", one.inviter.id)}>
                  {one.inviter.name} {one.inviter.id}
                </a>
              )}
          </dd>
        </div>
        <Fact
          name={person.qualified}
          value={one.qualifiedBy === null
            ? person.notYet
            : `${words.events[one.qualifiedBy.type]} · ${time(one.qualifiedBy.at)}`}
        />
        <div>
          <dt>{person.manager}</dt>
          <dd>
            {one.manager === null ? person.noManager : <StaffName shell={shell} id={one.manager} />}
          </dd>
        </div>
        <Fact name={person.channel} value={words.channels[one.channel] ?? one.channel} />
      </dl>
      <p class="quiet small">{person.counts(one.clicks, one.invited, one.qualified)}</p>
    </>
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

function Acts({ shell, campaign, one, words, asked }: PartProps & { asked: Signal<Asked | null> }) {
  const staff = shell.staff.value;
  if (!staff) return null;
  return (
    <div class="buttons participant-acts">
      <a class="button small-button" href={tabHref(campaign.id, "tree", one.id)}>
        {words.person.branch}
      </a>
      {one.flags.length > 0 && mayReview(staff) && (
        <a class="button small-button" href={tabHref(campaign.id, "reviews")}>
          {words.funnel.review}
        </a>
      )}
      {!one.removed && mayReview(staff) && (
        <button
          type="button"
          class="button small-button danger"
          onClick={() => asked.value = { kind: "remove" }}
        >
          {words.deeds.remove}
        </button>
      )}
    </div>
  );
}

function Rewards(
  { shell, campaign, one, words, asked }: PartProps & { asked: Signal<Asked | null> },
) {
  const staff = shell.staff.value;
  return (
    <>
      <h3 class="section-title">{words.person.rewards}</h3>
      {one.rewards.length === 0 ? <p class="quiet">{words.person.noRewards}</p> : (
        <ul class="cases">
          {one.rewards.map((reward) => (
            <RewardCase
              key={reward.id}
              shell={shell}
              reward={reward}
              coupons={campaign.coupons}
              words={words}
            >
              {reward.state === "paid" && staff && mayClawBack(staff) && (
                <button
                  type="button"
                  class="button small-button danger"
                  onClick={() => asked.value = { kind: "claw-back", reward }}
                >
                  {words.deeds.clawBack}
                </button>
              )}
            </RewardCase>
          ))}
        </ul>
      )}
    </>
  );
}

function Question(
  { shell, campaign, one, words, asked, onClose, onDone }: PartProps & {
    asked: Asked;
    onClose: () => void;
    onDone: () => void;
  },
) {
  const path = `/api/v1/campaigns/${encodeURIComponent(campaign.id)}`;
  const { deeds } = words;
  switch (asked.kind) {
    case "remove": {
      const open = one.rewards.filter((reward) => OPEN_STATES.includes(reward.state));
      const fen = open.reduce((sum, reward) => sum + reward.fen, 0);
      return (
        <NoteDialog
          shell={shell}
          words={words}
          title={`${deeds.remove} · ${one.name}`}
          act={deeds.remove}
          consequence={deeds.removeConsequence(open.length, money(fen), one.invited)}
          path={`${path}/participants/${encodeURIComponent(one.id)}/remove`}
          onClose={onClose}
          onDone={() => {
            shell.say({ tone: "good", text: deeds.removed });
            onDone();
          }}
        />
      );
    }
    case "claw-back":
      return (
        <NoteDialog
          shell={shell}
          words={words}
          title={`${deeds.clawBack} · ${one.name}`}
          act={deeds.clawBack}
          consequence={deeds.clawBackConsequence[asked.reward.reward.kind](
            rewardText(asked.reward.reward, { words, coupons: campaign.coupons }),
          )}
          path={`${path}/rewards/${encodeURIComponent(asked.reward.id)}/claw-back`}
          onClose={onClose}
          onDone={() => {
            shell.say({ tone: "good", text: deeds.clawedBack });
            onDone();
          }}
        />
      );
  }
}
