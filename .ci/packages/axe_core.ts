/** axe-core, for tests alone; named here for the reason that fast_check.ts gives. */
// deno-lint-ignore-file no-import-prefix
export type { AxeResults } from "npm:axe-core@4.14.1";
export { default } from "npm:axe-core@4.14.1";
