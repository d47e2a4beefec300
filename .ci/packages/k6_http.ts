/** Types of k6/http; see k6.ts. */
// deno-lint-ignore-file no-import-prefix
export * from "npm:@types/k6@2.3.0/http";
export { default } from "npm:@types/k6@2.3.0/http";
