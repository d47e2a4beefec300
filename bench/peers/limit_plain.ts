/** The limit with a plain check by `node:crypto`, as one would write it first. */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { constantPeer } from "./limit.ts";
import { serveGrabs, serverOptions } from "./stack.ts";

/** See above. */
export const limitPlain = constantPeer({
  name: "limit_plain",
  what: {
    zh: "Hono、node:crypto 的普通令牌校验、固定应答",
    en: "Hono, a plain token check by node:crypto, a constant answer",
  },
  file: import.meta.url,
});

function customerOf(header: string | null, secret: string): string | null {
  const [head, payload, signature] = header?.replace("Bearer ", "").split(".") ?? [];
  if (head === undefined || payload === undefined || signature === undefined) return null;
  const expected = createHmac("sha256", secret).update(`${head}.${payload}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  if (JSON.parse(Buffer.from(head, "base64url").toString()).alg !== "HS256") return null;
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  return claims.role === "customer" && claims.exp * 1000 > Date.now() ? claims.sub : null;
}

if (import.meta.main) {
  const { secret, answer } = serverOptions();
  const init = { status: 201, headers: { ...answer.headers } };
  serveGrabs((header) => customerOf(header, secret), () => new Response(answer.body, init));
}
