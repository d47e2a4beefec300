import { assert, assertEquals } from "@std/assert";
import type { MyReferralJson, ReferralJson } from "../../shared/api_referral.ts";
import { json, problem, type Sent, virtualOutside } from "../../shared/virtual_outside.ts";
import { iso } from "../fixtures.ts";
import type { Device } from "./device.ts";
import { faceOf } from "./face.ts";
import { leader, participant, referral, reward } from "./fixtures.ts";
import { keepCurrent } from "./follow.ts";
import { type Boot, createReferralModel } from "./model.ts";
import { wordsOf } from "./words.ts";

const JOIN = "/api/v1/campaigns/r1/participants";
const ME = `${JOIN}/me`;
const INVITATION = { code: "abc", name: "王*" };

function refused(code: string, more: Record<string, unknown> = {}): Response {
  return json({ type: "about:blank", title: code, status: 409, detail: code, code, ...more }, 409);
}

function open(answer: (sent: Sent) => Response | Promise<Response>, boot: Partial<Boot> = {}) {
  const outside = virtualOutside(answer);
  const kept = new Map<string, string>();
  const did: string[] = [];
  const device: Device = {
    inWechat: false,
    canShare: true,
    go: (address) => void did.push(`go ${address}`),
    copy: (text) => Promise.resolve(did.push(`copy ${text}`) > 0),
    share: ({ url }) => Promise.resolve(did.push(`share ${url}`) > 0),
    stand: (path) => void did.push(`stand ${path}`),
  };
  const model = createReferralModel({
    boot: { campaign: referral(), me: null, signedIn: true, demo: true, ...boot },
    locale: "zh",
    elder: false,
    outside,
    memory: {
      get: (name) => kept.get(name) ?? null,
      set: (name, value) => void (value === null ? kept.delete(name) : kept.set(name, value)),
    },
    device,
  });
  async function act(): Promise<void> {
    const done = model.act();
    await outside.advance(0);
    await done;
  }
  return { model, outside, did, act };
}

function joins(sent: readonly Sent[]): readonly unknown[] {
  return sent.filter(({ path, method }) => path === JOIN && method === "POST")
    .map(({ body }) => body);
}

/** A stream that the test writes to. */
function stream() {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const body = new ReadableStream<Uint8Array>({ start: (one) => void (controller = one) });
  return {
    answer: () => new Response(body, { headers: { "Content-Type": "text/event-stream" } }),
    push(campaign: ReferralJson): void {
      const text = `id: ${campaign.version}\nevent: state\ndata: ${JSON.stringify(campaign)}\n\n`;
      controller?.enqueue(new TextEncoder().encode(text));
    },
  };
}

Deno.test("a join names the invitation, and shows at once that one takes part", async () => {
  const { model, outside, act } = open(
    (sent) => sent.path === ME ? problem("overloaded", 503) : json(participant(), 201),
    { invitation: INVITATION },
  );
  const done = act();
  await outside.advance(4_000);
  await done;
  assertEquals(joins(outside.sent), [{ code: "abc" }]);
  assertEquals(model.stage.value, { kind: "joined", course: "open" });
  assertEquals(model.notice.value, "joined");
  assertEquals(model.me.value?.tiers.map((tier) => tier.missing), [1, 3, 10]);
});

Deno.test("a join without an invitation names none", async () => {
  const { outside, act } = open((sent) => json(participant(), sent.path === ME ? 200 : 201));
  await act();
  assertEquals(joins(outside.sent), [{}]);
});

Deno.test("two taps while the first is under way send one join", async () => {
  const { model, outside } = open(() => json(participant(), 201));
  const taps = Promise.all([model.act(), model.act()]);
  await outside.advance(0);
  await taps;
  assertEquals(joins(outside.sent).length, 1);
});

Deno.test("an existing customer is told why, and joins without the inviter by one more tap", async () => {
  const { model, outside, act } = open((sent) => {
    if (sent.path === ME) return json(participant());
    return joins([sent]).some((body) => JSON.stringify(body) !== "{}")
      ? refused("existing-customer")
      : json(participant(), 201);
  }, { invitation: INVITATION });
  await act();
  assertEquals(model.stage.value, {
    kind: "refused",
    code: "existing-customer",
    mayJoinAlone: true,
  });
  assertEquals(faceOf(model, wordsOf("zh")).enabled, true);
  await act();
  assertEquals(joins(outside.sent), [{ code: "abc" }, {}]);
  assertEquals(model.stage.value.kind, "joined");
});

