/** playwright-core, for tests alone; named here for the reason that fast_check.ts gives. */
// deno-lint-ignore-file no-import-prefix
export * from "npm:playwright-core@1.65.1";
export { default } from "npm:playwright-core@1.65.1";
