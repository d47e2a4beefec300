import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { leadingId, MalformedAnswer, parseEvent, StreamReader } from "./stream_reader.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What a reader tells of these pieces, in order. */
function told(pieces: readonly Uint8Array[]): string[] {
  const lines: string[] = [];
  const reader = new StreamReader({
    head: ({ status }) => lines.push(`head ${status}`),
    block: (bytes) => lines.push(`block ${decoder.decode(bytes)}`),
    body: (text) => lines.push(`body ${text}`),
    end: () => lines.push("end"),
  });
  for (const piece of pieces) reader.push(piece);
  reader.closed();
  return lines;
}

function chunk(text: string): string {
  return `${encoder.encode(text).length.toString(16)}\r\n${text}\r\n`;
}

const HEAD =
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const FIRST = 'id: 7\nevent: state\ndata: {"title":"赣鄱"}\n\n';
const STREAM = HEAD + chunk(FIRST) + chunk(":\n\n") +
  chunk("id: 8\ndata: x\n\nid: 9\ndata: y\n\n") +
  "0\r\n\r\n";
const TOLD = [
  "head 200",
  'block id: 7\nevent: state\ndata: {"title":"赣鄱"}',
  "block :",
  "block id: 8\ndata: x",
  "block id: 9\ndata: y",
  "end",
];

Deno.test("a stream in one piece is read event by event", () => {
  assertEquals(told([encoder.encode(STREAM)]), TOLD);
});

Deno.test("however the bytes of a stream are cut, the same is read", () => {
  const bytes = encoder.encode(STREAM);
  fc.assert(fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
    const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
    const pieces = at.slice(1).map((end, n) => bytes.slice(at[n], end));
    assertEquals(told(pieces), TOLD);
  }));
  assertEquals(told([...bytes].map((byte) => new Uint8Array([byte]))), TOLD);
});

Deno.test("an event that two chunks share is one event", () => {
  const text = HEAD + chunk("id: 7\nda") + chunk("ta: x\n") + chunk("\n");
  assertEquals(told([encoder.encode(text)]), ["head 200", "block id: 7\ndata: x"]);
});

Deno.test("an answer that is no stream is given as one body", () => {
  const body = '{"code":"overloaded"}';
  const head = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n";
  const withLength = `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
  assertEquals(told([encoder.encode(withLength)]), ["head 503", `body ${body}`, "end"]);
  assertEquals(told([encoder.encode(`${head}\r\n${body}`)]), ["head 503", `body ${body}`, "end"]);
  const empty = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
  assertEquals(told([encoder.encode(empty)]), ["head 404", "body ", "end"]);
});

Deno.test("what is no HTTP, or a chunk that lies, is malformed", () => {
  assertThrows(() => told([encoder.encode("SSH-2.0\r\n\r\n")]), MalformedAnswer);
  assertThrows(() => told([encoder.encode(`${HEAD}zz\r\n`)]), MalformedAnswer);
  assertThrows(() => told([encoder.encode(`${HEAD}1\r\nab\r\n`)]), MalformedAnswer);
});

Deno.test("an event has id, name and data; a comment is none", () => {
  const event = parseEvent(encoder.encode("id: 12\nevent: state\ndata: a\ndata:b\n:c"));
  assertEquals(event, { id: "12", event: "state", data: "a\nb" });
  assertEquals(parseEvent(encoder.encode(": resumed")), null);
});

Deno.test("the number that an event starts with is read without decoding it", () => {
  assertEquals(leadingId(encoder.encode("id: 120\nevent: state")), 120);
  assertEquals(leadingId(encoder.encode(": resumed")), -1);
  assertEquals(leadingId(encoder.encode("event: state\nid: 1")), -1);
});
