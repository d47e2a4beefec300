import { assert, assertEquals } from "@std/assert";
import { createMemoryJournal } from "../../engine/journal/memory.ts";
import { DEFAULT_LIMITS } from "../../engine/mod.ts";
import { storm } from "./main.ts";
import { startEngine } from "./stage.ts";

Deno.test("the books of a storm of 2,000 participants agree to the fen", async () => {
  const { shards, appendTimeoutMs: timeoutMs } = DEFAULT_LIMITS;
  const theatre = await startEngine(createMemoryJournal({ shards, archive: false, timeoutMs }));
  const { books, answers } = await storm(theatre, { seed: 7, participants: 2_000 });
  await theatre.engine.drain();
  assertEquals(books.faults, []);
  assertEquals(books.participants, 2_000);
  assert(books.paidFen > 0 && books.paidFen + books.heldFen <= books.totalFen);
  // Each sort of trouble was in it.
  for (const word of ["self-referral", "again", "loop", "early", "too-late", "reversed"]) {
    assert((answers[word] ?? 0) > 0, word);
  }
  for (const state of ["paid", "flagged", "rejected budget-exhausted", "rejected cap-per-day"]) {
    assert((books.byState[state] ?? 0) > 0, state);
  }
});
