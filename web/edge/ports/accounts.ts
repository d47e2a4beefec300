/** Port: who works at the bank. The organisation's database implements it later. */
import type { StaffJson } from "../../shared/api.ts";

export type SignIn =
  | { readonly kind: "staff"; readonly staff: StaffJson }
  /** Unknown name, wrong password or a closed account: they look and take alike. */
  | { readonly kind: "refused" };

/**
 * The caller promises to bound how often it asks for one name. The implementer promises that a refusal takes as
 * long for an unknown name as for a wrong password.
 */
export interface Accounts {
  signIn(username: string, password: string): Promise<SignIn>;
  /** The member of staff with this id; null for an unknown one and for a closed account. */
  find(id: string): Promise<StaffJson | null>;
}
