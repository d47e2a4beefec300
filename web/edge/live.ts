/**
 * Pushes campaigns to their subscribers as server-sent events. A frame is serialised once and shared; only the newest
 * goes out; the pace falls as subscribers grow, so that pushing stays within its share of the core. A subscriber
 * that does not read gets the newest frame when it reads again, or is dropped.
 */
import type { CampaignView } from "../../actors/campaign/protocol.ts";
import type { Engine, Limits, World } from "../../engine/mod.ts";
import type { Campaign } from "./campaigns.ts";
import type { EdgeMetrics } from "./metrics.ts";
import { API_HEADERS } from "./problem.ts";

/** One delivery costs about this much of the core (measured: 11.6 µs). */
const DELIVERY_MS = 0.012;
/** Share of the core that pushing may use. */
const BUDGET = 0.05;
const HEARTBEAT_MS = 15_000;
/** Beats without reading after which a subscriber is dropped. */
const SLOW_BEATS_MAX = 2;
/** Deliveries in one turn of the event loop. */
const SLICE = 256;

const HEADERS = {
  "content-type": "text/event-stream",
  ...API_HEADERS,
  "x-accel-buffering": "no",
};

interface Frame {
  readonly version: number;
  readonly bytes: Uint8Array;
}

interface Subscriber {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** Version of the newest frame that was handed over. */
  version: number;
  /** Asked for more than it got. */
  hungry: boolean;
  slowBeats: number;
}

interface Topic {
  readonly campaign: Campaign;
  readonly subscribers: Set<Subscriber>;
  readonly unwatch: () => void;
  frame: Frame | null;
  /** A change has not been serialised yet. */
  stale: boolean;
  /** A push is scheduled or running. */
  busy: boolean;
  pushedMs: number;
}

export class LiveHub {
  readonly #options: { engine: Engine; limits: Limits; world: World; counts: EdgeMetrics };
  readonly #topics = new Map<string, Topic>();
  readonly #encoder = new TextEncoder();
  #closed = false;

  constructor(options: { engine: Engine; limits: Limits; world: World; counts: EdgeMetrics }) {
    this.#options = options;
    this.#beat();
  }

  /** Whether another subscriber may come. */
  get full(): boolean {
    return this.#closed ||
      this.#options.counts.subscribers >= this.#options.limits.sseSubscribersMax;
  }

