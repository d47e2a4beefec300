/**
 * Types of k6's own modules, for checking alone: k6 brings the modules themselves, and Deno never loads a file that
 * imports them. Named here for the reason that fast_check.ts gives.
 */
// deno-lint-ignore-file no-import-prefix
export * from "npm:@types/k6@2.3.0";
