/** What a program that is started here may know of the caller's environment. */

/** Paths, caches and proxies; no setting of a product or a store. */
const INHERITED =
  /^(PATH|HOME|USER|TMPDIR|TZ|LANG|LC_.*|XDG_.*|DENO_.*|NPM_.*|npm_.*|HTTPS?_PROXY|NO_PROXY|SSL_.*)$/i;

/** Variables that do not change what is measured. */
export function inheritedEnvironment(): Record<string, string> {
  const all = Object.entries(Deno.env.toObject());
  return Object.fromEntries(all.filter(([name]) => INHERITED.test(name)));
}
