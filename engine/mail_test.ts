import { assert, assertEquals } from "@std/assert";
import { Mail, messageNo } from "./mail.ts";

Deno.test("numbers of messages only rise, over records and within one", () => {
  const numbers = [[1, 0], [1, 1], [1, 1_023], [2, 0], [3, 7]].map(([seq = 0, index = 0]) =>
    messageNo(seq, index)
  );
  assertEquals(numbers, numbers.toSorted((one, other) => one - other));
  assertEquals(new Set(numbers).size, numbers.length);
});

Deno.test("a receiver is forgotten once all is acknowledged and a record has told it", () => {
  const mail = new Mail();
  const channel = mail.channel("customer/a");
  mail.push(channel, messageNo(1, 0), "one");
  mail.push(channel, messageNo(2, 0), "two");
  mail.acknowledge(channel, messageNo(1, 0));
  assertEquals(mail.takeAcks(), [["customer/a", messageNo(1, 0)]]);
  assert(mail.channels?.has("customer/a"), "the second is on its way");
  mail.acknowledge(channel, messageNo(2, 0));
  assertEquals(mail.save().o, []);
  assertEquals(mail.takeAcks(), [["customer/a", messageNo(2, 0)]]);
  assertEquals([mail.channels, mail.unacknowledged], [null, 0]);
});

Deno.test("what a snapshot told is forgotten too, unless more was acknowledged meanwhile", () => {
  const mail = new Mail();
  const channel = mail.channel("customer/a");
  mail.push(channel, messageNo(1, 0), "one");
  mail.acknowledge(channel, messageNo(1, 0));
  const told = mail.unstoredAcks();
  mail.push(channel, messageNo(2, 0), "two");
  mail.acknowledge(channel, messageNo(2, 0));
  mail.storedAcks(told);
  assert(mail.channels?.has("customer/a"));
  mail.storedAcks(mail.unstoredAcks());
  assertEquals([mail.channels, mail.heard], [null, null]);
});

Deno.test("a snapshot of before, which kept every receiver, loads with those that wait only", () => {
  const mail = Mail.load({ o: [["customer/a", 3, []], ["customer/b", 2, [[2, "hello"]]]] });
  assertEquals([...mail?.channels?.keys() ?? []], ["customer/b"]);
  const channel = mail?.channel("customer/b");
  assertEquals([channel?.acked, channel?.durable, mail?.unacknowledged], [1, 2, 1]);
});

Deno.test("what was taken from whom comes out of a snapshot as it went in, from an older one too", () => {
  const mail = new Mail();
  mail.inbox = new Map([["customer/a", 65_536], ["campaign/x", 11_079_122_944]]);
  const stored = JSON.parse(JSON.stringify(mail.save()));
  assertEquals(Mail.load(stored)?.inbox, mail.inbox);
  assertEquals(Mail.load({ i: [...mail.inbox] })?.inbox, mail.inbox);
  assertEquals(Mail.load({}), null);
});
