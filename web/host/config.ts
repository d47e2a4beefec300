/** Flags and environment of the product, parsed once into exact types. */
import { Environment, readLimits, type Variables } from "../../engine/environment.ts";
import type { Limits } from "../../engine/limits.ts";

/** Where events become durable. */
export type JournalConfig =
  | { readonly kind: "sqlite" }
  | {
    readonly kind: "redis-tcp";
    readonly url: string;
    readonly replicas: number;
    readonly cluster: boolean;
  }
  | { readonly kind: "redis-http"; readonly url: string; readonly token: string };

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** Removes the embedded stores before the start. */
  readonly fresh: boolean;
  /** Builds the rows that follow the journal anew. */
  readonly rebuild: boolean;
  /** Whether everything is kept in `dataDir`, without any server beside this process. */
  readonly embedded: boolean;
  readonly demo: boolean;
  /** How much of the bank the demo has. */
  readonly scale: "demo" | "jiangxi";
  readonly approval: boolean;
  /** Null on an embedded start without one: made and kept with the data. */
  readonly authSecret: string | null;
  /** Of what the bank's systems tell; null on an embedded start without one: made and kept with the data. */
  readonly eventsSecret: string | null;
  /** Password of the first province account where there is no demo. */
  readonly staffAdminPassword: string | null;
  readonly publicUrl: string | null;
  readonly trustProxy: boolean;
  readonly wechat: { readonly appId: string; readonly appSecret: string } | null;
  readonly journal: JournalConfig;
  /** A PostgreSQL server; null: embedded in `dataDir`. */
  readonly database: { readonly kind: "postgres"; readonly url: string } | null;
  readonly limits: Limits;
  /** What was given and is not used by this release, a line each. */
  readonly warnings: readonly string[];
}

export type Parsed =
  | { readonly kind: "ok"; readonly config: Config }
  | { readonly kind: "help" }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

const FLAGS: Readonly<Record<string, string>> = {
  "--fresh": "remove the embedded data and start anew",
  "--rebuild": "build lists and statistics anew from what happened, while it runs",
  "--scale demo|jiangxi": "how much of the bank the demo has: some of it (default) or all",
  "--help": "print this",
};
const SCALES = ["demo", "jiangxi"] as const;
const SECRET_BYTES_MIN = 32;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/;
const PASSWORD_CHARACTERS_MIN = 12;
const PORT_MAX = 65_535;

/** The known flags, a line each. */
export const USAGE: string = Object.entries(FLAGS)
  .map(([flag, meaning]) => `  ${flag}  ${meaning}`).join("\n");

/** Parses flags and variables; a leading `--`, which task runners pass on, is dropped. */
export function parseConfig(args: readonly string[], variables: Variables): Parsed {
  const flags = readFlags(args[0] === "--" ? args.slice(1) : args);
  if (flags.unknown.length > 0) {
    return {
      kind: "invalid",
      problems: flags.unknown.map((flag) => `Unknown flag "${flag}", the flags are:\n${USAGE}`),
    };
  }
  if (flags.help) return { kind: "help" };
  const environment = new Environment(variables);
  const config = readConfig(environment, variables, flags);
  return environment.problems.length > 0
    ? { kind: "invalid", problems: environment.problems }
    : { kind: "ok", config };
}

interface Flags {
  readonly fresh: boolean;
  readonly rebuild: boolean;
  readonly help: boolean;
  readonly scale: Config["scale"];
  readonly unknown: readonly string[];
}

/** `--scale jiangxi` and `--scale=jiangxi` are the same. */
function readFlags(args: readonly string[]): Flags {
  const words = args.flatMap((arg) => arg.startsWith("--scale=") ? arg.split("=", 2) : [arg]);
  const at = words.indexOf("--scale");
  const scale = at === -1 ? "demo" : SCALES.find((one) => one === words[at + 1]);
  const rest = at === -1 ? words : words.filter((_, n) => n !== at && n !== at + 1);
  return {
    fresh: rest.includes("--fresh"),
    rebuild: rest.includes("--rebuild"),
    help: rest.includes("--help"),
    scale: scale ?? "demo",
    unknown: [
      ...rest.filter((flag) => !["--fresh", "--rebuild", "--help"].includes(flag)),
      ...scale === undefined ? [`--scale ${words[at + 1] ?? ""}`.trim()] : [],
    ],
  };
}

