import { assertEquals } from "@std/assert";
import { createClient } from "../shared/client.ts";
import { json, problem, type Sent, virtualOutside } from "../shared/virtual_outside.ts";
import { createSignInModel } from "./sign_in_model.ts";

function open(answer: (sent: Sent) => Response) {
  const outside = virtualOutside(answer);
  return { outside, model: createSignInModel(createClient({ outside, locale: () => "zh" })) };
}

Deno.test("a wrong number is marked before anything is sent, and unmarked once it is right", async () => {
  const { model, outside } = open(() => json({}));
  model.typePhone("138-0000");
  assertEquals([await model.sendCode(), model.wrong.value], [false, "phone"]);
  assertEquals(outside.sent, []);
  model.typePhone("138 0000 0001");
  assertEquals([model.phone.value, model.wrong.value], ["13800000001", null]);
});

Deno.test("a code is sent, shown in a demonstration, and signs in", async () => {
  const { model, outside } = open((sent) =>
    sent.path.endsWith("/otp")
      ? json({ sent: true, expiresInSeconds: 300, demoCode: "123456" }, 202)
      : json({ token: "t" })
  );
  model.typePhone("13800000001");
  assertEquals(await model.sendCode(), true);
  assertEquals([model.outcome.value, model.demoCode.value], ["sent", "123456"]);
  model.typeCode("123456");
  assertEquals(await model.submit(), true);
  assertEquals(outside.sent[1]?.body, { phone: "13800000001", otp: "123456" });
});

Deno.test("a refused code says so and signs nobody in", async () => {
  const { model } = open(() => problem("wrong-credentials", 401));
  model.typePhone("13800000001");
  model.typeCode("000000");
  assertEquals([await model.submit(), model.outcome.value], [false, "wrong"]);
});

Deno.test("too many codes are said as such", async () => {
  const { model } = open(() => problem("too-many-requests", 429));
  model.typePhone("13800000001");
  assertEquals([await model.sendCode(), model.outcome.value], [false, "too-many"]);
});
