/** A process of its own that appends a number of batches to a sqlite journal, so that its system calls can be counted. */
import { createSqliteJournal } from "./sqlite.ts";

const SHARDS = 8;

if (import.meta.main) {
  const [path = "", batches = "0"] = Deno.args;
  const journal = createSqliteJournal({ path, shards: SHARDS, archive: false, timeoutMs: 10_000 });
  await journal.open();
  const owner = { nonce: "probe", incarnation: "probe", address: "" };
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  await Promise.all(journal.acquire(shards.map((shard) => ({ shard, owner }))));
  for (let batch = 0; batch < Number(batches); batch++) {
    const verdicts = await Promise.all(journal.append(shards.map((shard) => ({
      shard,
      epoch: 1,
      nonce: owner.nonce,
      batchId: `batch-${batch}`,
      entries: [{ actor: `stock/1/${shard}`, expectedSeq: batch, count: 1, body: "[]" }],
    }))));
    if (verdicts.some(({ kind }) => kind !== "ok")) throw new Error(JSON.stringify(verdicts));
  }
  await journal.close();
}
