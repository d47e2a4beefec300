/** Signatures of what the bank tells: HMAC-SHA256 over `<timestamp>.<body>`, so that neither can be changed alone. */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds since 1970, when it was signed. */
export const TIMESTAMP_HEADER = "x-yundian-timestamp";
/** `sha256=` and 64 hex digits. */
export const SIGNATURE_HEADER = "x-yundian-signature";

/** How far from now a signature may have been made. */
const STALE_MS = 300_000;
const SHAPE = /^sha256=([0-9a-f]{64})$/i;

/** Why a request is not believed. Told to nobody but the change log. */
export type Disbelief = "unsigned" | "stale" | "forged";

/** The signature's header. */
export function signatureOf(
  secret: string,
  signed: { readonly timestamp: string; readonly body: Uint8Array },
): string {
  return `sha256=${hmac(secret, signed).toString("hex")}`;
}

/** Null for a request that the secret's owner signed a moment ago. */
export function disbelief(
  request: { readonly headers: Headers; readonly body: Uint8Array },
  options: { readonly secret: string; readonly nowMs: number },
): Disbelief | null {
  const timestamp = request.headers.get(TIMESTAMP_HEADER) ?? "";
  const [, hex] = SHAPE.exec(request.headers.get(SIGNATURE_HEADER) ?? "") ?? [];
  if (hex === undefined || !/^\d{1,12}$/.test(timestamp)) return "unsigned";
  const made = hmac(options.secret, { timestamp, body: request.body });
  if (!timingSafeEqual(made, Buffer.from(hex, "hex"))) return "forged";
  return Math.abs(options.nowMs - Number(timestamp) * 1_000) > STALE_MS ? "stale" : null;
}

function hmac(
  secret: string,
  { timestamp, body }: { readonly timestamp: string; readonly body: Uint8Array },
): Buffer {
  return createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest();
}
