/** What `deploy.ts` joins into an edge. */
import type { Engine, Limits, Log, World } from "../../engine/mod.ts";
import type { Registry } from "prom-client";
import type { AuditJson, AuditReservationsJson } from "../shared/api.ts";
import type { Assets } from "../build.ts";
import type { Accounts } from "./ports/accounts.ts";
import type { Payments } from "./ports/payment.ts";
import type { SmsSender } from "./ports/sms.ts";
import type { Wechat } from "./ports/wechat.ts";
import type { LinkSource } from "../share/link_source.ts";
import type { ProjectionView } from "../projection/view.ts";
import type { Database } from "../store/database.ts";

export interface EdgeOptions {
  readonly engine: Engine & { readonly metrics: Registry };
  readonly limits: Limits;
  readonly world: World;
  readonly log: Log;
  /** Key of tokens and of everything else that the edge signs. */
  readonly authSecret: string;
  /** Key of what the bank's own systems tell; null: they tell nothing. */
  readonly eventsSecret: string | null;
  /** Sandboxes show their codes and choices. */
  readonly demo: boolean;
  /** Whether new campaigns need another's approval. */
  readonly approval: boolean;
  /** Origin of links, such as `https://yd.example`; null: that of each request. */
  readonly publicUrl: string | null;
  /** Whether `X-Forwarded-For` and `X-Forwarded-Proto` come from a proxy of ours. */
  readonly trustProxy: boolean;
  readonly accounts: Accounts;
  readonly sms: SmsSender;
  readonly wechat: Wechat;
  readonly payments: Payments;
  /** Computed from the journal as stored, off the main thread; null for an unknown campaign. */
  audit(campaignId: string): Promise<AuditJson | null>;
  /** Which of these reservations the journal has as stored; null for an unknown campaign. */
  auditReservations(
    campaignId: string,
    ids: readonly string[],
  ): Promise<AuditReservationsJson | null>;
  /** Null in tests of what needs none. Ask `databaseOf` for it. */
  readonly database: Database | null;
  /** How far the rows have come that follow the journal. */
  readonly projection: ProjectionView;
  /** Instead of the database's own links, in tests without one. */
  readonly linkSource?: LinkSource;
  /** Whether the start is still making what it needs: not ready before that. */
  readonly isStarting?: () => boolean;
  /** Bundles of the pages; null: the interface alone, without pages. */
  readonly assets: Assets | null;
}
