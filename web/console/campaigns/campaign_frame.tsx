/** What stands around a campaign of either kind: its name and phase, what can be done with it, and the dialog for it. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { SoldOutJson, StaffCampaignJson } from "../../shared/api.ts";
import type { StaffReferralJson } from "../../shared/api_referral.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { StaffName } from "../ui/names.tsx";
import { Title } from "../ui/title.tsx";
import { type ActionName, actionsFor, isSelling, mayCreate } from "./action.ts";
import { ActionDialog } from "./action_dialog.tsx";
import type { CampaignWatch } from "./campaign_watch.ts";
import { liveWordsOf } from "./live_words.ts";
import { Phase } from "./phase.tsx";
import type { Words } from "./words.ts";

type Campaign = StaffCampaignJson | StaffReferralJson;

export interface CampaignFrameProps {
  readonly model: Pick<CampaignWatch<unknown, unknown>, "shell" | "act" | "newKey">;
  readonly campaign: Campaign;
  readonly words: Words;
  /** Where they differ from those of sales. */
  readonly soldOut?: Readonly<Record<Exclude<SoldOutJson, "no">, string>>;
  /** Beside the phase. */
  readonly under?: ComponentChildren;
  /** Actions that have their own place. */
  readonly elsewhere?: readonly ActionName[];
  readonly children: ComponentChildren;
}

/** The frame; staff are signed in. */
export function CampaignFrame(props: CampaignFrameProps) {
  const { model, campaign, words, under, elsewhere = [], children } = props;
  const soldOut = props.soldOut ?? words.soldOut;
  const asked = useSignal<ActionName | null>(null);
  const { shell } = model;
  const staff = shell.staff.value;
  useEffect(() => void (shell.name.value = campaign.title), [campaign.title]);
  if (!staff) return null;
  const published = campaign.phase !== "draft" && campaign.phase !== "in-review";
  const actions = actionsFor(campaign, staff).filter((one) => !elsewhere.includes(one));
  return (
    <>
      <Title
        title={campaign.title}
        back={{ href: hrefOf("/campaigns"), label: words.back }}
        under={
          <>
            <Phase phase={campaign.phase} words={words} />
            {campaign.soldOut !== "no" && isSelling(campaign.phase) && (
              <span class="phase sold">{soldOut[campaign.soldOut]}</span>
            )}
            {under}
          </>
        }
      >
        {published && <Links id={campaign.id} words={words} />}
        <Clone shell={shell} id={campaign.id} />
      </Title>
      <Approval shell={shell} campaign={campaign} words={words} />
      {actions.length > 0 && (
        <div class="actions" role="group" aria-label={campaign.title}>
          {campaign.phase === "draft" && mayCreate(staff) && (
            <a class="button" href={hrefOf("/campaigns/:id/edit", { id: campaign.id })}>
              {words.edit}
            </a>
          )}
          {actions.map((action, index) => (
            <button
              key={action}
              type="button"
              class={buttonClass(action, index)}
              onClick={() => asked.value = action}
            >
              {words.actions[action]}
            </button>
          ))}
        </div>
      )}
      {children}
      {asked.value !== null && (
        <ActionDialog
          key={asked.value}
          model={model}
          sale={campaign}
          words={words}
          action={asked.value}
          onClose={() => asked.value = null}
        />
      )}
    </>
  );
}

/** Its look: what stops is red. */
function buttonClass(action: ActionName, index: number): string {
  if (action === "pause") return "button act";
  if (action === "end" || action === "reject") return "button danger";
  return index === 0 && action !== "extend" ? "button brand" : "button";
}

/** Who has approved, or that somebody else has to. */
function Approval(
  { shell, campaign, words }: {
    shell: Shell;
    campaign: Pick<Campaign, "phase" | "approvedBy">;
    words: Words;
  },
) {
  if (campaign.phase !== "in-review") return null;
  return (
    <p class="note">
      {campaign.approvedBy === null ? words.needsOther : words.approved}{" "}
      {campaign.approvedBy !== null && <StaffName shell={shell} id={campaign.approvedBy} />}
    </p>
  );
}

/** To a new campaign with the same terms, for those who may write one. */
function Clone({ shell, id }: { shell: Shell; id: string }) {
  const staff = shell.staff.value;
  if (!staff || !mayCreate(staff)) return null;
  const query = new URLSearchParams({ clone: id });
  return (
    <a class="button" href={`${hrefOf("/campaigns/new")}?${query}`}>
      {liveWordsOf(shell.locale.value).clone}
    </a>
  );
}

/** To the customers' page. */
export function Links({ id, words }: { id: string; words: Words }) {
  const copied = useSignal(false);
  const path = `/c/${encodeURIComponent(id)}`;
  return (
    <>
      <a class="button" href={path} target="_blank" rel="noopener">{words.openPage}</a>
      <button
        type="button"
        class="button"
        onClick={async () => {
          // Absent on plain HTTP; the link beside it still works.
          await navigator.clipboard?.writeText(new URL(path, location.href).href);
          copied.value = true;
        }}
      >
        {copied.value ? words.copied : words.copyLink}
      </button>
    </>
  );
}
