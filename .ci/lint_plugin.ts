/**
 * The rules of this repository that a machine can hold: who may import whom, and where time and
 * chance may be read. The table of parts in docs/architecture.md says the same in words.
 */
import { dirname, fromFileUrl, join, normalize, relative } from "@std/path";

const ROOT = dirname(dirname(fromFileUrl(import.meta.url)));

/** What one part may import: paths as prefixes or exact files, packages by name. */
interface Part {
  /** Prefix of the importing file, relative to the root. The longest match rules. */
  readonly from: string;
  /** Files, as regular expressions over the path relative to the root. */
  readonly files: readonly RegExp[];
  /** Files of which types only may be imported. */
  readonly types?: readonly RegExp[];
  readonly packages: readonly string[];
}

const PROTOCOLS = /^actors\/[a-z]+\/protocol\.ts$/;
const ENGINE_ENTRY = /^engine\/(mod|engine_api|contract|fault|limits)\.ts$/;
const ENGINE_TYPES = /^engine\/(mod|engine_api|contract|fault|limits|ports)\.ts$/;

const PARTS: readonly Part[] = [
  {
    from: "engine/",
    files: [/^engine\/(?!sim\/|crash\/)/],
    packages: ["@std/", "node:", "prom-client", "nanoid"],
  },
  {
    from: "engine/journal/",
    files: [/^engine\/(?!sim\/|crash\/)/],
    packages: ["@std/", "node:", "@upstash/redis", "ioredis", "nanoid"],
  },
  {
    from: "engine/testing/",
    files: [/^engine\/(?!crash\/)/],
    packages: ["@std/", "node:"],
  },
  {
    from: "engine/sim/",
    files: [/^engine\//, /^actors\//],
    packages: ["@std/", "node:", "fast-check"],
  },
  {
    // Drives the real process from outside.
    from: "engine/crash/",
    files: [
      /^engine\/crash\//,
      /^engine\/sim\/prng\.ts$/,
      /^web\/edge\/token\.ts$/,
      /^web\/edge\/referral\/event_signature\.ts$/,
      /^web\/testing\/cluster\.ts$/,
    ],
    types: [/^web\/shared\/api(_[a-z]+)?\.ts$/],
    packages: ["@std/", "node:"],
  },
  { from: "actors/", files: [/^actors\//], types: [ENGINE_TYPES], packages: [] },
  {
    from: "web/",
    files: [/^web\/(?!host\/)/, PROTOCOLS, ENGINE_ENTRY],
    types: [ENGINE_TYPES],
    packages: [
      "@std/",
      "node:",
      "@electric-sql/pglite",
      "@hono/",
      "hono",
      "nanoid",
      "postgres",
      "preact",
      "preact-render-to-string",
      "@preact/signals",
      "prom-client",
      "swagger-ui-dist",
      "zod",
      // Links, QR codes and posters.
      "@fontsource-variable/",
      "@resvg/",
      "qr",
      "wawoff2",
    ],
  },
  {
    // What a process needs around the edge; `deploy.ts` joins it.
    from: "web/host/",
    files: [
      /^web\/(host|edge|shared|store|projection)\//,
      ENGINE_ENTRY,
      /^engine\/(environment|data_dir)\.ts$/,
      /^engine\/journal\/[a-z_]+\.ts$/,
      /^actors\/mod\.ts$/,
      PROTOCOLS,
    ],
    types: [ENGINE_TYPES],
    packages: ["@std/", "node:", "prom-client"],
  },
  {
    // Follows the journal into rows, with readers and kinds of its own.
    from: "web/projection/",
    files: [
      /^web\/(projection|store|shared)\//,
      ENGINE_ENTRY,
      /^engine\/(projector|record)\.ts$/,
      /^engine\/journal\/[a-z_]+\.ts$/,
      /^actors\//,
    ],
    types: [ENGINE_TYPES, /^web\/host\/config\.ts$/],
    packages: ["@std/", "node:", "postgres", "prom-client"],
  },
  {
    // Drives the pages in a real browser.
    from: "web/testing/",
    files: [/^web\//, /^engine\/crash\/product\.ts$/],
    packages: ["@std/", "axe-core", "playwright-core"],
  },
  {
    from: "web/h5/",
    files: [/^web\/(h5|shared)\//],
    types: [PROTOCOLS],
    packages: ["preact", "preact-render-to-string", "@preact/signals"],
  },
  {
    // Pages of customers; what they show is composed in `web/edge/storefront/`.
    from: "web/storefront/",
    files: [/^web\/(storefront|shared)\//],
    types: [PROTOCOLS],
    packages: ["preact", "preact-render-to-string", "@preact/signals"],
  },
  {
    from: "web/console/",
    // The builder shows a campaign as its customers will see it.
    files: [
      /^web\/(console|shared)\//,
      /^web\/h5\/(model\.ts|sale_page\.tsx)$/,
      /^web\/h5\/referral\/(model\.ts|referral_page\.tsx)$/,
    ],
    types: [PROTOCOLS],
    packages: ["preact", "preact-render-to-string", "@preact/signals", "qr", "uplot"],
  },
  {
    from: "web/shared/",
    files: [/^web\/shared\//],
    types: [PROTOCOLS],
    packages: ["preact", "@preact/signals"],
  },
  {
    from: "bench/",
    files: [
      /^bench\//,
      /^engine\/mod\.ts$/,
      /^engine\/journal\/(memory|sqlite|redis_tcp)\.ts$/,
      /^actors\/mod\.ts$/,
      /^web\/edge\/token\.ts$/,
      /^web\/share\/referral_codes\.ts$/,
      // Reports look like everything else of ours.
      /^web\/shared\/tokens\.css$/,
    ],
    types: [PROTOCOLS, /^web\/shared\/api(_[a-z]+)*\.ts$/],
    packages: ["@std/", "node:", "hono", "ioredis", "nanoid", "postgres", "k6", "uplot"],
  },
];

/** Names that would make a kind depend on anything but its command and its state. */
const IMPURE = new Set([
  "Date",
  "Deno",
  "WebSocket",
  "XMLHttpRequest",
  "console",
  "crypto",
  "fetch",
  "globalThis",
  "navigator",
  "performance",
  "process",
  "queueMicrotask",
  "self",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

/** Calls that read the clock or the random source. */
const WORLD_CALLS = new Set([
  "Date.now",
  "Math.random",
  "crypto.getRandomValues",
  "crypto.randomUUID",
  "performance.now",
]);

const plugin: Deno.lint.Plugin = {
  name: "yundian",
  rules: {
    "import-boundaries": { create: importBoundaries },
    "pure-actors": { create: pureActors },
    "one-clock": { create: oneClock },
  },
};
export default plugin;

function importBoundaries(context: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  const file = pathOf(context.filename);
  const part = isTest(file) ? undefined : partOf(file);
  if (part === undefined) return {};
  const check = (source: Deno.lint.Node, specifier: string, typesOnly: boolean) => {
    if (mayImport(part, file, specifier, typesOnly)) return;
    const what = typesOnly ? "types of " : "";
    context.report({
      node: source,
      message: `Cannot import ${what}"${specifier}" in ${part.from}: it is outside its part`,
      hint: "docs/architecture.md says which part may import which",
    });
  };
  return {
    ImportDeclaration(node) {
      const named = node.specifiers.filter((one) => one.type === "ImportSpecifier");
      const typesOnly = node.importKind === "type" ||
        (named.length > 0 && named.length === node.specifiers.length &&
          named.every((one) => one.importKind === "type"));
      check(node, node.source.value, typesOnly);
    },
    ExportNamedDeclaration(node) {
      if (node.source) check(node, node.source.value, node.exportKind === "type");
    },
    ExportAllDeclaration(node) {
      check(node, node.source.value, node.exportKind === "type");
    },
    ImportExpression(node) {
      if (node.source.type === "Literal" && typeof node.source.value === "string") {
        check(node, node.source.value, false);
      }
    },
  };
}

function mayImport(part: Part, file: string, specifier: string, typesOnly: boolean): boolean {
  if (!specifier.startsWith(".")) {
    return part.packages.some((name) =>
      specifier === name ||
      specifier.startsWith(name.endsWith("/") || name.endsWith(":") ? name : `${name}/`)
    );
  }
  const target = normalize(join(dirname(file), specifier));
  if (file.startsWith("actors/") && !sameKind(file, target)) {
    if (PROTOCOLS.test(target) || /^actors\/[a-z]+\/transfer\.ts$/.test(target)) return true;
    if (target.startsWith("actors/")) return kindOf(file) === "" || kindOf(target) === "";
  }
  return part.files.some((one) => one.test(target)) ||
    (typesOnly && (part.types ?? []).some((one) => one.test(target)));
}

/** `stock` for `actors/stock/kind.ts`, empty for files directly in `actors/`. */
function kindOf(path: string): string {
  const names = path.split("/");
  return names.length > 2 ? names[1] ?? "" : "";
}

function sameKind(one: string, other: string): boolean {
  return other.startsWith("actors/") && kindOf(one) === kindOf(other);
}

function pureActors(context: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  const file = pathOf(context.filename);
  // The audit reads a journal, so it waits; it is no kind.
  if (!file.startsWith("actors/") || isTest(file) || file === "actors/audit.ts") return {};
  const refuse = (node: Deno.lint.Node, what: string) =>
    context.report({
      node,
      message: `Cannot use ${what} in actors/: kinds are pure and synchronous`,
      hint: "time, ids and chance arrive on the command, stamped by the engine",
    });
  const asynchronous = (node: Deno.lint.Node & { async: boolean }) => {
    if (node.async) refuse(node, "an async function");
  };
  return {
    Identifier(node) {
      if (IMPURE.has(node.name) && !isName(node)) refuse(node, node.name);
    },
    MemberExpression(node) {
      if (callName(node) === "Math.random") refuse(node, "Math.random");
    },
    AwaitExpression: (node) => refuse(node, "await"),
    FunctionDeclaration: asynchronous,
    FunctionExpression: asynchronous,
    ArrowFunctionExpression: asynchronous,
  };
}

function oneClock(context: Deno.lint.RuleContext): Deno.lint.LintVisitor {
  const file = pathOf(context.filename);
  const applies = /^(engine\/|web\/(edge|host)\/|deploy\.ts$)/.test(file) &&
    file !== "engine/system.ts" &&
    !/^engine\/(sim|crash)\//.test(file) && !isTest(file);
  if (!applies) return {};
  const refuse = (node: Deno.lint.Node, what: string) =>
    context.report({
      node,
      message: `Cannot use ${what} in ${file}: only engine/system.ts reads clock and chance`,
      hint: "take the clock or the random source from the World port, or engine.nowMs()",
    });
  return {
    MemberExpression(node) {
      const name = callName(node);
      if (WORLD_CALLS.has(name)) refuse(node, name);
    },
    NewExpression(node) {
      const { callee } = node;
      if (callee.type === "Identifier" && callee.name === "Date" && node.arguments.length === 0) {
        refuse(node, "new Date()");
      }
    },
  };
}

/** Whether an identifier is the name of a property rather than a use of a variable. */
function isName(node: Deno.lint.Identifier): boolean {
  const { parent } = node;
  switch (parent.type) {
    case "MemberExpression":
      return parent.property === node && !parent.computed;
    case "Property":
      return parent.key === node && !parent.computed;
    case "PropertyDefinition":
    case "MethodDefinition":
    case "TSPropertySignature":
    case "TSMethodSignature":
      return parent.key === node;
    default:
      return false;
  }
}

/** `Date.now` for such a member expression, also behind `globalThis`; empty for others. */
function callName(node: Deno.lint.MemberExpression): string {
  const { object, property } = node;
  if (property.type !== "Identifier" || node.computed) return "";
  if (object.type === "Identifier") return `${object.name}.${property.name}`;
  if (object.type === "MemberExpression" && object.property.type === "Identifier") {
    return `${object.property.name}.${property.name}`;
  }
  return "";
}

function partOf(file: string): Part | undefined {
  return PARTS.filter((part) => file.startsWith(part.from))
    .toSorted((one, other) => other.from.length - one.from.length)[0];
}

/** Tests, and what exists for them alone, may reach everywhere. */
function isTest(file: string): boolean {
  return /_test\.tsx?$/.test(file) || file === "engine/journal/contract.ts" ||
    file.includes("/fixtures/");
}

function pathOf(filename: string): string {
  return relative(ROOT, filename);
}
