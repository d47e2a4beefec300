/** jsQR, for tests alone: reads QR codes back; named here for the reason that fast_check.ts gives. */
// deno-lint-ignore-file no-import-prefix
export { default } from "npm:jsqr@1.4.0";
