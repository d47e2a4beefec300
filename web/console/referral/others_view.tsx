import { useEffect } from "preact/hooks";
import type { ReferralJson } from "../../shared/api_referral.ts";
import { Phase } from "../campaigns/phase.tsx";
import { Links } from "../campaigns/campaign_frame.tsx";
import { wordsOf } from "../campaigns/words.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { Title } from "../ui/title.tsx";
import { ResultsTab } from "./results_tab.tsx";
import { REFERRAL } from "./words.ts";

/** Another unit's campaign: what the own unit brought to it. */
export function OthersView({ shell, campaign }: { shell: Shell; campaign: ReferralJson }) {
  const words = REFERRAL[shell.locale.value];
  const base = wordsOf(shell.locale.value);
  const common = { ...base, phase: { ...base.phase, ...words.phase } };
  useEffect(() => void (shell.name.value = campaign.title), [campaign.title]);
  return (
    <>
      <Title
        title={campaign.title}
        back={{ href: hrefOf("/campaigns"), label: base.back }}
        under={<Phase phase={campaign.phase} words={common} />}
      >
        <Links id={campaign.id} words={common} />
      </Title>
      <ResultsTab shell={shell} id={campaign.id} words={words} />
    </>
  );
}
