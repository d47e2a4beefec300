import type { PageProps } from "../page_table.ts";
import { ReferralPage } from "../referral/referral_page.tsx";
import { KindOf } from "./kind_of.tsx";
import { SalePage } from "./sale_page.tsx";

/** One campaign, shown as its kind is. */
export function CampaignPage(props: PageProps) {
  return (
    <KindOf shell={props.shell} id={props.params.id ?? ""}>
      {(kind) => kind === "referral" ? <ReferralPage {...props} /> : <SalePage {...props} />}
    </KindOf>
  );
}
