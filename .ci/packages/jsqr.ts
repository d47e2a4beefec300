/** jsQR, for tests alone: reads QR codes back; named here for the reason that fast_check.ts gives. */
// deno-lint-ignore-file no-import-prefix
import jsqr from "npm:jsqr@1.4.0";

/** It is CommonJS: its types speak of a default export that is the module itself. */
interface Read {
  (pixels: Uint8ClampedArray, width: number, height: number): { readonly data: string } | null;
}

const read: unknown = jsqr;

export default read as Read;
