/** Addresses of the console: a page's pattern, and what an address says to it. */

/** Values of the parts of a pattern that begin with a colon. */
export type Params = Readonly<Record<string, string>>;

/** Everything below is the console's. */
export const ROOT = "/console";

/** An address as it stands in the browser: path below the root, and query. */
export interface Address {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Reads `/console/campaigns/c1?tab=x`; a path without the root is taken as it is. */
export function addressOf(url: string): Address {
  const [path = "", query = ""] = url.replace(/#.*$/, "").split("?");
  const below = path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
  return { path: below.replace(/\/+$/, "") || "/", query: new URLSearchParams(query) };
}

/** The values that `path` gives to `pattern` (`/campaigns/:id`); null where it does not fit. */
export function match(pattern: string, path: string): Params | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (!part.startsWith(":")) {
      if (part !== value) return null;
      continue;
    }
    const decoded = decode(value);
    if (decoded === null || decoded === "") return null;
    params[part.slice(1)] = decoded;
  }
  return params;
}

/** Address of a page, for links: `hrefOf("/campaigns/:id", { id })`. */
export function hrefOf(pattern: string, params: Params = {}): string {
  const path = pattern.replace(
    /:(\w+)/g,
    (_, name: string) => encodeURIComponent(params[name] ?? ""),
  );
  return path === "/" ? ROOT : `${ROOT}${path}`;
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
