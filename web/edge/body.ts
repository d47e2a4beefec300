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
  const { headers } = request;
  if (saysEmpty(headers)) return EMPTY;
  const told = headers.get("content-length");
  if (told !== null && Number(told) > bytesMax) {
    await request.body?.cancel();
    return TOO_LARGE;
  }
  // What tells its length cannot be longer, and is read in one piece: a stream costs far more.
  const bytes = told === null ? await collect(request.body, bytesMax) : await request.bytes();
  if (bytes === null) return TOO_LARGE;
  if (bytes.length === 0) return EMPTY;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { kind: "json", data: JSON.parse(text), text };
  } catch {
    return MALFORMED;
  }
}

/** A body as bytes, whatever its type; null once it is more than `bytesMax`. */
export async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array | null> {
  const told = request.headers.get("content-length");
  if (told !== null && Number(told) > bytesMax) {
    await request.body?.cancel();
    return null;
  }
  return await collect(request.body, bytesMax);
}

/** Everything that a stream gives; null once it is more than `bytesMax`. */
async function collect(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
): Promise<Uint8Array | null> {
  if (body === null) return new Uint8Array(0);
  const bytes = new Uint8Array(bytesMax);
  let length = 0;
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (length + part.value.length > bytesMax) {
      await reader.cancel();
      return null;
    }
    bytes.set(part.value, length);
    length += part.value.length;
  }
  return bytes.subarray(0, length);
}
