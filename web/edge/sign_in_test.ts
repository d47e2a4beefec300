import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { problemOf, withEdge } from "./fixtures/edge.ts";
import { ownPath } from "./routes/wechat.ts";

const PHONE = "13800138000";

function cookiesOf(headers: Headers): string {
  return headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");
}

Deno.test("staff sign in with name and password, and the cookie keeps them signed in", async () => {
  await withEdge(async (edge) => {
    const body = { username: "bank", password: "right" };
    const reply = await edge.post("/api/v1/staff/login", { body });
    assertEquals(reply.status, 200, reply.text);
    assertEquals(reply.json.staff.role, "bank");
    const [cookie = ""] = reply.headers.getSetCookie();
    assertMatch(cookie, /^yd_staff=.*; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/);
    const me = await edge.send("/api/v1/staff/me", {
      headers: { cookie: cookiesOf(reply.headers) },
    });
    assertEquals(me.json.staff.name, "王营销");
    const authorization = `Bearer ${reply.json.token}`;
    assertEquals((await edge.send("/api/v1/staff/me", { headers: { authorization } })).status, 200);
  });
});

Deno.test("an unknown name and a wrong password look alike, and many tries lock the account", async () => {
  await withEdge(async (edge) => {
    const login = (username: string, password: string) =>
      edge.post("/api/v1/staff/login", { body: { username, password } });
    const wrong = problemOf(await login("bank", "wrong"), 401, "wrong-credentials");
    assertEquals(problemOf(await login("nobody", "x"), 401, "wrong-credentials"), wrong);
    await login("bank", "wrong");
    const locked = await login("bank", "right");
    problemOf(locked, 429, "too-many-requests");
    assert(Number(locked.headers.get("retry-after")) > 60);
    await edge.world.leap(900_000);
    assertEquals((await login("bank", "right")).status, 200);
  }, { limits: { loginsPerAccountPer15Minutes: 2 } });
});

Deno.test("a customer signs in with the code; the id is opaque and the same each time", async () => {
  await withEdge(async (edge) => {
    const signIn = async () => {
      const sent = await edge.post("/api/v1/customers/otp", { body: { phone: PHONE } });
      assertEquals(sent.status, 202, sent.text);
      assertMatch(sent.json.demoCode, /^\d{6}$/);
      const body = { phone: PHONE, otp: sent.json.demoCode };
      const reply = await edge.post("/api/v1/customers/login", { body });
      assertEquals(reply.status, 200, reply.text);
      problemOf(await edge.post("/api/v1/customers/login", { body }), 401, "wrong-credentials");
      const me = await edge.send("/api/v1/customers/me", {
        headers: { cookie: cookiesOf(reply.headers) },
      });
      return me.json.customer.id;
    };
    const first = await signIn();
    assertEquals(await signIn(), first);
    assert(!first.includes(PHONE));
  });
});

Deno.test("without the demo the code is not shown", async () => {
  const codes: string[] = [];
  const sms = {
    sendCode(_phone: string, code: string) {
      codes.push(code);
      return Promise.resolve();
    },
  };
  await withEdge(async (edge) => {
    const sent = await edge.post("/api/v1/customers/otp", { body: { phone: PHONE } });
    assertEquals(sent.json, { sent: true, expiresInSeconds: 300 });
    const body = { phone: PHONE, otp: codes[0] };
    assertEquals((await edge.post("/api/v1/customers/login", { body })).status, 200);
  }, { edge: { demo: false, sms } });
});

Deno.test("a code dies after five wrong tries and after five minutes", async () => {
  await withEdge(async (edge) => {
    const send = async () =>
      (await edge.post("/api/v1/customers/otp", { body: { phone: PHONE } })).json.demoCode;
    const login = (otp: string) =>
      edge.post("/api/v1/customers/login", { body: { phone: PHONE, otp } });
    const guessed = await send();
    const wrong = guessed === "000000" ? "000001" : "000000";
    for (let n = 0; n < 5; n++) problemOf(await login(wrong), 401, "wrong-credentials");
    problemOf(await login(guessed), 401, "wrong-credentials");
    const late = await send();
    await edge.world.leap(300_001);
    problemOf(await login(late), 401, "wrong-credentials");
    assertEquals((await login(await send())).status, 200);
  }, { limits: { loopLagMsMax: 1_000_000 } });
});

