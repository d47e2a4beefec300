import type {
  AttentionItemJson,
  AttentionJson,
  RunningSaleJson,
} from "../../shared/api_campaigns.ts";
import { count, shortLeft, when } from "../../shared/format.ts";
import { mayCreate } from "../campaigns/action.ts";
import { UnitsBar } from "../campaigns/live_card.tsx";
import type { PageProps } from "../page_table.ts";
import { useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { AsOf, Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { type HomeWords, homeWordsOf } from "./words.ts";

const REFRESH_MS = 10_000;

/** What needs attention, the most urgent first, and how many campaigns stand where. */
export function HomePage({ shell }: PageProps) {
  const words = homeWordsOf(shell.locale.value);
  const staff = shell.staff.value;
  const attention = useResource<AttentionJson>(shell, "/api/v1/campaigns/attention", {
    refreshMs: REFRESH_MS,
  });
  const creates = staff ? mayCreate(staff) : false;
  return (
    <>
      <Title title={words.title(staff?.name ?? "")}>
        {creates && <a class="button brand" href={hrefOf("/campaigns/new")}>{words.nothingYet}</a>}
      </Title>
      <Loaded shell={shell} of={attention} lines={6}>
        {(value) => (
          <>
            <Overview words={words} counts={value.counts} />
            <section class="card attention">
              <h2>{words.attention}</h2>
              {value.items.length === 0 ? <p class="quiet">{words.nothing}</p> : (
                <ul>
                  {value.items.map((item) => (
                    <Item
                      key={`${item.kind} ${item.campaign.id}`}
                      shell={shell}
                      words={words}
                      item={item}
                    />
                  ))}
                </ul>
              )}
            </section>
            {value.running.length > 0 && (
              <section class="card running">
                <h2>{words.running}</h2>
                <ul>
                  {value.running.map((one) => (
                    <Running key={one.campaign.id} shell={shell} words={words} sale={one} />
                  ))}
                </ul>
              </section>
            )}
            <div class="list-end">
              <AsOf shell={shell} asOf={value.asOf} />
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}

function Overview({ words, counts }: { words: HomeWords; counts: AttentionJson["counts"] }) {
  return (
    <nav class="overview" aria-label={words.overview}>
      {words.tiles.map(([label, phases]) => {
        const sum = phases.reduce((all, phase) => all + counts[phase], 0);
        return (
          <a key={label} href={`${hrefOf("/campaigns")}?phase=${phases.join(",")}`}>
            <strong>{count(sum)}</strong>
            <span>{label}</span>
          </a>
        );
      })}
    </nav>
  );
}

function Running(
  { shell, words, sale }: { shell: Shell; words: HomeWords; sale: RunningSaleJson },
) {
  const { campaign, units } = sale;
  const left = shortLeft(Date.parse(campaign.endsAt) - shell.nowMs.value);
  return (
    <li>
      <p>
        <a href={hrefOf("/campaigns/:id", { id: campaign.id })}>{campaign.title}</a>
        <span class="quiet">{words.endsIn(left)}</span>
      </p>
      <UnitsBar units={units} label={campaign.title} />
      <p class="quiet">{words.stock(units)}</p>
    </li>
  );
}

function Item(
  { shell, words, item }: { shell: Shell; words: HomeWords; item: AttentionItemJson },
) {
  const { campaign, kind } = item;
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const page = kind === "late-draft" ? "/campaigns/:id/edit" : "/campaigns/:id";
  return (
    <li>
      <span class={`why ${kind}`}>{words.kinds[kind]}</span>
      <div>
        <strong>{campaign.title}</strong>
        <span class="quiet">{words.facts(item, when(Date.parse(campaign.startsAt), at))}</span>
      </div>
      <a class="button" href={hrefOf(page, { id: campaign.id })}>
        {words.acts[kind]}
        <span class="sr-only">{campaign.title}</span>
      </a>
    </li>
  );
}