for (const code of ["window-closed", "inviter-gone", "self-referral"] as const) {
  Deno.test(`after ${code} one may join without the invitation`, async () => {
    const { model, act } = open(() => refused(code), { invitation: INVITATION });
    await act();
    assertEquals(model.stage.value, { kind: "refused", code, mayJoinAlone: true });
  });
}

Deno.test("an invitation that nobody has is said so, and one may join without it", async () => {
  const { model, act } = open(
    () => problem("invalid", 422, { errors: [{ field: "code", message: "?" }] }),
    { invitation: INVITATION },
  );
  await act();
  assertEquals(model.stage.value, { kind: "refused", code: "unknown-code", mayJoinAlone: true });
});

Deno.test("the phone of an inviter is refused for good, even without the invitation", async () => {
  const { model, outside, act } = open(() => refused("self-referral"), { invitation: INVITATION });
  await act();
  await act();
  assertEquals(model.stage.value, { kind: "refused", code: "self-device", mayJoinAlone: false });
  await act();
  assertEquals(joins(outside.sent).length, 2);
});

for (const code of ["staff", "not-eligible"] as const) {
  Deno.test(`after ${code} there is nothing to tap`, async () => {
    const { model, act } = open(() => refused(code));
    await act();
    assertEquals(model.stage.value, { kind: "refused", code, mayJoinAlone: false });
    assertEquals(faceOf(model, wordsOf("zh")).enabled, false);
  });
}

Deno.test("a loop changes nothing for whoever takes part, and is said", async () => {
  const { model, act } = open(
    (sent) => sent.path === ME ? json(participant()) : refused("loop"),
    { invitation: INVITATION },
  );
  await act();
  assertEquals([model.stage.value.kind, model.notice.value], ["joined", "loop"]);
});

Deno.test("a campaign that was paused meanwhile is read again", async () => {
  const { model, act } = open((sent) =>
    sent.method === "GET" ? json(referral({ phase: "paused", version: 6 })) : refused("paused")
  );
  await act();
  assertEquals(model.stage.value.kind, "paused");
});

Deno.test("a session that has ended asks to sign in, then goes on with the join", async () => {
  let signedIn = false;
  const { model, outside, act } = open((sent) => {
    if (!signedIn) return problem("unauthenticated", 401);
    return sent.path === ME ? problem("not-found", 404) : json(participant(), 201);
  }, { invitation: INVITATION });
  await act();
  assertEquals([model.sheet.value, model.signedIn.value], ["sign-in", false]);
  signedIn = true;
  const done = model.signedInNow();
  await outside.advance(0);
  await done;
  assertEquals(joins(outside.sent), [{ code: "abc" }, { code: "abc" }]);
});

Deno.test("without a connection the join says so and can be tapped again", async () => {
  const { model, outside } = open(() => Promise.reject(new TypeError("offline")));
  const done = model.act();
  await outside.advance(120_000);
  await done;
  assertEquals([model.notice.value, model.busy.value], ["offline", null]);
  assertEquals(model.stage.value.kind, "open");
});

Deno.test("the link is copied and shared, and the page stands at it", async () => {
  const { model, outside, did, act } = open(() => stream().answer(), { me: participant() });
  keepCurrent(model, outside);
  await act();
  assertEquals(model.sheet.value, "share");
  await model.copyLink();
  assertEquals(model.notice.value, "copied");
  await model.shareLink("text");
  assertEquals(did, [
    "stand /r/abc",
    "copy https://yd.example/r/abc",
    "share https://yd.example/r/abc",
  ]);
});

Deno.test("when it is over the one button leads to what was won", async () => {
  const { did, act } = open(() => json({}), {
    me: participant(),
    campaign: referral({ phase: "ended" }),
  });
  await act();
  assertEquals(did, ["go /me"]);
});

