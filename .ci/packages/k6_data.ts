/** Types of k6/data; see k6.ts. */
// deno-lint-ignore-file no-import-prefix
export * from "npm:@types/k6@2.3.0/data";
