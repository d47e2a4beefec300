import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { sign } from "hono/jwt";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { type Claims, createTokenVerifier, signToken } from "./token.ts";

const SECRET = "a-secret-of-more-than-thirty-two-bytes";
const NOW_MS = 1_795_000_000_000;
const EXP = NOW_MS / 1000 + 60;
const CUSTOMER: Claims = { sub: "c1", role: "customer", exp: EXP };

const verifier = createTokenVerifier({ secret: SECRET, nowMs: () => NOW_MS });
const verify = (token: string) => verifier.verify(`Bearer ${token}`);

const texts = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .filter((text) => text.isWellFormed());
const claims = fc.record({
  sub: texts,
  role: fc.constantFrom("customer", "manager", "outlet", "bank", "province", "sre"),
  exp: fc.integer({ min: EXP, max: 2 ** 40 }),
  unit: texts,
}, { requiredKeys: ["sub", "role", "exp"] });

function encode(part: unknown): string {
  return Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
}

/** A token as another system would make it, by node:crypto. */
function signElsewhere(header: unknown, payload: unknown, secret = SECRET): string {
  const message = `${encode(header)}.${encode(payload)}`;
  return `${message}.${createHmac("sha256", secret).update(message).digest("base64url")}`;
}

const HS256 = { alg: "HS256", typ: "JWT" };

Deno.test("verify accepts every token that signToken makes", () => {
  fc.assert(fc.property(claims, (made) => {
    assertEquals<unknown>(verify(signToken(made as Claims, SECRET)), made);
  }));
});

Deno.test("verify accepts every token that hono signs", async () => {
  await fc.assert(fc.asyncProperty(claims, async (made) => {
    assertEquals<unknown>(verify(await sign(made, SECRET, "HS256")), made);
  }));
});

Deno.test("verify accepts any order of fields, foreign fields, white space and secrets of any length", () => {
  const field = fc.tuple(texts, fc.jsonValue());
  fc.assert(fc.property(
    claims,
    fc.array(field, { maxLength: 5 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 }),
    fc.func(fc.integer()),
    (made, foreign, secret, rank) => {
      const known = new Set(["sub", "role", "exp", "unit", "nbf", "__proto__"]);
      const fields = [...Object.entries(made), ...foreign.filter(([name]) => !known.has(name))];
      fields.sort((a, b) => rank(a[0]) - rank(b[0]));
      const token = signElsewhere(
        { typ: "JWT", kid: "7", alg: "HS256" },
        JSON.stringify(Object.fromEntries(fields), null, 2),
        secret,
      );
      const other = createTokenVerifier({ secret, nowMs: () => NOW_MS });
      assertEquals<unknown>(other.verify(`Bearer ${token}`), made);
    },
  ));
});

Deno.test("verify accepts headers of other libraries in turn", () => {
  const headers = [HS256, { alg: "HS256" }, { typ: "JWT", alg: "HS256" }, HS256];
  for (const header of headers) assertEquals(verify(signElsewhere(header, CUSTOMER)), CUSTOMER);
});

Deno.test("verify refuses a token whose every single character was changed", () => {
  const token = signToken({ ...CUSTOMER, sub: "张三" }, SECRET);
  for (let i = 0; i < token.length; i++) {
    for (const other of ["A", "z", "_", ".", "=", " ", "é"]) {
      if (token[i] === other) continue;
      assertEquals(verify(token.slice(0, i) + other + token.slice(i + 1)), null, `at ${i}`);
    }
  }
});

Deno.test("verify refuses another secret", () => {
  fc.assert(fc.property(fc.string({ minLength: 1 }), (secret) => {
    fc.pre(secret !== SECRET);
    assertEquals(verify(signElsewhere(HS256, CUSTOMER, secret)), null);
  }));
});

Deno.test("verify refuses the algorithm none and every other one, even under a right signature", () => {
  for (const alg of ["none", "None", "HS384", "RS256", "hs256", "", null]) {
    assertEquals(verify(signElsewhere({ alg, typ: "JWT" }, CUSTOMER)), null);
  }
  assertEquals(verify(signElsewhere({ alg: "HS256", crit: ["exp"] }, CUSTOMER)), null);
  assertEquals(verify(signElsewhere("not json", CUSTOMER)), null);
  assertEquals(verify(`${encode({ alg: "none" })}.${encode(CUSTOMER)}.`), null);
});

Deno.test("verify refuses an expired token from the very instant on, and one not yet valid", () => {
  assertEquals(verify(signToken({ ...CUSTOMER, exp: NOW_MS / 1000 }, SECRET)), null);
  const nearly = { ...CUSTOMER, exp: NOW_MS / 1000 + 1 };
  assertEquals(verify(signToken(nearly, SECRET)), nearly);
  assertEquals(verify(signElsewhere(HS256, { ...CUSTOMER, nbf: NOW_MS / 1000 + 1 })), null);
  assertEquals(verify(signElsewhere(HS256, { ...CUSTOMER, nbf: NOW_MS / 1000 })), CUSTOMER);
});

Deno.test("verify refuses claims of the wrong shape", () => {
  const wrong = [
    { ...CUSTOMER, sub: "" },
    { ...CUSTOMER, sub: 1 },
    { ...CUSTOMER, sub: "x".repeat(129) },
    { ...CUSTOMER, sub: "a\0b" },
    { ...CUSTOMER, role: "root" },
    { ...CUSTOMER, role: "toString" },
    { ...CUSTOMER, exp: String(EXP) },
    { ...CUSTOMER, exp: null },
    { ...CUSTOMER, unit: 3 },
    { sub: "c1", role: "customer" },
    [CUSTOMER],
    "text",
    null,
  ];
  for (const payload of wrong) assertEquals(verify(signElsewhere(HS256, payload)), null);
});

Deno.test("verify refuses a payload that is not UTF-8 and keeps a genuine replacement character", () => {
  const message = `${encode(HS256)}.${
    Buffer.concat([
      Buffer.from('{"sub":"'),
      Buffer.from([0xff]),
      Buffer.from(`","role":"customer","exp":${EXP}}`),
    ]).toString("base64url")
  }`;
  const signature = createHmac("sha256", SECRET).update(message).digest("base64url");
  assertEquals(verify(`${message}.${signature}`), null);
  const genuine = { ...CUSTOMER, sub: "\ufffd" };
  assertEquals(verify(signToken(genuine, SECRET)), genuine);
});

Deno.test("verify refuses what is no bearer token at all", () => {
  const token = signToken(CUSTOMER, SECRET);
  for (const header of [null, "", "Bearer", "Bearer ", `Basic ${token}`, token, `Bearer${token}`]) {
    assertEquals(verifier.verify(header), null);
  }
  assertEquals(verifier.verify(`bearer  ${token}`), CUSTOMER);
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (header) => {
    assertEquals(verifier.verify(header), null);
    assertEquals(verify(header), null);
  }));
});

Deno.test("verify takes long tokens up to its bound and refuses longer ones", () => {
  for (let length = 0; length < 200; length++) {
    const token = signElsewhere(HS256, { ...CUSTOMER, pad: "x".repeat(length) });
    assertEquals(verify(token), CUSTOMER, `pad ${length}`);
  }
  assertEquals(verify(signElsewhere(HS256, { ...CUSTOMER, pad: "x".repeat(2_800) })), CUSTOMER);
  assertEquals(verify(signElsewhere(HS256, { ...CUSTOMER, pad: "x".repeat(4_000) })), null);
});
