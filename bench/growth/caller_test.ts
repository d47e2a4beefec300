import { assertEquals } from "@std/assert";
import { parseAnswer } from "./caller.ts";

const encoder = new TextEncoder();

/** What is parsed of each beginning of a text: nothing until it is whole. */
function wholeAt(
  text: string,
): { readonly at: number; readonly answer: ReturnType<typeof parseAnswer> } {
  const bytes = encoder.encode(text);
  for (let at = 0; at <= bytes.length; at++) {
    const answer = parseAnswer(bytes.subarray(0, at));
    if (answer !== null) return { at, answer };
  }
  return { at: -1, answer: null };
}

Deno.test("an answer with a length is whole with its last byte", () => {
  const text = 'HTTP/1.1 201 Created\r\nContent-Length: 17\r\n\r\n{"title":"赣鄱"}';
  const whole = wholeAt(text.replace("17", String(encoder.encode('{"title":"赣鄱"}').length)));
  assertEquals(whole.answer, { status: 201, text: '{"title":"赣鄱"}' });
  assertEquals(whole.at, encoder.encode(text).length);
});

Deno.test("an answer in chunks is whole with the last of them", () => {
  const text =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n";
  assertEquals(wholeAt(text), { at: text.length, answer: { status: 200, text: "abcdef" } });
});

Deno.test("an answer without a body is whole with its head", () => {
  const text = "HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n";
  assertEquals(wholeAt(text), { at: text.length, answer: { status: 204, text: "" } });
});
