/** What a customer can do with the manager's card beside a sale. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { SaleManagerJson } from "../shared/api_links.ts";
import type { Client } from "../shared/client.ts";

/** What only a browser can do. */
export interface Device {
  /** Leads to an address, such as `tel:`. */
  go(address: string): void;
  /** Whether the text is in the clipboard now. */
  copy(text: string): Promise<boolean>;
}

/** How the last tap ended. */
export type CardNotice = "calling" | "call-failed" | "copied" | "copy-failed";

export interface ManagerActions {
  /** Null: nobody brought this visitor. */
  readonly manager: SaleManagerJson | null;
  readonly cardNotice: ReadonlySignal<CardNotice | null>;
  callManager(): Promise<void>;
  copyWechat(): Promise<void>;
}

/** Makes the actions of one card. */
export function createManagerActions(
  { client, manager, device }: {
    readonly client: Client;
    readonly manager: SaleManagerJson | null;
    readonly device: Device | null;
  },
): ManagerActions {
  const notice = signal<CardNotice | null>(null);
  return {
    manager,
    cardNotice: notice,
    async callManager() {
      if (manager === null || device === null) return;
      notice.value = "calling";
      // The number is in no page: it comes on a tap.
      const path = `/api/v1/storefronts/${encodeURIComponent(manager.id)}/phone`;
      const answer = await client.send<{ readonly phone: string }>({ method: "POST", path });
      notice.value = answer.ok ? null : "call-failed";
      if (answer.ok) device.go(`tel:${answer.value.phone}`);
    },
    async copyWechat() {
      if (device === null || manager?.wechat === null || manager === null) return;
      notice.value = await device.copy(manager.wechat) ? "copied" : "copy-failed";
    },
  };
}
