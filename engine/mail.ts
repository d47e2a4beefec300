/**
 * What few actors need and none pays for before: messages in and out, command ids, waiting callers.
 * A message's number follows from its record's, so numbers of one sender only rise; the receiver keeps the highest
 * one per sender. A sender remembers a receiver only while a message is on its way: cells speak to each of their
 * customers once, and must not keep them all for ever.
 */
import type { Pending } from "./pending.ts";
import type { StoredRecord, StoredSnapshot } from "./record.ts";

/** Messages to one receiver that are not acknowledged yet, oldest first. */
export interface Channel {
  readonly to: string;
  /** Up to where messages were handed over in this activation. */
  handed: number;
  /** Up to where the receiver has stored them. */
  acked: number;
  /** Newest message whose record is durable. */
  durable: number;
  pending: { readonly no: number; readonly command: unknown }[];
  retries: number;
  retrying: boolean;
}

/** More than one record may send. */
const MESSAGES_PER_RECORD = 65_536;

/** Number of a message: `seq` is that of its record, `index` its place in it. */
export function messageNo(seq: number, index: number): number {
  return seq * MESSAGES_PER_RECORD + index;
}

/** Part of an activation that is made when it is first needed. */
export class Mail {
  inbox: Map<string, number> | null = null;
  channels: Map<string, Channel> | null = null;
  commands: Map<string, { readonly seq: number; readonly atMs: number }> | null = null;
  waiting: Map<string, Pending[]> | null = null;
  waitingCount = 0;
  /** Messages not yet acknowledged. */
  unacknowledged = 0;
  /** Channels with acknowledgements that no record has told yet. */
  heard: Set<Channel> | null = null;

  channel(to: string): Channel {
    this.channels ??= new Map();
    let channel = this.channels.get(to);
    if (channel === undefined) {
      channel = {
        to,
        handed: 0,
        acked: 0,
        durable: 0,
        pending: [],
        retries: 0,
        retrying: false,
      };
      this.channels.set(to, channel);
    }
    return channel;
  }

  /** Adds a message. */
  push(channel: Channel, no: number, command: unknown): void {
    channel.pending.push({ no, command });
    this.unacknowledged++;
  }

  took(from: string): number {
    return this.inbox?.get(from) ?? 0;
  }

  /** Applies what a stored record says of messages and command ids. */
  replay(record: StoredRecord, seq: number): void {
    if (record.f !== undefined) (this.inbox ??= new Map()).set(record.f[0], record.f[1]);
    if (record.i !== undefined) {
      (this.commands ??= new Map()).set(record.i, { seq, atMs: record.t });
    }
    for (const [to, no, command] of record.m ?? []) {
      const channel = this.channel(to);
      this.push(channel, no, command);
      channel.durable = no;
    }
    for (const [to, no] of record.a ?? []) this.acknowledge(this.channel(to), no);
    if (record.a !== undefined) this.takeAcks();
  }

  acknowledge(channel: Channel, no: number): void {
    if (no <= channel.acked) return;
    channel.acked = no;
    if (channel.handed < no) channel.handed = no;
    let gone = 0;
    while (gone < channel.pending.length && (channel.pending[gone]?.no ?? Infinity) <= no) gone++;
    channel.pending.splice(0, gone);
    this.unacknowledged -= gone;
    (this.heard ??= new Set()).add(channel);
  }

  /** The same for a record that tells them; receivers that nothing is on its way to are forgotten. */
  takeAcks(): [to: string, acked: number][] | null {
    if (this.heard === null) return null;
    const acks: [string, number][] = [];
    for (const channel of this.heard) {
      acks.push([channel.to, channel.acked]);
      this.#forgetQuiet(channel);
    }
    this.heard = null;
    return acks;
  }

  #forgetQuiet(channel: Channel): void {
    if (channel.pending.length > 0 || channel.retrying) return;
    if (this.channels?.get(channel.to) === channel) this.channels.delete(channel.to);
    if (this.channels?.size === 0) this.channels = null;
  }

  /** Acknowledgements that nothing stored has told yet. */
  unstoredAcks(): (readonly [channel: Channel, acked: number])[] {
    return Array.from(this.heard ?? [], (channel) => [channel, channel.acked] as const);
  }

  /** A snapshot has told them. */
  storedAcks(acks: readonly (readonly [channel: Channel, acked: number])[]): void {
    for (const [channel, acked] of acks) {
      if (channel.acked !== acked || this.heard?.delete(channel) !== true) continue;
      this.#forgetQuiet(channel);
    }
    if (this.heard?.size === 0) this.heard = null;
  }

  /** Command ids older than `beforeMs` are forgotten. */
  forget(beforeMs: number): void {
    if (this.commands === null) return;
    for (const [id, { atMs }] of this.commands) {
      if (atMs >= beforeMs) break;
      this.commands.delete(id);
    }
    if (this.commands.size === 0) this.commands = null;
  }

  save(): Pick<StoredSnapshot, "n" | "o" | "c"> {
    return {
      ...(this.inbox === null
        ? {}
        : { n: [[...this.inbox.keys()], [...this.inbox.values()]] as const }),
      ...(this.channels === null ? {} : {
        o: [...this.channels.values()].filter((c) => c.pending.length > 0).map((c) =>
          [
            c.to,
            c.pending.at(-1)?.no ?? 0,
            c.pending.map((p) => [p.no, p.command] as const),
          ] as const
        ),
      }),
      ...(this.commands === null
        ? {}
        : { c: [...this.commands].map(([id, { seq, atMs }]) => [id, seq, atMs] as const) }),
    };
  }

  static load(stored: Pick<StoredSnapshot, "n" | "i" | "o" | "c">): Mail | null {
    const inbox = inboxOf(stored);
    if (inbox === null && stored.o === undefined && stored.c === undefined) return null;
    const mail = new Mail();
    mail.inbox = inbox;
    for (const [to, newest, pending] of stored.o ?? []) {
      // Before, receivers were remembered for ever.
      if (pending.length === 0) continue;
      const channel = mail.channel(to);
      channel.durable = newest;
      channel.pending = pending.map(([no, command]) => ({ no, command }));
      mail.unacknowledged += pending.length;
      channel.acked = channel.handed = (pending[0]?.[0] ?? 1) - 1;
    }
    if (stored.c !== undefined) {
      mail.commands = new Map(stored.c.map(([id, seq, atMs]) => [id, { seq, atMs }]));
    }
    return mail;
  }
}

function inboxOf({ n, i }: Pick<StoredSnapshot, "n" | "i">): Map<string, number> | null {
  if (n === undefined) return i === undefined ? null : new Map(i);
  const [senders, numbers] = n;
  return new Map(senders.map((from, index) => [from, numbers[index] ?? 0]));
}
