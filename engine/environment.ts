/** Reads environment variables into exact types and collects every problem under its name. */
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";

/** Variables by name; an empty one counts as absent. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Readers over one set of variables; each problem goes to `problems` and the default is returned. */
export class Environment {
  readonly problems: string[] = [];
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  /** The value as given, null when absent or empty. */
  text(name: string): string | null {
    return this.#variables[name] || null;
  }

  has(name: string): boolean {
    return this.text(name) !== null;
  }

  integer(name: string, options: { default: number; min: number; max: number }): number {
    const text = this.text(name);
    if (text === null) return options.default;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= options.min && value <= options.max) return value;
    this.problem(name, `expected a whole number from ${options.min} to ${options.max}`, text);
    return options.default;
  }

  choice<T extends string>(name: string, options: { default: T; of: readonly T[] }): T {
    const text = this.text(name);
    if (text === null) return options.default;
    const found = options.of.find((one) => one === text);
    if (found !== undefined) return found;
    this.problem(name, `expected ${options.of.join(" or ")}`, text);
    return options.default;
  }

  /** An absolute URL with one of the schemes; passwords in it never reach a problem. */
  url(name: string, schemes: readonly string[]): string | null {
    const text = this.text(name);
    if (text === null) return null;
    const url = URL.parse(text);
    if (url !== null && schemes.includes(url.protocol.slice(0, -1)) && url.host !== "") return text;
    this.problem(
      name,
      `expected a URL that begins with ${schemes.map((s) => `${s}://`).join(" or ")}`,
    );
    return null;
  }

  /** Records a problem; leave out `value` where it may be secret. */
  problem(name: string, expected: string, value?: string): void {
    this.problems.push(`${name}: ${expected}${value === undefined ? "" : `, got "${value}"`}`);
  }
}

/** Every limit, from `LIMIT_` and its name in capitals where given. Unknown names are problems. */
export function readLimits(environment: Environment, variables: Variables): Limits {
  const limits: Record<string, number> = { ...DEFAULT_LIMITS };
  const names = new Map(Object.keys(DEFAULT_LIMITS).map((name) => [variableOf(name), name]));
  for (const variable of Object.keys(variables).filter((one) => one.startsWith("LIMIT_"))) {
    const name = names.get(variable);
    if (name === undefined) {
      environment.problem(
        variable,
        `unknown limit, the limits are ${[...names.keys()].join(", ")}`,
      );
      continue;
    }
    const byDefault = limits[name] ?? 0;
    limits[name] = environment.integer(variable, {
      default: byDefault,
      // Only what is off by default may be switched off.
      min: Math.min(byDefault, 1),
      max: Number.MAX_SAFE_INTEGER,
    });
  }
  return limits as Limits;
}

/** `LIMIT_MAILBOX_COMMANDS_MAX` for `mailboxCommandsMax`. */
export function variableOf(limit: string): string {
  return `LIMIT_${limit.replace(/([A-Z]|\d+)/g, "_$1").toUpperCase()}`;
}
