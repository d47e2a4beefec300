import { assert, assertEquals } from "@std/assert";
import { codeOf, DAY_MS, HOLD_MS, OPEN_MS, POINTS, Referral } from "./fixtures/referral.ts";

Deno.test("an invitee who qualifies earns the inviter a reward, which the wallet gets", () => {
  const field = new Referral();
  const ann = field.join("ann", { mask: "安*" });
  const bob = field.join("bob", { code: ann, mask: "139****0101" });
  assertEquals(field.of(bob).inviter, { ...ann, mask: "安*" });
  assertEquals(field.of(ann).invitees[0]?.state, "joined");
  field.event("bob", "e1");
  field.office.quiet();
  const reward = field.reward(ann);
  assertEquals(reward.state, "paid");
  assertEquals(reward.events.map(({ id }) => id), ["e1"]);
  assertEquals(reward.rules, 4);
  assertEquals(reward.invitee, bob);
  assertEquals(reward.inviteeMask, "139****0101");
  assertEquals(field.wallet("ann").points, 10);
  assertEquals(field.budget.paid, 10);
  assertEquals(field.budget.held, 0);
  const [invitee] = field.of(ann).invitees;
  assertEquals(invitee?.state, "rewarded");
  assertEquals(field.of(ann).qualified, 1);
});

Deno.test("who joins again gets what there is, and another invitation comes too late", () => {
  const field = new Referral();
  const ann = field.join("ann");
  const eve = field.join("eve");
  field.join("bob", { code: ann });
  assertEquals(codeOf(field.tryJoin("bob", { code: ann })), "again");
  assertEquals(codeOf(field.tryJoin("bob")), "again");
  assertEquals(codeOf(field.tryJoin("bob", { code: eve })), "already-attributed");
  assertEquals(codeOf(field.tryJoin("ann", { code: eve })), "already-attributed");
  assertEquals(codeOf(field.tryJoin("ann", { code: ann })), "self-referral");
});

Deno.test("the same join twice is one, though the touch that counts is not the code that it names", () => {
  for (const attribution of ["first", "last"] as const) {
    const field = new Referral({ attribution });
    const ann = field.join("ann");
    const eve = field.join("eve");
    field.office.advance(60_000);
    const touches = [
      { place: ann, atMs: OPEN_MS + 1, channel: "link" },
      { place: eve, atMs: OPEN_MS + 2, channel: "link" },
    ];
    const [inviter, code] = attribution === "first" ? [ann, eve] : [eve, ann];
    const bob = field.join("bob", { code, touches });
    assertEquals(field.of(bob).inviter, { ...inviter, mask: "客户" });
    field.office.advance(60_000);
    const same = { code, touches, isNew: false };
    assertEquals(codeOf(field.tryJoin("bob", same)), "again", "though no longer new");
    const later = { place: code, atMs: field.office.nowMs, channel: "link" };
    assertEquals(codeOf(field.tryJoin("bob", { code, touches: [later] })), "already-attributed");
    assertEquals(codeOf(field.tryJoin("ann", { code: eve, touches })), "already-attributed");
  }
});

Deno.test("nobody invites oneself, not by another account on the same device either", () => {
  const field = new Referral();
  const ann = field.join("ann", { device: "d1" });
  assertEquals(codeOf(field.tryJoin("ann2", { code: ann, device: "d1" })), "self-referral");
  assertEquals(codeOf(field.tryJoin("ann2", { code: ann, device: "d2" })), "first");
});

Deno.test("staff, existing customers, and those whom it is not for are refused with a reason", () => {
  const field = new Referral({ eligibility: { tags: ["vip"] } });
  const tags = ["vip"];
  const ann = field.join("ann", { tags, isNew: false });
  assertEquals(codeOf(field.tryJoin("s", { tags, isStaff: true })), "staff");
  assertEquals(
    codeOf(field.tryJoin("old", { tags, isNew: false, code: ann })),
    "existing-customer",
  );
  assertEquals(codeOf(field.tryJoin("bob", { code: ann })), "not-eligible");
  const touches = [{ place: ann, atMs: OPEN_MS, channel: "wechat" }];
  assertEquals(codeOf(field.tryJoin("old", { tags, isNew: false, touches })), "first");
  assertEquals(field.of(field.join("old", { tags })).inviter, null);
});