function readConfig(environment: Environment, variables: Variables, flags: Flags): Config {
  const { fresh, rebuild, scale } = flags;
  const journal = readJournal(environment);
  const databaseUrl = environment.url("DATABASE_URL", ["postgres", "postgresql"]);
  const embedded = journal.kind === "sqlite" && databaseUrl === null;
  const demo =
    environment.choice("DEMO", { default: embedded ? "1" : "0", of: ["0", "1"] }) === "1";
  const approval = environment.choice("APPROVAL", {
    default: demo ? "on" : "off",
    of: ["on", "off"],
  });
  if (fresh && journal.kind !== "sqlite") {
    environment.problem("--fresh", "clears the embedded journal only, not a Redis");
  }
  if (fresh && databaseUrl !== null) {
    environment.problem("--fresh", "clears the embedded database only, not that of DATABASE_URL");
  }
  environment.choice("ROLE", { default: "all", of: ["all"] });
  const host = environment.text("HOST") ?? "127.0.0.1";
  const loopback = LOOPBACK.test(host);
  const secret = readSecret(environment, { name: "AUTH_SECRET", needed: !embedded, loopback });
  const events = readSecret(environment, { name: "EVENTS_SECRET", needed: false, loopback });
  return {
    host,
    port: environment.integer("PORT", { default: 8_000, min: 0, max: PORT_MAX }),
    dataDir: environment.text("DATA_DIR") ?? ".yundian",
    fresh,
    rebuild,
    embedded,
    demo,
    scale,
    approval: approval === "on",
    authSecret: secret.secret,
    eventsSecret: events.secret,
    staffAdminPassword: readPassword(environment),
    publicUrl: environment.url("PUBLIC_URL", ["http", "https"]),
    trustProxy: environment.choice("TRUST_PROXY", { default: "0", of: ["0", "1"] }) === "1",
    wechat: readWechat(environment),
    journal,
    database: databaseUrl === null ? null : { kind: "postgres", url: databaseUrl },
    limits: readLimits(environment, variables),
    warnings: [
      ...secret.warnings,
      ...events.warnings,
      ...events.secret === null && !embedded
        ? ["Nothing that the bank's systems tell is taken: set EVENTS_SECRET"]
        : [],
      ...["NODE_SECRET"].filter((name) => environment.has(name))
        .map((name) => `${name} is reserved: this release does not use it yet`),
    ],
  };
}

function readJournal(environment: Environment): JournalConfig {
  const tcp = environment.url("REDIS_URL", ["redis", "rediss"]);
  const http = environment.url("UPSTASH_REDIS_REST_URL", ["http", "https"]);
  const token = environment.text("UPSTASH_REDIS_REST_TOKEN");
  const replicas = environment.integer("REDIS_REPLICAS", { default: 0, min: 0, max: 8 });
  if (tcp !== null && http !== null) {
    environment.problem("UPSTASH_REDIS_REST_URL", "expected none beside REDIS_URL: one journal");
  }
  const cluster = environment.choice("REDIS_CLUSTER", { default: "0", of: ["0", "1"] }) === "1";
  if (tcp !== null) return { kind: "redis-tcp", url: tcp, replicas, cluster };
  for (const name of ["REDIS_REPLICAS", "REDIS_CLUSTER"].filter((one) => environment.has(one))) {
    environment.problem(name, "expected only with REDIS_URL");
  }
  if (http === null && token === null) return { kind: "sqlite" };
  if (http === null) environment.problem("UPSTASH_REDIS_REST_URL", "expected with its token");
  if (token === null) environment.problem("UPSTASH_REDIS_REST_TOKEN", "expected with its URL");
  return { kind: "redis-http", url: http ?? "", token: token ?? "" };
}

/** A short secret is refused, but for a node that only this machine reaches: there it is a warning. */
function readSecret(
  environment: Environment,
  { name, needed, loopback }: {
    readonly name: "AUTH_SECRET" | "EVENTS_SECRET";
    readonly needed: boolean;
    readonly loopback: boolean;
  },
): { readonly secret: string | null; readonly warnings: readonly string[] } {
  const secret = environment.text(name);
  if (secret === null && needed) {
    environment.problem(name, "expected, since the data is not embedded");
  }
  if (secret === null || new TextEncoder().encode(secret).length >= SECRET_BYTES_MIN) {
    return { secret, warnings: [] };
  }
  const expected = `expected at least ${SECRET_BYTES_MIN} bytes`;
  if (loopback) return { secret, warnings: [`${name} can be guessed: ${expected}`] };
  environment.problem(name, expected);
  return { secret, warnings: [] };
}

function readPassword(environment: Environment): string | null {
  const password = environment.text("STAFF_ADMIN_PASSWORD");
  if (password !== null && password.length < PASSWORD_CHARACTERS_MIN) {
    environment.problem(
      "STAFF_ADMIN_PASSWORD",
      `expected at least ${PASSWORD_CHARACTERS_MIN} characters`,
    );
  }
  return password;
}

function readWechat(environment: Environment): Config["wechat"] {
  const appId = environment.text("WECHAT_APP_ID");
  const appSecret = environment.text("WECHAT_APP_SECRET");
  if (appId !== null && appSecret !== null) return { appId, appSecret };
  if (appId !== null) environment.problem("WECHAT_APP_SECRET", "expected with WECHAT_APP_ID");
  if (appSecret !== null) environment.problem("WECHAT_APP_ID", "expected with WECHAT_APP_SECRET");
  return null;
}
