/** The command that repeats a rehearsal, without secrets. */
import type { Options } from "./options.ts";
import type { Variables } from "./stores.ts";

/** For a shell. */
export function commandOf(options: Options, variables: Variables): string {
  const set = Object.entries(variables).flatMap(([name, value]) =>
    isPassedOn(name) && value ? [`${name}=${isSecret(name) ? `$${name}` : quoted(value)}`] : []
  );
  return [...set, "deno task bench rehearse", ...options.given.map(quoted)].join(" ");
}

/** Variables that the copy gets, or that its question is signed with. */
function isPassedOn(name: string): boolean {
  return name.startsWith("LIMIT_") || /^(REDIS|DATABASE)_/.test(name) ||
    ["AUTH_SECRET", "TRUST_PROXY", "ROLE"].includes(name);
}

/** An address of a store may have a password in it. */
function isSecret(name: string): boolean {
  return /_(SECRET|URL)$/.test(name);
}

function quoted(text: string): string {
  // `$TOKEN` is for the shell to fill in.
  return /^[\w@%+=:,./$-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