Deno.test("nobody joins before the opening, while it is paused or after the end", () => {
  const field = new Referral();
  field.office.nowMs = OPEN_MS - 1;
  assertEquals(codeOf(field.tryJoin("bob")), "not-open");
  field.office.nowMs = OPEN_MS;
  const ann = field.join("ann");
  field.join("ivy", { code: ann });
  field.phase({ paused: true });
  assertEquals(codeOf(field.tryJoin("bob")), "paused");
  field.phase({ paused: false, ended: true });
  assertEquals(codeOf(field.tryJoin("bob")), "ended");
  assertEquals(codeOf(field.tryJoin("ann")), "again");
  field.event("ivy", "e1");
  field.office.quiet();
  assertEquals(field.reward(ann).state, "paid", "events count after the end");
});

Deno.test("a touch older than the window does not count, and one who was named is told", () => {
  const field = new Referral({ windowMs: DAY_MS });
  const ann = field.join("ann");
  const touches = [{ place: ann, atMs: field.office.nowMs, channel: "link" }];
  field.office.advance(DAY_MS + 1);
  assertEquals(codeOf(field.tryJoin("bob", { code: ann, touches })), "window-closed");
  assertEquals(codeOf(field.tryJoin("bob", { touches })), "first");
  assertEquals(field.of(field.join("bob")).inviter, null);
});

Deno.test("an event from before joining counts within the window, and outside it is ignored", () => {
  const field = new Referral();
  const ann = field.join("ann");
  field.event("bob", "early", { atMs: OPEN_MS - 29 * DAY_MS });
  field.event("cid", "too-early", { atMs: OPEN_MS - 31 * DAY_MS });
  const bob = field.join("bob", { code: ann });
  const cid = field.join("cid", { code: ann });
  assertEquals(field.of(bob).qualifiedBy?.id, "early");
  assertEquals(field.of(cid).qualifiedBy, null);
  const ignored = field.office.log.filter(({ event }) => event.kind === "ignored");
  assertEquals(ignored.length, 1);
  assertEquals(field.of(ann).qualified, 1);
});

Deno.test("a reversal rejects what is held and claws back what is paid", () => {
  const held = new Referral({ holdMs: HOLD_MS });
  const ann = held.join("ann");
  held.join("bob", { code: ann });
  held.event("bob", "e1");
  held.office.quiet();
  assertEquals(held.reward(ann).state, "held");
  held.reverse("bob", "e1");
  held.office.quiet();
  assertEquals([held.reward(ann).state, held.reward(ann).reason], ["rejected", "reversed"]);
  assertEquals([held.budget.held, held.budget.paid], [0, 0]);

  const paid = new Referral();
  paid.join("ann");
  paid.join("bob", { code: ann });
  paid.event("bob", "e1");
  paid.office.quiet();
  paid.reverse("bob", "e1");
  paid.office.quiet();
  assertEquals([paid.reward(ann).state, paid.reward(ann).reason], ["clawed-back", "reversed"]);
  assertEquals(paid.wallet("ann").points, 0);
  assertEquals([paid.budget.held, paid.budget.paid], [0, 0]);
  assertEquals(paid.of(ann).qualified, 0);
});

Deno.test("a reversal while budget is asked, or the wallet told, ends as it must", () => {
  const field = new Referral();
  const ann = field.join("ann");
  const bob = field.join("bob", { code: ann });
  field.event("bob", "e1");
  const between = (one: string, other: string) => {
    while (field.office.deliver([one, other]));
  };
  const inviter = `referral/c/${ann.cell}`;
  const invitee = `referral/c/${bob.cell}`;
  between("customer/bob", invitee);
  between(invitee, inviter);
  assertEquals(field.reward(ann).state, "pending");
  field.reverse("bob", "e1");
  between("customer/bob", invitee);
  between(invitee, inviter);
  assertEquals(field.reward(ann).state, "rejected");
  field.office.quiet();
  assertEquals([field.budget.held, field.budget.paid], [0, 0], "what came too late is given back");

  field.event("bob", "e2");
  between("customer/bob", invitee);
  between(invitee, inviter);
  between(inviter, "campaign/c");
  assertEquals(field.of(ann).rewards[0]?.state, "approved");
  field.reverse("bob", "e2");
  between("customer/bob", invitee);
  between(invitee, inviter);
  assertEquals(field.of(ann).rewards[0]?.state, "approved", "the wallet has been told");
  field.office.quiet();
  assertEquals(field.of(ann).rewards[0]?.state, "clawed-back");
  assertEquals(field.wallet("ann").points, 0);
  assertEquals([field.budget.held, field.budget.paid], [0, 0]);
});

