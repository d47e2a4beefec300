/** The limit: Hono and our token check, parses nothing, answers a constant of the same size and headers. */
import { createTokenVerifier } from "../../web/edge/token.ts";
import type { Words } from "../report/chart_data.ts";
import type { Peer } from "./peer.ts";
import { GRAB_PATH, serveGrabs, serverOptions, startServer } from "./stack.ts";

/** See above. */
export const limit: Peer = constantPeer({
  name: "limit",
  what: {
    zh: "Hono、我们的令牌校验、固定应答",
    en: "Hono, our token check, a constant answer",
  },
  file: import.meta.url,
});

/** A peer that always gives the same answer from the server in `file`. */
export function constantPeer(spec: { name: string; what: Words; file: string }): Peer {
  return {
    name: spec.name,
    what: spec.what,
    sells: false,
    needs: [],
    killable: [],
    durability: () => ({ zh: "什么也不保存", en: "stores nothing" }),
    async start(options) {
      const { part, origin } = await startServer(spec.file, options);
      return {
        origin,
        path: GRAB_PATH,
        parts: [part],
        sellOut: () => Promise.reject(new Error(`Cannot sell out ${spec.name}: it sells nothing`)),
        audit: () => Promise.resolve({ sold: 0, left: options.units, violations: [] }),
        missing: (acknowledged) => Promise.resolve(acknowledged),
        async stop() {
          await part[Symbol.asyncDispose]();
        },
      };
    },
  };
}

if (import.meta.main) {
  const { secret, answer } = serverOptions();
  const verifier = createTokenVerifier({ secret, nowMs: () => Date.now() });
  const init = { status: 201, headers: { ...answer.headers } };
  serveGrabs(
    (header) => verifier.verify(header)?.sub ?? null,
    () => new Response(answer.body, init),
  );
}