  /** A stream of the campaign's states, from the first that is newer than `version`. */
  subscribe(campaign: Campaign, view: CampaignView, version: number): Response {
    const topic = this.#topicOf(campaign);
    let subscriber: Subscriber | null = null;
    const leave = () => {
      if (subscriber !== null) this.#leave(topic, subscriber);
    };
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        subscriber = { controller, version, hungry: false, slowBeats: 0 };
        topic.subscribers.add(subscriber);
        this.#options.counts.subscribers++;
        if (view.version !== version) {
          this.#serialise(topic, view);
          this.#offer(topic, subscriber);
        } else {
          // Headers leave with the first bytes.
          controller.enqueue(this.#encoder.encode(": resumed\n\n"));
        }
      },
      pull: () => {
        if (subscriber === null) return;
        subscriber.hungry = true;
        subscriber.slowBeats = 0;
        this.#offer(topic, subscriber);
      },
      cancel: leave,
    }, { highWaterMark: 1 });
    return new Response(stream, { headers: HEADERS });
  }

  /** Ends every stream. */
  close(): void {
    this.#closed = true;
    for (const topic of this.#topics.values()) {
      for (const subscriber of [...topic.subscribers]) this.#end(topic, subscriber);
    }
  }

  #topicOf(campaign: Campaign): Topic {
    const { id } = campaign.ref;
    let topic = this.#topics.get(id);
    if (topic === undefined) {
      const made: Topic = {
        campaign,
        subscribers: new Set(),
        unwatch: campaign.watch(() => this.#changed(made)),
        frame: null,
        stale: false,
        busy: false,
        pushedMs: 0,
      };
      this.#topics.set(id, topic = made);
    }
    return topic;
  }

  #changed(topic: Topic): void {
    topic.stale = true;
    if (topic.busy || this.#closed) return;
    topic.busy = true;
    const { engine, world } = this.#options;
    const waitMs = Math.max(0, topic.pushedMs + this.#intervalMs() - engine.nowMs());
    world.scheduler.after(waitMs, () => void this.#push(topic));
  }

  /** Least time between two frames: the fixed pace, or the pace that the budget allows to all subscribers. */
  #intervalMs(): number {
    const { limits, counts } = this.#options;
    return Math.max(
      1_000 / limits.sseFramesPerSecondMax,
      counts.subscribers * DELIVERY_MS / BUDGET,
    );
  }

  async #push(topic: Topic): Promise<void> {
    topic.stale = false;
    topic.pushedMs = this.#options.engine.nowMs();
    try {
      const view = await topic.campaign.view();
      if (view !== null) this.#serialise(topic, view);
      await this.#deliver(topic);
    } catch {
      // The journal is out of reach: the next change, or the retry below, brings the newest state.
      topic.stale = true;
    }
    topic.busy = false;
    if (topic.stale && topic.subscribers.size > 0) this.#changed(topic);
  }

  /** Hands the newest frame to everyone who reads, in slices that leave the loop free between them. */
  async #deliver(topic: Topic): Promise<void> {
    let left = SLICE;
    for (const subscriber of [...topic.subscribers]) {
      this.#offer(topic, subscriber);
      if (--left > 0) continue;
      left = SLICE;
      await new Promise<void>((resolve) => this.#options.world.scheduler.soon(resolve));
    }
  }

  #serialise(topic: Topic, view: CampaignView): void {
    if (topic.frame !== null && topic.frame.version >= view.version) return;
    const data = topic.campaign.text(view, this.#options.engine.nowMs());
    const text = `id: ${view.version}\nevent: state\ndata: ${data}\n\n`;
    topic.frame = { version: view.version, bytes: this.#encoder.encode(text) };
  }

  #offer(topic: Topic, subscriber: Subscriber): void {
    const { frame } = topic;
    if (frame === null || frame.version === subscriber.version || !isHungry(subscriber)) return;
    subscriber.version = frame.version;
    subscriber.hungry = false;
    this.#options.counts.frames++;
    this.#send(topic, subscriber, frame.bytes);
  }

  #send(topic: Topic, subscriber: Subscriber, bytes: Uint8Array): void {
    try {
      subscriber.controller.enqueue(bytes);
    } catch {
      // It went away between two events.
      this.#leave(topic, subscriber);
    }
  }

  #beat(): void {
    this.#options.world.scheduler.after(HEARTBEAT_MS, () => {
      if (this.#closed) return;
      const comment = this.#encoder.encode(":\n\n");
      for (const topic of this.#topics.values()) {
        for (const subscriber of [...topic.subscribers]) {
          if (isHungry(subscriber)) {
            this.#send(topic, subscriber, comment);
          } else if (++subscriber.slowBeats > SLOW_BEATS_MAX) {
            this.#options.counts.dropped++;
            this.#end(topic, subscriber);
          }
        }
      }
      this.#beat();
    });
  }

  #end(topic: Topic, subscriber: Subscriber): void {
    this.#leave(topic, subscriber);
    try {
      subscriber.controller.close();
    } catch {
      // Closed already by its reader.
    }
  }

  #leave(topic: Topic, subscriber: Subscriber): void {
    if (!topic.subscribers.delete(subscriber)) return;
    this.#options.counts.subscribers--;
    if (topic.subscribers.size > 0) return;
    topic.unwatch();
    if (this.#topics.get(topic.campaign.ref.id) === topic) {
      this.#topics.delete(topic.campaign.ref.id);
    }
  }
}

/** Whether everything handed over so far has been read. */
function isHungry(subscriber: Subscriber): boolean {
  return subscriber.hungry || (subscriber.controller.desiredSize ?? 0) > 0;
}
