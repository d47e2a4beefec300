import { assert, assertEquals } from "@std/assert";
import { type PosterContent, type PosterFont, posterSvg, textsOf } from "./poster.ts";

/** Every character is as wide as it is high, but digits and Latin letters; there is no emoji. */
const SQUARE: PosterFont = {
  family: "Square",
  widthOf: (one) => /\p{Emoji_Presentation}/u.test(one) ? null : /[ -~]/.test(one) ? 0.5 : 1,
};

function poster(part: Partial<PosterContent["manager"]> = {}, title = "赣南脐橙"): string {
  return posterSvg({
    url: "https://yundian.example/r/abcdefgh2",
    manager: {
      name: "陈安",
      title: "客户经理",
      outlet: "滕王阁支行",
      bank: "南昌农商银行",
      photo: null,
      ...part,
    },
    sale: { title, product: "5 斤装", price: "¥9.90", when: "11月22日 20:00 开抢" },
    words: { scan: "扫码", shop: "云店", slogan: "找我" },
  }, SQUARE);
}

/** Texts in the order of the picture. */
function linesOf(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
}

Deno.test("a poster says what, how much, when, who and where", () => {
  const lines = linesOf(poster());
  for (
    const text of ["赣南脐橙", "¥9.90", "11月22日 20:00 开抢", "陈安", "南昌农商银行 滕王阁支行"]
  ) {
    assert(lines.includes(text), `${text} in ${lines}`);
  }
});

Deno.test("every character has its own place, one after the other", () => {
  const [, x = ""] = /<text x="([^"]*)"[^>]*>赣南脐橙</.exec(poster()) ?? [];
  assertEquals(x.split(" ").map(Number), [80, 180, 280, 380]);
});

Deno.test("a long title takes three lines and an ellipsis, never more than the width", () => {
  const lines = linesOf(poster({}, "限时秒杀".repeat(20))).filter((line) => line.includes("秒杀"));
  assertEquals(lines.length, 3);
  assert(lines[2]?.endsWith("…"));
  // 920 pixels of 100 each.
  for (const line of lines) assert([...line].length <= 9, line);
});

Deno.test("what the font does not have is left out", () => {
  assert(linesOf(poster({}, "脐橙🍊节")).includes("脐橙节"));
});

Deno.test("no text breaks out of the picture", () => {
  const svg = poster({ name: `"/><script>`, photo: `data:image/png;base64,AA"><script>` });
  assert(!svg.includes("<script"), svg);
});

Deno.test("a photo stands where the name's first character would", () => {
  assert(linesOf(poster()).includes("陈"));
  const svg = poster({ photo: "data:image/png;base64,AAAA" });
  assert(svg.includes("<image") && !linesOf(svg).includes("陈"));
});

Deno.test("all texts of a poster are known before its font is", () => {
  const texts = textsOf({
    url: "https://y.example/r/abcdefgh2",
    manager: { name: "甲", title: "乙", outlet: "丙", bank: "丁", photo: null },
    sale: null,
    words: { scan: "戊", shop: "己", slogan: "庚" },
  }).join("");
  assertEquals(texts, "甲乙丙丁戊己庚…");
});
