/** Signs the tokens of customers and staff, as whoever knows the target's secret may. */
import crypto from "k6/crypto";
import encoding from "k6/encoding";

const VALID_S = 86_400;

const header = encode({ alg: "HS256", typ: "JWT" });
/** Once per virtual user, which lives no longer than the run. */
const exp = Math.floor(Date.now() / 1_000) + VALID_S;

/** Token of a customer; one that the target never saw is a valid one. */
export function customerToken(customer: string, secret: string): string {
  return sign({ sub: customer, role: "customer", exp }, secret);
}

/** Token of somebody at the head office, who may create campaigns. */
export function staffToken(secret: string): string {
  return sign({ sub: "bench", role: "province", unit: "jx", exp }, secret);
}

function sign(claims: Readonly<Record<string, string | number>>, secret: string): string {
  const message = `${header}.${encode(claims)}`;
  return `${message}.${crypto.hmac("sha256", secret, message, "base64rawurl")}`;
}

function encode(value: Readonly<Record<string, string | number>>): string {
  return encoding.b64encode(JSON.stringify(value), "rawurl");
}
