/** Sessions of customers: an opaque id made of what proves who they are, and a token for it. */
import { CUSTOMER_COOKIE, setCookie } from "./cookies.ts";
import { digest } from "./digest.ts";
import { signToken } from "./token.ts";

const SESSION_SECONDS = 30 * 86_400;
const ID_CHARACTERS = 21;

/** The customer's id: the same for the same phone or WeChat id, and telling neither. */
export function customerId(secret: string, by: "phone" | "wechat", value: string): string {
  return `c${digest(secret, `customer\n${by}\n${value}`).slice(0, ID_CHARACTERS)}`;
}

/** A token, and the cookie that keeps it where no script can read it. */
export function openSession(
  customer: string,
  options: { secret: string; nowMs: number; secure: boolean },
): { token: string; cookie: string } {
  const exp = Math.floor(options.nowMs / 1_000) + SESSION_SECONDS;
  const token = signToken({ sub: customer, role: "customer", exp }, options.secret);
  const cookie = { maxAgeSeconds: SESSION_SECONDS, secure: options.secure };
  return { token, cookie: setCookie(CUSTOMER_COOKIE, token, cookie) };
}
