/** The referral page: what it is, who invited me, what I can win; then how far I am, and whom to tell. */
import { AsOf } from "../as_of.tsx";
import { Countdown } from "../countdown.tsx";
import { Fields } from "../fields.tsx";
import { ManagerCard } from "../manager_card.tsx";
import { SignInSheet } from "../sign_in_sheet.tsx";
import { Bank } from "../top_bar.tsx";
import { ActBar, Announcer } from "./act_bar.tsx";
import { Invitees } from "./invitees.tsx";
import { Leaderboard } from "./leaderboard.tsx";
import type { ReferralModel } from "./model.ts";
import { Pool, Prizes } from "./prizes.tsx";
import { Progress } from "./progress.tsx";
import { Rewards } from "./rewards.tsx";
import { Guide, ShareSheet } from "./share_sheet.tsx";
import { courseOf } from "./stage.ts";
import { Terms } from "./terms.tsx";
import { headlineOf, howText, rewardText, type Words, wordsOf } from "./words.ts";

export function ReferralPage({ model }: { model: ReferralModel }) {
  const words = wordsOf(model.locale.value);
  return (
    <div class="page referral">
      <Bank look={model} words={words} note={words.brandNote} />
      <main class="sale">
        <Hero model={model} words={words} />
        <div class="cards">
          <Invited model={model} words={words} />
          <Now model={model} words={words} />
          <Progress model={model} words={words} />
          <Prizes model={model} words={words} />
          <Rewards model={model} words={words} />
          <Invitees model={model} words={words} />
          <Leaderboard model={model} words={words} />
          <ManagerCard card={model} words={words} />
          <Terms model={model} words={words} />
        </div>
        <ActBar model={model} words={words} />
      </main>
      <ReferralSignIn model={model} words={words} />
      <ShareSheet model={model} words={words} />
      <Guide model={model} words={words} />
      <Announcer model={model} words={words} />
    </div>
  );
}

function Hero({ model, words }: { model: ReferralModel; words: Words }) {
  const campaign = model.campaign.value;
  const course = courseOf(campaign, model.nowMs.value);
  const { perInvitedSelf } = campaign.rewards;
  return (
    <header class={`hero in-${campaign.look?.theme ?? "field"}`}>
      <Fields />
      <p class={`status ${course}`}>{words.status[course]}</p>
      <h1>{campaign.title}</h1>
      <p class="headline">{headlineOf(campaign, words)}</p>
      {perInvitedSelf !== undefined && (
        <p class="product">{words.offer.self(rewardText(perInvitedSelf, words))}</p>
      )}
    </header>
  );
}

/** Who invited whoever has not joined yet. */
function Invited({ model, words }: { model: ReferralModel; words: Words }) {
  const name = model.invitation?.name ?? null;
  if (name === null || model.me.value !== null) return null;
  const campaign = model.campaign.value;
  const self = campaign.rewards.perInvitedSelf;
  return (
    <section class="card invited-by">
      <span class="portrait" aria-hidden="true">{initial(name, words)}</span>
      <p>
        <strong>{words.invitedBy(name)}</strong>
        <small>
          {self === undefined
            ? words.invitedNote
            : words.invitedSelf(rewardText(self, words), howText(campaign, words))}
        </small>
      </p>
    </section>
  );
}

/** Of a name; a number has none. */
function initial(name: string, words: Words): string {
  const [first = ""] = /^\d/.test(name) ? words.invitees.anonymous : name;
  return first;
}

function Now({ model, words }: { model: ReferralModel; words: Words }) {
  const { startsAt, endsAt } = model.campaign.value;
  const nowMs = model.nowMs.value;
  const over = courseOf(model.campaign.value, nowMs) === "ended";
  const labels = words.countdown;
  return (
    <section class="card now" aria-label={words.pool}>
      <AsOf sinceMs={model.lostSinceMs.value} nowMs={nowMs} words={words} />
      {!over && <Countdown {...{ startsAt, endsAt, nowMs, labels, words }} />}
      <Pool model={model} words={words} />
    </section>
  );
}

function ReferralSignIn({ model, words }: { model: ReferralModel; words: Words }) {
  const name = model.invitation?.name ?? null;
  const why = model.stage.value.kind === "early"
    ? words.signInWhy.early
    : name === null
    ? words.signInWhy.open
    : words.signInWhy.invited(name);
  return (
    <SignInSheet
      open={model.sheet.value === "sign-in"}
      client={model.client}
      words={words}
      why={why}
      onSignedIn={() => model.signedInNow()}
      onClose={() => model.openSheet(null)}
    />
  );
}
