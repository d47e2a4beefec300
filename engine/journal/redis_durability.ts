/** What a Redis says about its own durability. */
import { unavailable } from "./integrity.ts";

/** Reads one setting; null where a managed server does not tell. */
export type ReadSetting = (name: string) => Promise<string | null>;

/** What a reply of this server means, in words. Refuses a server that may drop what it acknowledged. */
export async function describeServer(setting: ReadSetting): Promise<string> {
  const policy = await setting("maxmemory-policy");
  const memory = await setting("maxmemory");
  if (policy !== null && policy !== "noeviction" && memory !== "0") {
    throw unavailable(
      `Cannot open journal: Redis may evict it (maxmemory ${memory}, maxmemory-policy ${policy})`,
    );
  }
  const appendOnly = await setting("appendonly");
  if (appendOnly === null) return "persistence as the server is set up: it does not tell";
  if (appendOnly !== "yes") return "in memory only: appendonly no";
  return `appendfsync ${await setting("appendfsync")}`;
}

/** The value in a reply of `CONFIG GET`. */
export function settingOf(reply: unknown): string | null {
  const value: unknown = Array.isArray(reply) ? reply[1] : null;
  return typeof value === "string" ? value : null;
}
