/** What the routes of one edge share. */
import type { Admission } from "./admission.ts";
import type { Catalogue } from "../store/catalogue/catalogue.ts";
import type { Campaigns } from "./campaigns.ts";
import type { Inviters } from "./referral/inviters.ts";
import type { StaffCustomers } from "./referral/staff_customers.ts";
import type { LiveHub } from "./live.ts";
import type { EdgeMetrics } from "./metrics.ts";
import type { EdgeOptions } from "./options.ts";
import type { Painter } from "../share/painter.ts";
import type { LinkCounts } from "../share/link_counts.ts";
import type { Share } from "../share/share.ts";
import type { Presence } from "./storefront/presence.ts";
import type { Sources } from "./storefront/sources.ts";
import type { Storefronts } from "./storefront/storefronts.ts";
import type { Visits } from "./storefront/visits.ts";
import type { TimeLimit } from "./time_limit.ts";
import type { RevokedSessions } from "../store/staff/revoked_sessions.ts";
import type { TokenVerifier } from "./token.ts";

export interface Services extends EdgeOptions {
  readonly verifier: TokenVerifier;
  /** Sessions of staff that were ended before their time. */
  readonly revoked: RevokedSessions;
  readonly admission: Admission;
  readonly campaigns: Campaigns;
  /** What storefronts may show, from memory; null without a database. */
  readonly catalogue: Catalogue | null;
  /** Links, and who brought whom. */
  readonly share: Share;
  /** Who invites, of referral campaigns. */
  readonly inviters: Inviters;
  /** Customers who are staff. */
  readonly staffCustomers: StaffCustomers;
  /** Openings of links and of referral campaigns' pages, gathered on their way to the actors. */
  readonly referralCounts: LinkCounts;
  /** QR codes and posters as PNG. */
  readonly painter: Painter;
  /** Storefronts, what they are made of beside their actors, and what their visitors do. */
  readonly storefronts: Storefronts;
  readonly sources: Sources;
  readonly visits: Visits;
  readonly presence: Presence;
  readonly hub: LiveHub;
  readonly counts: EdgeMetrics;
  readonly timeLimit: TimeLimit;
}
