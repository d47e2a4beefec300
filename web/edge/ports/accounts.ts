/** Port: who works at the bank and may sign in. `web/store/staff` implements it on the database. */
import type { StaffJson } from "../../shared/api.ts";

/** One try to sign in. */
export interface SignInTry {
  readonly username: string;
  readonly password: string;
  readonly nowMs: number;
  /** When the session ends that a right password opens. */
  readonly expiresMs: number;
  /** What the client says it is, and where it is: shown in the list of sessions. */
  readonly agent: string;
  readonly address: string;
}

export type SignIn =
  /** `session` is null where sessions are not kept. */
  | { readonly kind: "staff"; readonly staff: StaffJson; readonly session: string | null }
  /** Unknown name, wrong password or a closed account: they look and take alike. */
  | { readonly kind: "refused" }
  /** Too many wrong tries for this name, known or not, or too many people at once. */
  | { readonly kind: "later"; readonly retryAfterMs: number };

/**
 * The implementer promises that a refusal takes as long for an unknown name as for a wrong password, and that both
 * are locked alike. Rejects with an error of the database where it cannot be asked.
 */
export interface Accounts {
  signIn(attempt: SignInTry): Promise<SignIn>;
  /** The member of staff with this id; null for an unknown one and for a closed account. */
  find(id: string): Promise<StaffJson | null>;
  /** Ends a session; nothing happens for an unknown one. */
  signOut(session: string, nowMs: number): Promise<void>;
}