Deno.test("another event takes the place of one that did not last", () => {
  const field = new Referral();
  const ann = field.join("ann");
  const bob = field.join("bob", { code: ann });
  field.event("bob", "e1");
  field.event("bob", "e2", { type: "card-activated" });
  field.office.quiet();
  field.reverse("bob", "e1");
  field.office.quiet();
  assertEquals(field.of(bob).qualifiedBy?.id, "e2");
  assertEquals(field.of(ann).rewards.map(({ state }) => state), ["paid", "clawed-back"]);
  assertEquals(field.of(ann).qualified, 1);
  assertEquals(field.wallet("ann").points, 10);
});

Deno.test("tiers are earned once each, fall with a reversal and can be earned once more", () => {
  const tiers = [{ at: 1, reward: POINTS }, { at: 3, reward: POINTS }];
  const field = new Referral({ rewards: { tiers } });
  const ann = field.join("ann");
  for (const name of ["b", "c", "d"]) {
    field.join(name, { code: ann });
    field.event(name, `e-${name}`);
    field.office.quiet();
  }
  assertEquals(field.of(ann).tiers.map(({ state }) => state), ["paid", "paid"]);
  const [third] = field.of(ann).rewards;
  assertEquals(third?.events.map(({ id }) => id), ["e-d", "e-c", "e-b"]);
  field.reverse("d", "e-d");
  field.office.quiet();
  assertEquals(field.of(ann).tiers.map(({ state }) => state), ["paid", "clawed-back"]);
  field.event("d", "e2-d");
  field.office.quiet();
  assertEquals(field.of(ann).tiers.map(({ state }) => state), ["paid", "paid"]);
  assertEquals(field.of(ann).rewards.length, 3);
  assertEquals(field.budget.paid, 20);
});

Deno.test("the second level is rewarded, and a third never", () => {
  const rewards = { perInvitee: POINTS, perInvitedSelf: POINTS, perSecondLevel: POINTS };
  const field = new Referral({ rewards });
  const ann = field.join("ann", { via: "m1" });
  const bob = field.join("bob", { code: ann });
  const cid = field.join("cid", { code: bob });
  const dan = field.join("dan", { code: cid });
  assertEquals(field.of(dan).level, 3);
  assertEquals(field.of(dan).via, "m1", "credit is inherited");
  field.event("dan", "e1");
  field.office.quiet();
  assertEquals(field.reward(dan).for, "self");
  assertEquals(field.reward(cid).for, "invitee");
  assertEquals([field.reward(bob).for, field.reward(bob).invitee], ["second-level", dan]);
  assertEquals(field.of(ann).rewards, []);
  field.reverse("dan", "e1");
  field.office.quiet();
  for (const place of [dan, cid, bob]) assertEquals(field.reward(place).state, "clawed-back");
  assertEquals(field.budget.paid, 0);
});

Deno.test("caps of one inviter, in all and on one day in Shanghai, refuse with their reason", () => {
  const field = new Referral({ caps: { perInviter: 3, perDay: 2 } });
  const ann = field.join("ann");
  const qualify = (name: string) => {
    field.join(name, { code: ann });
    field.event(name, `e-${name}`);
    field.office.quiet();
    const [newest] = field.of(ann).rewards;
    return newest?.reason ?? newest?.state;
  };
  assertEquals(["a", "b", "c"].map(qualify), ["paid", "paid", "cap-per-day"]);
  // 1,700,000,000 s is 06:13 in Shanghai.
  field.office.advance(17 * 3_600_000);
  assertEquals(qualify("d"), "cap-per-day");
  field.office.advance(3_600_000);
  assertEquals(["e", "f"].map(qualify), ["paid", "cap-per-inviter"]);
  field.reverse("e", "e-e");
  field.office.quiet();
  assertEquals(qualify("g"), "paid", "what was taken back leaves room");
});

Deno.test("a budget that is used up and an outlet's cap refuse with their reason", () => {
  const field = new Referral({ caps: { perOutlet: 1 } }, { fen: 20 });
  const ann = field.join("ann");
  for (const [name, via] of [["b", "m1"], ["c", "m1"], ["d", "m2"], ["e", "m3"]] as const) {
    field.join(name, { code: ann, via });
    field.event(name, `e-${name}`);
    field.office.quiet();
  }
  const reasons = field.of(ann).rewards.map(({ state, reason }) => reason ?? state);
  assertEquals(reasons, ["budget-exhausted", "paid", "cap-per-outlet", "paid"]);
  assertEquals(field.budget.paid, 20);
});

