import type { StaffReferralJson } from "../../shared/api_referral.ts";
import { count } from "../../shared/format.ts";
import { tabHref } from "./tab.ts";
import type { ReferralWords } from "./words.ts";

/** The best so far, as they move; each leads to the own branch. */
export function LeadersCard(
  { campaign, words }: { campaign: StaffReferralJson; words: ReferralWords },
) {
  return (
    <section class="card leaders" aria-label={words.leaders.title}>
      <h2>{words.leaders.title}</h2>
      {campaign.leaders.length === 0
        ? <p class="quiet">{words.leaders.none}</p>
        : (
          <table class="compare">
            <caption class="sr-only">{words.leaders.title}</caption>
            <thead>
              <tr>
                <th scope="col">{words.leaders.rank}</th>
                <th scope="col">{words.leaders.who}</th>
                <th scope="col" class="number">{words.leaders.qualified}</th>
                <th scope="col" class="number">{words.leaders.invited}</th>
              </tr>
            </thead>
            <tbody>
              {campaign.leaders.map((one) => (
                <tr key={one.id}>
                  <td>{one.rank}</td>
                  <th scope="row">
                    <a
                      href={tabHref(campaign.id, "tree", one.id)}
                      aria-label={words.leaders.open(one.name)}
                    >
                      {one.name}
                    </a>
                  </th>
                  <td class="number">{count(one.qualified)}</td>
                  <td class="number">{count(one.invited)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
    </section>
  );
}
