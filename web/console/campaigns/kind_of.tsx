import type { ComponentChildren } from "preact";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { useResource } from "../resource.ts";
import { Empty, Failed, Skeleton } from "../ui/states.tsx";
import type { AnyCampaign, Kind } from "./form.ts";
import { wordsOf } from "./words.ts";

/** Asks which kind a campaign is of, before the page of its kind is shown; a kind never changes. */
export function KindOf(
  { shell, id, children }: {
    shell: Shell;
    id: string;
    children: (kind: Kind) => ComponentChildren;
  },
) {
  const words = wordsOf(shell.locale.value);
  const campaign = useResource<AnyCampaign>(
    shell,
    `/api/v1/campaigns/${encodeURIComponent(id)}`,
  );
  const kind = campaign.value.value?.kind;
  const failure = campaign.failure.value;
  if (kind !== undefined) return <>{children(kind)}</>;
  if (failure?.code === "not-found") {
    return (
      <Empty text={words.missing}>
        <a class="button" href={hrefOf("/campaigns")}>{words.back}</a>
      </Empty>
    );
  }
  return failure === null
    ? <Skeleton shell={shell} lines={6} />
    : <Failed shell={shell} refusal={failure} retry={campaign.load} />;
}
