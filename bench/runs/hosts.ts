/** Which addresses count as production: all but this machine's own loopback. */
import { lookup } from "node:dns/promises";

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3}|0\.0\.0\.0|::)$/;

/** Addresses of a name, empty where it has none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Whether nobody but this machine can be behind the URL: every address of its host is a loopback one. */
export async function isThisMachine(url: URL, resolve: Resolve = addresses): Promise<boolean> {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (host === "localhost" || LOOPBACK.test(host)) return true;
  const found = await resolve(host);
  return found.length > 0 && found.every((address) => LOOPBACK.test(address));
}

async function addresses(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
