/** The scripts as they are sent, with the digests that name them. */
import { createHash } from "node:crypto";
import { type ScriptName, SCRIPTS } from "./redis_scripts.ts";

/** A script as a server knows it. */
export interface SentScript {
  readonly body: string;
  readonly digest: string;
}

/**
 * Upstash locks the whole database for a script without this line, and only the script's keys with it. Open-source
 * Redis refuses a script that has it.
 */
const KEY_LOCKING = "#!lua flags=allow-key-locking\n";

/** The scripts for open-source Redis and Valkey (`plain`) or for Upstash itself. */
export function scriptsFor(server: "plain" | "upstash"): Readonly<Record<ScriptName, SentScript>> {
  const sent = (name: ScriptName): SentScript => {
    const body = server === "upstash" ? KEY_LOCKING + SCRIPTS[name] : SCRIPTS[name];
    return { body, digest: createHash("sha1").update(body).digest("hex") };
  };
  return {
    open: sent("open"),
    acquire: sent("acquire"),
    append: sent("append"),
    load: sent("load"),
    snapshot: sent("snapshot"),
    due: sent("due"),
    feed: sent("feed"),
    archived: sent("archived"),
  };
}

/** Which scripts the server behind a REST address takes; a gateway in front of Redis is `plain`. */
export function serverAt(url: string): "plain" | "upstash" {
  const { hostname } = new URL(url);
  return hostname === "upstash.io" || hostname.endsWith(".upstash.io") ? "upstash" : "plain";
}