Deno.test("a device of two holds rewards back until a person has looked", () => {
  const rewards = { perInvitee: POINTS, tiers: [{ at: 1, reward: POINTS }] };
  const field = new Referral({ rewards });
  const ann = field.join("ann");
  const bob = field.join("bob", { code: ann, device: "d1" });
  const cid = field.join("cid", { device: "d1" });
  assertEquals(field.of(bob).flags, ["shared-device"]);
  assertEquals(field.of(cid).flags, ["shared-device"]);
  field.event("bob", "e1");
  field.office.quiet();
  assertEquals([field.reward(ann).state, field.reward(ann).flags], ["flagged", ["shared-device"]]);
  assertEquals([field.budget.held, field.budget.paid], [10, 0], "its budget is kept");
  assertEquals(field.of(ann).qualified, 0, "nor does it count for a tier");
  assertEquals(field.of(ann).invitees[0]?.state, "in-review");
  assertEquals(field.cell(ann.cell).sums.flagged, 1);
  assertEquals(field.review(bob, "ask").kind, "noted");
  assertEquals(field.reward(ann).state, "flagged");
  assertEquals(field.review(bob, "approve").kind, "noted");
  assertEquals(field.of(ann).rewards.map(({ state }) => state), ["paid", "paid"]);
  assertEquals(field.of(ann).qualified, 1);
  assertEquals(field.cell(ann.cell).sums.flagged, 0);
  assertEquals(codeOf(field.review(bob, "approve")), "wrong-state");
});

Deno.test("a rejected review frees the budget, and one reward can be judged by itself", () => {
  const field = new Referral();
  const ann = field.join("ann");
  const bob = field.join("bob", { code: ann, device: "d1" });
  const cid = field.join("cid", { code: ann, device: "d1" });
  field.event("bob", "e1");
  field.event("cid", "e2");
  field.office.quiet();
  const [ofCid] = field.of(ann).rewards;
  assertEquals(codeOf(field.review(ann, "approve", ofCid?.id ?? "")), "noted");
  assertEquals(field.of(ann).rewards[0]?.state, "paid");
  field.review(bob, "reject");
  const [, ofBob] = field.of(ann).rewards;
  assertEquals([ofBob?.state, ofBob?.reason], ["rejected", "review"]);
  assertEquals([field.budget.held, field.budget.paid], [0, 10]);
  assertEquals(field.of(ann).invitees[1]?.state, "rejected");
  assertEquals(field.of(cid).flags, ["shared-device"]);
});

Deno.test("too many joins at once, and a ring, flag the inviter; what is paid is only marked", () => {
  const field = new Referral({ burstMax: 2, burstMs: 1_000 });
  const ann = field.join("ann");
  field.join("b", { code: ann });
  field.event("b", "e-b");
  field.office.quiet();
  field.office.advance(1_001);
  field.join("c", { code: ann });
  field.join("d", { code: ann });
  assertEquals(field.of(ann).flags, []);
  const last = field.join("e", { code: ann });
  assertEquals(field.of(ann).flags, ["burst"]);
  const [paid] = field.of(ann).rewards;
  assertEquals([paid?.state, paid?.flags], ["paid", ["burst", "late-flag"]]);
  field.event("c", "e-c");
  field.office.quiet();
  assertEquals(field.of(ann).rewards[0]?.state, "flagged");
  field.review(ann, "approve");
  assertEquals(field.of(ann).rewards[0]?.state, "paid");

  const loop = field.ask(last.cell, { kind: "loop-tried", n: last.n, by: ann });
  field.office.quiet();
  assertEquals(loop.kind, "noted");
  assertEquals(field.of(ann).flags, ["ring"]);
  assertEquals(field.of(last).flags, ["ring"]);
  const before = field.office.log.length;
  for (let i = 0; i < 5; i++) field.ask(last.cell, { kind: "loop-tried", n: last.n, by: ann });
  field.office.quiet();
  assertEquals(field.office.log.length, before, "again and again stores nothing");
});

Deno.test("an invitee on the device of the inviter's inviter is a ring", () => {
  const field = new Referral();
  const ann = field.join("ann", { device: "d1" });
  const bob = field.join("bob", { code: ann, device: "d2" });
  const cid = field.join("cid", { code: bob, device: "d1" });
  assertEquals(field.of(bob).flags, ["ring"]);
  assertEquals(field.of(cid).flags, ["shared-device", "ring"]);
});

Deno.test("a flag within the refund window holds back, approval lets the window end", () => {
  const field = new Referral({ holdMs: HOLD_MS });
  const ann = field.join("ann");
  const bob = field.join("bob", { code: ann, device: "d1" });
  field.event("bob", "e1");
  field.office.quiet();
  assertEquals(field.reward(ann).dueMs, OPEN_MS + HOLD_MS);
  field.join("cid", { device: "d1" });
  assertEquals(field.reward(ann).state, "flagged");
  field.office.advance(HOLD_MS + DAY_MS);
  field.office.quiet();
  assertEquals(field.reward(ann).state, "flagged");
  field.review(bob, "approve");
  assertEquals(field.reward(ann).state, "paid");
});

