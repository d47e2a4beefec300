/**
 * fast-check, for tests alone. `deno task` downloads every npm package that deno.json names; named
 * here instead, it is not downloaded by a mere start.
 */
// deno-lint-ignore-file no-import-prefix
export * from "npm:fast-check@4.10.2";
export { default } from "npm:fast-check@4.10.2";
