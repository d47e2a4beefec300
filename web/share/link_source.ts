/** What the edge asks of links and managers; `web/store/links/` answers from rows. */
import type { LinkTargetJson, SaleManagerJson } from "../shared/api_links.ts";

/** What a code, or the id of a manager, stands for. */
export interface Bearing {
  /** Null: the id of a manager was named, no code. */
  readonly code: string | null;
  /** Who has it now: the successor of one who left; null where nobody follows. */
  readonly manager: string | null;
  /** Where that manager works; absent where nobody has asked. */
  readonly unit?: string | null;
  readonly channel: string;
  readonly target: LinkTargetJson;
}

/** Each rejects while the rows cannot be read. */
export interface LinkSource {
  /** By code, or by the id of a manager; null for anything else. */
  find(name: string): Promise<Bearing | null>;
  /** The manager as customers may see them; null for one who left, and for anyone who is no manager. */
  card(manager: string): Promise<SaleManagerJson | null>;
  /** Links in the order of their codes, to be kept before anyone asks. */
  page(after: string, limit: number): Promise<readonly (Bearing & { readonly code: string })[]>;
}
