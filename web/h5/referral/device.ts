/** What the referral page asks of its browser beyond requests. */
import type { Device as CardDevice } from "../manager_actions.ts";

export interface Device extends CardDevice {
  readonly inWechat: boolean;
  /** Whether the phone has a sheet of its own for sharing. */
  readonly canShare: boolean;
  /** Opens that sheet; false where it was left or is missing. */
  share(what: { title: string; text: string; url: string }): Promise<boolean>;
  /** Shows another address of ours for this page, without loading it: what a browser's own sharing sends. */
  stand(path: string): void;
}

/** While the server renders. */
export const NO_DEVICE: Device = {
  inWechat: false,
  canShare: false,
  go: () => {},
  copy: () => Promise.resolve(false),
  share: () => Promise.resolve(false),
  stand: () => {},
};
