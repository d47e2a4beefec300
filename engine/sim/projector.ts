/** A projector that follows the feed, keeps a copy of every record, and lets the journal trim. */
import type { FeedEntry } from "../journal/journal.ts";
import type { Deployment } from "./deployment.ts";
import type { Prng } from "./prng.ts";
import type { SimWorld } from "./world.ts";

const PAGE = 50;

export class Projector {
  /** Everything ever stored, by actor, oldest first. */
  readonly copies = new Map<string, FeedEntry[]>();
  readonly #positions: number[];
  readonly #world: SimWorld;
  readonly #deployment: Deployment;

  constructor(world: SimWorld, deployment: Deployment) {
    this.#world = world;
    this.#deployment = deployment;
    this.#positions = new Array<number>(deployment.limits.shards).fill(0);
  }

  /** Records seen. */
  get position(): number {
    return this.#positions.reduce((sum, position) => sum + position, 0);
  }

  /** Follows every shard to its end; tells the journal of it with some probability. */
  async catchUp(chance: Prng, archives: number): Promise<void> {
    const { journal } = this.#deployment;
    for (let shard = 0; shard < this.#positions.length; shard++) {
      for (let more = true; more;) {
        const page = await journal.feed(shard, this.#positions[shard] ?? 0, PAGE);
        for (const entry of page) this.#take(shard, entry);
        more = page.length === PAGE;
      }
      if (chance.chance(archives)) await journal.archived(shard, this.#positions[shard] ?? 0);
    }
  }

  #take(shard: number, entry: FeedEntry): void {
    const expected = (this.#positions[shard] ?? 0) + 1;
    if (entry.position !== expected) {
      this.#world.fail("the feed has no gaps", `shard ${shard}: ${entry.position} for ${expected}`);
    }
    this.#positions[shard] = entry.position;
    let copy = this.copies.get(entry.actor);
    if (copy === undefined) this.copies.set(entry.actor, copy = []);
    const last = copy[copy.length - 1];
    const next = last === undefined ? 1 : last.seq + last.count;
    if (entry.seq !== next) {
      this.#world.fail("records follow one another", `${entry.actor}: ${entry.seq} for ${next}`);
    }
    copy.push(entry);
  }
}
