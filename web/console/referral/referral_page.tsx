/** One referral campaign: live, its tree, what waits for review, its rewards, its results. */
import { useEffect, useMemo } from "preact/hooks";
import { wordsOf } from "../campaigns/words.ts";
import type { PageProps } from "../page_table.ts";
import { hrefOf } from "../route.ts";
import { Empty, Failed, Skeleton } from "../ui/states.tsx";
import { OthersView } from "./others_view.tsx";
import { createReferralModel } from "./referral_model.ts";
import { ReferralView } from "./referral_view.tsx";

/** The same props as the sale's page; which of the two is shown goes by the campaign's kind. */
export function ReferralPage({ shell, params, query }: PageProps) {
  const words = wordsOf(shell.locale.value);
  const model = useMemo(() => createReferralModel(shell, params.id ?? ""), []);
  useEffect(() => model.start(), []);
  if (model.missing.value) {
    return (
      <Empty text={words.missing}>
        <a class="button" href={hrefOf("/campaigns")}>{words.back}</a>
      </Empty>
    );
  }
  if (model.others.value !== null) {
    return <OthersView shell={shell} campaign={model.others.value} />;
  }
  if (model.campaign.value !== null) return <ReferralView model={model} query={query} />;
  const failure = model.failure.value;
  return failure === null
    ? <Skeleton shell={shell} lines={6} />
    : <Failed shell={shell} refusal={failure} retry={model.load} />;
}
