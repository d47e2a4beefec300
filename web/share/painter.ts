/** Pictures as PNG, drawn in a Worker that lives while somebody wants pictures. */
import { createHash } from "node:crypto";
import type { Cancel, Scheduler } from "../../engine/mod.ts";
import { Newest } from "../shared/newest.ts";
import type { InvitationContent } from "./invitation_poster.ts";
import type { PosterContent } from "./poster.ts";

export type Picture =
  | { readonly kind: "qr"; readonly text: string; readonly pixels: number }
  | { readonly kind: "poster"; readonly content: PosterContent }
  | { readonly kind: "invitation"; readonly content: InvitationContent };

export interface PaintOrder {
  readonly no: number;
  readonly picture: Picture;
}

export type Painted =
  | { readonly no: number; readonly png: Uint8Array<ArrayBuffer> }
  | { readonly no: number; readonly error: string };

export interface Painter {
  /** PNG bytes; null when too many wait or it takes too long. Rejects where it cannot be drawn. */
  paint(picture: Picture): Promise<Uint8Array<ArrayBuffer> | null>;
  close(): void;
}

export interface PainterOptions {
  readonly scheduler: Scheduler;
  readonly queuedMax: number;
  readonly waitMs: number;
}

/** The fonts and the drawing library take 100 MB. */
const IDLE_MS = 60_000;
const KEPT_MAX = 64;

/** A painter; nothing is loaded before the first picture. */
export function createPainter(options: PainterOptions): Painter {
  const { scheduler, queuedMax, waitMs } = options;
  const waiting = new Map<number, PromiseWithResolvers<Uint8Array<ArrayBuffer>>>();
  const kept = new Newest<string, Promise<Uint8Array<ArrayBuffer> | null>>(KEPT_MAX);
  let worker: Worker | null = null;
  let stopIdle: Cancel = () => {};
  let made = 0;

  function hire(): Worker {
    const hired = new Worker(new URL("./painter_worker.ts", import.meta.url), { type: "module" });
    hired.addEventListener("message", (event: MessageEvent<Painted>) => {
      const painted = event.data;
      const order = waiting.get(painted.no);
      waiting.delete(painted.no);
      if ("png" in painted) order?.resolve(painted.png);
      else order?.reject(new Error(`Cannot draw a picture: ${painted.error}`));
      rest();
    });
    hired.addEventListener("error", (event) => {
      event.preventDefault();
      dismiss(event.message);
    });
    return hired;
  }

  function rest(): void {
    stopIdle();
    stopIdle = waiting.size > 0 ? () => {} : scheduler.after(IDLE_MS, () => dismiss("idle"));
  }

  function dismiss(why: string): void {
    stopIdle();
    worker?.terminate();
    worker = null;
    for (const order of waiting.values()) order.reject(new Error(`Cannot draw a picture: ${why}`));
    waiting.clear();
  }

  async function order(picture: Picture): Promise<Uint8Array<ArrayBuffer> | null> {
    if (waiting.size >= queuedMax) return null;
    worker ??= hire();
    stopIdle();
    const no = made++;
    const painted = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
    waiting.set(no, painted);
    worker.postMessage({ no, picture } satisfies PaintOrder);
    let cancel: Cancel = () => {};
    const late = new Promise<null>((resolve) => {
      cancel = scheduler.after(waitMs, () => resolve(null));
    });
    try {
      return await Promise.race([painted.promise, late]);
    } finally {
      cancel();
      painted.promise.catch(() => {});
    }
  }

  return {
    async paint(picture) {
      // A photo may be a megabyte: its digest is name enough.
      const name = createHash("sha256").update(JSON.stringify(picture)).digest("base64url");
      const old = kept.get(name);
      if (old !== undefined) return await old;
      const painting = order(picture);
      kept.set(name, painting);
      try {
        const png = await painting;
        if (png === null) kept.delete(name);
        return png;
      } catch (error) {
        kept.delete(name);
        throw error;
      }
    },
    close: () => dismiss("closed"),
  };
}