Deno.test("one who is taken out earns no more and counts no more, the tree keeps its shape", () => {
  const field = new Referral({ holdMs: HOLD_MS });
  const ann = field.join("ann");
  const bob = field.join("bob", { code: ann });
  field.join("cid", { code: bob });
  field.event("bob", "e1");
  field.event("cid", "e2");
  field.office.quiet();
  field.ask(bob.cell, { kind: "remove", n: bob.n, note: "fraud", by: "s1" });
  field.office.quiet();
  assertEquals([field.reward(bob).state, field.reward(bob).reason], [
    "rejected",
    "inviter-removed",
  ]);
  assertEquals(field.reward(ann).reason, "invitee-removed");
  assertEquals(field.budget.held, 0);
  const late = field.join("dan", { code: bob });
  field.event("dan", "e3");
  field.office.quiet();
  assertEquals(field.of(late).inviter?.n, bob.n);
  assertEquals(field.of(bob).rewards[0]?.reason, "inviter-removed");
  assertEquals(field.ask(bob.cell, { kind: "who", n: bob.n }).kind, "who");
});

Deno.test("staff take back what was paid, once", () => {
  const field = new Referral();
  const ann = field.join("ann");
  field.join("bob", { code: ann });
  field.event("bob", "e1");
  field.office.quiet();
  const { id } = field.reward(ann);
  const take = () => field.ask(ann.cell, { kind: "claw-back", reward: id, note: "no", by: "s1" });
  const reply = take();
  assert(reply.kind === "reward" && reply.reward.state === "clawed-back");
  field.office.quiet();
  assertEquals(codeOf(take()), "wrong-state");
  assertEquals(field.wallet("ann").points, 0);
  assertEquals(field.budget.paid, 0);
  assertEquals([field.reward(ann).reason, field.reward(ann).note], ["by-staff", "no"]);
});

Deno.test("children and roots come in pages, invitees with how many they have invited", () => {
  const field = new Referral({ cells: 1 });
  const ann = field.join("ann");
  const bob = field.join("bob", { code: ann });
  for (const name of ["c", "d", "e", "f"]) field.join(name, { code: ann });
  field.join("g", { code: bob });
  field.join("zoe");
  field.office.advance(1_000);
  field.office.quiet();
  const seen: number[] = [];
  let after: number | null = null;
  do {
    const reply = field.ask(0, { kind: "children", n: ann.n, after, limit: 2 });
    if (reply.kind !== "children") throw new Error(reply.kind);
    seen.push(...reply.items.map(({ n }) => n));
    after = reply.next;
  } while (after !== null);
  assertEquals(seen, [1, 2, 3, 4, 5]);
  assertEquals(field.of(ann).invitees.at(-1)?.invited, 1);
  const roots = field.ask(0, { kind: "roots", after: 0, limit: 5 });
  assertEquals(roots.kind === "children" && roots.items.map(({ n }) => n), [7]);
});

Deno.test("the campaign hears sums, leaders and phases", () => {
  const field = new Referral();
  const ann = field.join("ann");
  for (const name of ["b", "c"]) {
    field.join(name, { code: ann });
    field.event(name, `e-${name}`);
    field.office.quiet();
  }
  field.ask(ann.cell, {
    kind: "clicked",
    items: [{ n: ann.n, channel: "wechat", clicks: 3 }],
  });
  field.ask(0, { kind: "visited", items: [{ via: null, channel: "link", visits: 2 }] });
  field.office.pass(3_000, 1_000);
  const reports = Object.values(field.budget.reports);
  const sum = (name: "clicks" | "visits" | "participants" | "invited" | "qualified" | "rewarded") =>
    reports.reduce((all, { sums }) => all + sums[name], 0);
  assertEquals(
    [sum("clicks"), sum("visits"), sum("participants"), sum("invited"), sum("qualified")],
    [3, 2, 3, 2, 2],
  );
  assertEquals(sum("rewarded"), 2);
  const leaders = reports.flatMap((report) => report.leaders);
  assertEquals(leaders.map(({ n, qualified, invited }) => [n, qualified, invited]), [[
    ann.n,
    2,
    2,
  ]]);
  field.phase({ paused: true });
  assertEquals(Object.values(field.budget.reports).map(({ phase }) => phase), [2, 2, 2]);
  assertEquals(field.of(ann).clicks, 3);
});