Deno.test("codes are limited per phone, and wrong numbers named", async () => {
  await withEdge(async (edge) => {
    const send = (phone: string) => edge.post("/api/v1/customers/otp", { body: { phone } });
    for (let n = 0; n < 3; n++) assertEquals((await send(PHONE)).status, 202);
    problemOf(await send(PHONE), 429, "too-many-requests");
    assertEquals((await send("13900139000")).status, 202);
    const wrong = problemOf(await send("12345"), 422, "invalid");
    assertEquals(wrong.errors?.[0]?.field, "phone");
  }, { limits: { otpPerPhonePerHour: 3 } });
});

Deno.test("another site signs nobody in or out", async () => {
  await withEdge(async (edge) => {
    const headers = { "sec-fetch-site": "cross-site" };
    for (const who of ["staff", "customers"]) {
      const reply = await edge.post(`/api/v1/${who}/logout`, { headers });
      problemOf(reply, 403, "cross-site");
      assertEquals(reply.headers.getSetCookie(), []);
      assertEquals((await edge.post(`/api/v1/${who}/logout`)).status, 204);
    }
  });
});

Deno.test("inside WeChat one is signed in without typing and comes back to the page", async () => {
  await withEdge(async (edge) => {
    const visit = async (person: string) => {
      const start = await edge.send("/auth/wechat/start?to=/c/abc%3Fvia%3Dx.y");
      assertEquals(start.status, 302, start.text);
      const asked = start.headers.get("location") ?? "";
      assertMatch(
        asked,
        /appid=.*&redirect_uri=.*&response_type=code&scope=snsapi_base&state=\w+#wechat_redirect$/,
      );
      const wechat = await edge.send(asked.split("#")[0] ?? "", {
        headers: person === "" ? {} : { cookie: person },
      });
      assertEquals(wechat.status, 302, wechat.text);
      const back = new URL(wechat.headers.get("location") ?? "");
      assertEquals(back.origin, "http://yundian.test");
      const callback = await edge.send(back.pathname + back.search, {
        headers: { cookie: cookiesOf(start.headers) },
      });
      assertEquals(callback.status, 302, callback.text);
      assertEquals(callback.headers.get("location"), "/c/abc?via=x.y");
      const cookie = cookiesOf(callback.headers);
      const me = await edge.send("/api/v1/customers/me", { headers: { cookie } });
      const again = await edge.send(back.pathname + back.search, {
        headers: { cookie: cookiesOf(start.headers) },
      });
      assertEquals(again.headers.get("location"), "/c/abc?via=x.y&wechat=failed");
      return { id: me.json.customer.id, person: cookiesOf(wechat.headers) };
    };
    const first = await visit("");
    assertEquals((await visit(first.person)).id, first.id);
    assertNotEquals((await visit("")).id, first.id);
  });
});

Deno.test("a WeChat callback without its own state is refused", async () => {
  await withEdge(async (edge) => {
    const start = await edge.send("/auth/wechat/start?to=/c/abc");
    const cookie = cookiesOf(start.headers);
    problemOf(
      await edge.send("/auth/wechat/callback?code=x&state=y", { headers: { cookie } }),
      403,
      "forbidden",
    );
    problemOf(await edge.send("/auth/wechat/callback?code=x&state=y"), 403, "forbidden");
    const forged = { cookie: "yd_wechat=y.%2Fevil.sig" };
    problemOf(
      await edge.send("/auth/wechat/callback?code=x&state=y", { headers: forged }),
      403,
      "forbidden",
    );
  });
});

Deno.test("signing in leads to paths of this site only", async () => {
  assertEquals(ownPath("/c/abc?via=x#top"), "/c/abc?via=x#top");
  for (
    const to of [
      "",
      "c/abc",
      "//evil.test",
      "/\\evil.test",
      "https://evil.test",
      "/\t/evil.test",
      "/a\\b",
      "javascript:1",
    ]
  ) {
    assertEquals(ownPath(to), null, to);
  }
  await withEdge(async (edge) => {
    const problem = problemOf(
      await edge.send("/auth/wechat/start?to=//evil.test"),
      422,
      "invalid",
    );
    assertEquals(problem.errors?.[0]?.field, "to");
  });
});
