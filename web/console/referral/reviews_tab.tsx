import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { ReviewJson, StaffReferralJson } from "../../shared/api_referral.ts";
import { money, when } from "../../shared/format.ts";
import { Field } from "../bank/field.tsx";
import { KIT } from "../bank/words.ts";
import type { Shell } from "../shell.ts";
import { AsOf, Empty, Failed, Skeleton } from "../ui/states.tsx";
import { createReviews, keyOf, type ReviewsModel, type Verdict } from "./reviews_model.ts";
import { tabHref } from "./tab.ts";
import type { ReferralWords } from "./words.ts";

const NOTE_MAX = 200;
const VERDICTS: Readonly<Record<string, Verdict>> = { a: "approve", r: "reject", q: "ask" };

interface ReviewsProps {
  readonly shell: Shell;
  readonly campaign: StaffReferralJson;
  readonly words: ReferralWords;
}

/** What waits for a person: the queue at the left, one on the desk, the next one comes up by itself. */
export function ReviewsTab({ shell, campaign, words }: ReviewsProps) {
  const path = `/api/v1/campaigns/${encodeURIComponent(campaign.id)}`;
  const model = useMemo(() => createReviews(shell, path), [path]);
  useEffect(() => model.list.start(), [model]);
  const waiting = model.waiting.value;
  const failure = model.list.failure.value;
  if (waiting === null) {
    return failure === null
      ? <Skeleton shell={shell} lines={6} />
      : <Failed shell={shell} refusal={failure} retry={model.list.load} />;
  }
  const current = model.current.value;
  return (
    <>
      <p class="quiet lead">{words.reviews.intro}</p>
      {current === null
        ? (
          <Empty text={words.reviews.empty}>
            <p>{words.reviews.emptyNote}</p>
          </Empty>
        )
        : (
          <div class="review-grid">
            <Queue model={model} waiting={waiting} current={current} words={words} />
            <Desk
              key={keyOf(current)}
              {...{ shell, campaign, words, model }}
              one={current}
            />
          </div>
        )}
      <div class="below-list">
        <AsOf shell={shell} asOf={model.list.asOf.value} />
        {model.list.hasMore.value && (
          <button
            type="button"
            class="button"
            onClick={() => void model.list.more()}
          >
            {KIT[shell.locale.value].more}
          </button>
        )}
      </div>
    </>
  );
}

function Queue(
  { model, waiting, current, words }: {
    model: ReviewsModel;
    waiting: readonly ReviewJson[];
    current: ReviewJson;
    words: ReferralWords;
  },
) {
  return (
    <nav class="card queue" aria-label={words.reviews.queue}>
      <h2>{words.reviews.waiting(waiting.length)}</h2>
      <ul>
        {waiting.map((one) => (
          <li key={keyOf(one)}>
            <button
              type="button"
              aria-current={one === current ? "true" : undefined}
              onClick={() => model.choose(keyOf(one))}
            >
              <strong>{one.participant.name}</strong>
              <span>{one.flags.map((flag) => words.reward.flags[flag]).join(words.joint)}</span>
              {one.rewards > 0 && <span class="number">{money(one.fen)}</span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Desk(
  { shell, campaign, words, model, one }: ReviewsProps & {
    model: ReviewsModel;
    one: ReviewJson;
  },
) {
  const { reviews } = words;
  const note = useSignal("");
  const error = useSignal<string | null>(null);
  const desk = useRef<HTMLElement>(null);
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const flaggedMs = Math.floor(Date.parse(one.flaggedAt) / 1000) * 1000;
  // The next one comes up where the keys are, before another key can go astray.
  useLayoutEffect(() => desk.current?.focus({ preventScroll: true }), []);

  async function decide(verdict: Verdict): Promise<void> {
    if (model.busy.peek()) return;
    const text = note.value.trim();
    error.value = verdict !== "approve" && text === "" ? words.deeds.needsNote : null;
    if (error.value !== null) return document.getElementById("field-review-note")?.focus();
    const refusal = await model.decide(verdict, text || reviews.approvedNote);
    if (refusal === null) return shell.say({ tone: "good", text: reviews.done[verdict] });
    error.value = refusal.fields[0]?.message ?? refusal.text ?? KIT[shell.locale.value].offline;
  }

  function press(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLTextAreaElement;
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const verdict = VERDICTS[key];
    if (verdict !== undefined) void decide(verdict);
    else if (key === "j") model.step(1);
    else if (key === "k") model.step(-1);
    else return;
    event.preventDefault();
  }

  return (
    <section
      ref={desk}
      class="card desk"
      tabIndex={-1}
      aria-label={one.participant.name}
      onKeyDown={press}
    >
      <h2>
        <span>
          {one.participant.name} <small>{one.participant.id}</small>
        </span>
        <a href={tabHref(campaign.id, "tree", one.participant.id)}>{reviews.details}</a>
      </h2>
      <ul class="flags">
        {one.flags.map((flag) => (
          <li key={flag}>
            <strong>{words.reward.flags[flag]}</strong>
            <span>{reviews.why[flag]}</span>
          </li>
        ))}
      </ul>
      <dl class="details">
        <div>
          <dt>{reviews.with}</dt>
          <dd>
            {one.with.length === 0 ? reviews.alone : one.with.map((other) => (
              <a
                key={other.id}
                class="with"
                href={tabHref(campaign.id, "tree", other.id)}
              >
                {other.name} {other.id}
              </a>
            ))}
          </dd>
        </div>
        <div>
          <dt>{reviews.flaggedAt}</dt>
          <dd>{when(flaggedMs, at)}</dd>
        </div>
        <div>
          <dt>{words.person.rewards}</dt>
          <dd>{reviews.held(one.rewards, money(one.fen))}</dd>
        </div>
        {one.note !== null && (
          <div>
            <dt>{reviews.asked}</dt>
            <dd>{one.note}</dd>
          </div>
        )}
      </dl>
      <Field
        name="review-note"
        kind="area"
        rows={2}
        label={reviews.note}
        hint={reviews.noteHint}
        error={error.value}
        value={note.value}
        maxLength={NOTE_MAX}
        onInput={(value) => {
          note.value = value;
          error.value = null;
        }}
      />
      <div class="buttons">
        <Choice kind="approve" model={model} words={words} onDecide={decide} />
        <Choice kind="reject" model={model} words={words} onDecide={decide} />
        <Choice kind="ask" model={model} words={words} onDecide={decide} />
      </div>
      <p class="quiet small">{reviews.keys}</p>
    </section>
  );
}

const LOOK = { approve: "button brand", reject: "button danger", ask: "button" } as const;

function Choice(
  { kind, model, words, onDecide }: {
    kind: Verdict;
    model: ReviewsModel;
    words: ReferralWords;
    onDecide: (verdict: Verdict) => Promise<void>;
  },
) {
  return (
    <button
      type="button"
      class={LOOK[kind]}
      aria-disabled={model.busy.value}
      title={kind === "ask" ? words.reviews.askNote : undefined}
      onClick={() => void onDecide(kind)}
    >
      {words.reviews[kind]}
    </button>
  );
}
