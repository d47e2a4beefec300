import { assertEquals, assertThrows } from "@std/assert";
import { Board, MalformedFrame } from "./board.ts";

const NEW = { isFirst: true };
const PUSHED = { isFirst: false };

function frame(version: number, held: number, at = "2026-11-22T08:00:00.000Z"): Uint8Array {
  const units = { total: 10, available: 10 - held, held, confirmed: 0 };
  const data = JSON.stringify({ serverTime: at, phase: "open", units, version });
  return new TextEncoder().encode(`id: ${version}\nevent: state\ndata: ${data}`);
}

Deno.test("a state is read once, whoever gets it", () => {
  const board = new Board();
  const state = board.state(3, frame(3, 2), NEW);
  assertEquals(state.taken, 2);
  assertEquals(state.units["available"], 8);
  assertEquals(board.state(3, new Uint8Array(), PUSHED), state);
});

Deno.test("a frame that is no state of its version is malformed", () => {
  const board = new Board();
  assertThrows(() => board.state(4, frame(3, 0), NEW), MalformedFrame);
  const words = new TextEncoder().encode("id: 4\nevent: state\ndata: words");
  assertThrows(() => board.state(4, words, NEW), MalformedFrame);
});

Deno.test("a push is as old as its state says", () => {
  const board = new Board();
  const state = board.state(5, frame(5, 1), PUSHED);
  assertEquals(board.pushed(state, state.serverTimeMs + 40), 40);
  assertEquals(board.pushed(state, state.serverTimeMs + 90), 90);
  assertEquals(board.pushes, 1);
});

Deno.test("a state made for a newcomer is as old as its first push", () => {
  const board = new Board();
  const state = board.state(5, frame(5, 1), NEW);
  assertEquals(board.pushed(state, state.serverTimeMs + 2_000), 0);
  assertEquals(board.pushed(state, state.serverTimeMs + 2_030), 30);
});

Deno.test("the first acknowledged unit that a state newly shows is known", () => {
  const board = new Board();
  const states = [0, 2, 2].map((held, n) => board.state(n, frame(n, held), PUSHED));
  const [none, two, same] = states;
  if (none === undefined || two === undefined || same === undefined) {
    throw new Error("three states");
  }
  assertEquals(board.firstNewMs(none, two), null);
  board.acknowledged(100);
  board.acknowledged(200);
  assertEquals(board.firstNewMs(none, two), 100);
  assertEquals(board.firstNewMs(two, same), null);
});
