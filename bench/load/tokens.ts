/** A file of signed tokens, one customer each, as a load generator that knows the secret would make it. */
import { createHmac } from "node:crypto";
import { Buffer } from "node:buffer";

/** Tokens of equal width, one per line. */
export interface TokenFile {
  readonly path: string;
  readonly count: number;
  /** Bytes of a line with its line feed. */
  readonly lineBytes: number;
}

const BATCH = 20_000;
const CUSTOMER_DIGITS = 9;

/** Signs `count` tokens by `node:crypto`, not by the code under test. */
export async function writeTokens(
  options: { readonly path: string; readonly count: number; readonly secret: string },
): Promise<TokenFile> {
  const { path, count, secret } = options;
  const exp = Math.floor(Date.now() / 1000) + 86_400;
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  const writer = file.writable.getWriter();
  let lineBytes = 0;
  for (let first = 0; first < count; first += BATCH) {
    const lines: string[] = [];
    for (let i = first; i < Math.min(first + BATCH, count); i++) {
      lines.push(signCustomer(customerName(i), { exp, secret }));
    }
    const chunk = `${lines.join("\n")}\n`;
    lineBytes = (lines[0]?.length ?? 0) + 1;
    await writer.write(new TextEncoder().encode(chunk));
  }
  writer.releaseLock();
  return { path, count, lineBytes };
}

/** Name of the customer of token `index`; all have the same length. */
export function customerName(index: number): string {
  return `customer-${String(index).padStart(CUSTOMER_DIGITS, "0")}`;
}

/** A customer's token. */
export function signCustomer(sub: string, by: { exp: number; secret: string }): string {
  return sign({ sub, role: "customer", exp: by.exp }, by.secret);
}

/** A token with any claims. */
export function sign(claims: Readonly<Record<string, unknown>>, secret: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const message = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${message}.${createHmac("sha256", secret).update(message).digest("base64url")}`;
}