Deno.test("one's own progress follows the stream, at most once a second", async () => {
  const live = stream();
  let qualified = 0;
  const progressed = (): MyReferralJson => {
    const me = participant();
    return { ...me, progress: { ...me.progress, qualified } };
  };
  const { model, outside } = open(
    (sent) => sent.path.endsWith("/live") ? live.answer() : json(progressed()),
    { me: participant() },
  );
  const asked = () => outside.sent.filter(({ path }) => path === ME).length;
  keepCurrent(model, outside);
  for (let version = 6; version < 26; version++) {
    qualified++;
    live.push(referral({ version, leaders: [leader(1, { id: "0.7", qualified })] }));
    await outside.advance(100);
  }
  assertEquals(model.campaign.value.version, 25);
  assert(asked() >= 2 && asked() <= 3, `asked ${asked()} times in 2 s`);
  await outside.advance(1_000);
  assertEquals(model.me.value?.progress.qualified, 20);
});

Deno.test("while only others move, one's own progress is asked for less and less", async () => {
  const live = stream();
  const { model, outside } = open(
    (sent) => sent.path.endsWith("/live") ? live.answer() : json(participant()),
    { me: participant() },
  );
  keepCurrent(model, outside);
  for (let version = 6; version < 306; version++) {
    live.push(referral({ version }));
    await outside.advance(100);
  }
  const asked = outside.sent.filter(({ path }) => path === ME).length;
  assert(asked >= 5 && asked <= 9, `asked ${asked} times in 30 s`);
});

Deno.test("a page that nobody looks at asks for nothing", async () => {
  const live = stream();
  const { model, outside } = open(
    (sent) => sent.path.endsWith("/live") ? live.answer() : json(participant()),
    { me: participant({ rewards: [reward({ dueAt: iso(2_000) })] }) },
  );
  const current = keepCurrent(model, outside);
  live.push(referral({ version: 6 }));
  current.visible(false);
  const before = outside.sent.length;
  await outside.advance(60_000);
  assertEquals(outside.sent.length, before);
});

Deno.test("a reward that comes due is asked for then, though the campaign stands still", async () => {
  const due = participant({ rewards: [reward({ dueAt: iso(2_000) })] });
  const { model, outside } = open((sent) => {
    if (sent.path.endsWith("/live")) return stream().answer();
    return json(participant({ rewards: [reward({ state: "paid" })] }));
  }, { me: due });
  keepCurrent(model, outside);
  await outside.advance(1_900);
  assertEquals(outside.sent.filter(({ path }) => path === ME).length, 0);
  await outside.advance(3_000);
  assertEquals(model.me.value?.rewards[0]?.state, "paid");
});

Deno.test("who joined elsewhere is found when the page starts", async () => {
  const { model, outside } = open((sent) =>
    sent.path.endsWith("/live") ? stream().answer() : json(participant())
  );
  keepCurrent(model, outside);
  await outside.advance(0);
  assertEquals(model.stage.value.kind, "joined");
});

Deno.test("a visit is told once, with who led here", async () => {
  const { model, outside } = open(() => json({ counted: true }, 202));
  await model.arrive({ via: "m1", channel: "wechat" });
  assertEquals(outside.sent.map(({ path, body }) => ({ path, body })), [
    { path: "/api/v1/campaigns/r1/visits", body: { via: "m1", channel: "wechat" } },
  ]);
});

Deno.test("what went well is said for a while, what went wrong until the next tap", async () => {
  const { model, outside } = open(() => json(participant()), { me: participant() });
  await model.copyLink();
  assertEquals(model.notice.value, "copied");
  await outside.advance(6_000);
  assertEquals(model.notice.value, null);
  const lost = open(() => Promise.reject(new TypeError("offline")));
  const done = lost.model.act();
  await lost.outside.advance(300_000);
  await done;
  assertEquals(lost.model.notice.value, "offline");
});

Deno.test("in another language the reasons are asked for again", async () => {
  const { model, outside } = open(
    (sent) =>
      sent.path.endsWith("/live") ? stream().answer() : json(participant({
        rewards: [reward({ why: sent.headers.get("Accept-Language") ?? "" })],
      })),
    { me: participant({ rewards: [reward()] }) },
  );
  keepCurrent(model, outside);
  model.show({ locale: "en" });
  await outside.advance(1_000);
  assertEquals(model.me.value?.rewards[0]?.why, "en");
});
