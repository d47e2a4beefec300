/** Reads a JSON body within its bound. */

export type Body =
  | { readonly kind: "empty" }
  | { readonly kind: "json"; readonly data: unknown; readonly text: string }
  | { readonly kind: "malformed" }
  | { readonly kind: "too-large" };

const EMPTY: Body = { kind: "empty" };
const MALFORMED: Body = { kind: "malformed" };
const TOO_LARGE: Body = { kind: "too-large" };

/**
 * Whether the headers say that there is no body. Over HTTP/2 a body may come without a length; it then has a
 * type, unless its sender means it to be ignored.
 */
export function saysEmpty(headers: Headers): boolean {
  const length = headers.get("content-length");
  if (length !== null) return length === "0";
  return headers.get("transfer-encoding") === null && headers.get("content-type") === null;
}

/** The body as JSON, whatever its type is called. Reads at most `bytesMax`. */
export async function readBody(request: Request, bytesMax: number): Promise<Body> {
  if (saysEmpty(request.headers) || request.body === null) return EMPTY;
  const told = Number(request.headers.get("content-length") ?? bytesMax);
  if (told > bytesMax) {
    await request.body.cancel();
    return TOO_LARGE;
  }
  const bytes = new Uint8Array(told);
  let length = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (length + part.value.length > bytes.length) {
      await reader.cancel();
      return TOO_LARGE;
    }
    bytes.set(part.value, length);
    length += part.value.length;
  }
  if (length === 0) return EMPTY;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length));
    return { kind: "json", data: JSON.parse(text), text };
  } catch {
    return MALFORMED;
  }
}
