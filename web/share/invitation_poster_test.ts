import { assert, assertEquals } from "@std/assert";
import { type InvitationContent, invitationSvg, textsOfInvitation } from "./invitation_poster.ts";
import type { PosterFont } from "./poster_pen.ts";

const SQUARE: PosterFont = {
  family: "Square",
  widthOf: (one) => /\p{Emoji_Presentation}/u.test(one) ? null : /[ -~]/.test(one) ? 0.5 : 1,
};
const CONTENT: InvitationContent = {
  url: "https://yundian.example/r/abcdefghjkmnpq?ch=poster",
  title: "邀请好友开户有礼",
  prizes: ["受邀办理，您得 ¥5.00 优惠券", "每成功邀请 1 位好友，得 100 积分"],
  when: "11月30日 20:00 结束",
  inviter: "张*",
  ground: "field",
  words: { brand: "云店", invites: "邀请您", someone: "您的朋友", scan: "长按", rules: "规则" },
};

function linesOf(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
}

Deno.test("an invitation says who invites, to what, for what, and until when", () => {
  const lines = linesOf(invitationSvg(CONTENT, SQUARE));
  for (const text of ["邀请好友开户有礼", ...CONTENT.prizes, "11月30日 20:00 结束", "张*", "张"]) {
    assert(lines.includes(text), `${text} in ${lines}`);
  }
});

Deno.test("one without a name invites as a friend; a number as its first digit", () => {
  const nameless = linesOf(invitationSvg({ ...CONTENT, inviter: null }, SQUARE));
  assert(nameless.includes("您的朋友") && nameless.includes("您"), nameless.join());
  const numbered = linesOf(invitationSvg({ ...CONTENT, inviter: "139****0101" }, SQUARE));
  assert(numbered.includes("139****0101") && numbered.includes("1"), numbered.join());
});

Deno.test("a long title and many prizes stay above the paper", () => {
  const svg = invitationSvg({
    ...CONTENT,
    title: "邀请好友一起来开户".repeat(9),
    prizes: Array.from({ length: 5 }, () => CONTENT.prizes[0] ?? ""),
  }, SQUARE);
  const pill = /<rect x="80" y="(\d+)"/.exec(svg)?.[1];
  assert(Number(pill) + 88 < 1_100, pill);
  assertEquals(linesOf(svg).filter((line) => line === CONTENT.prizes[0]).length, 3);
});

Deno.test("each ground has colours of its own, and every text has a font", () => {
  const grounds = ["field", "seal", "harvest"] as const;
  assertEquals(
    new Set(grounds.map((ground) => invitationSvg({ ...CONTENT, ground }, SQUARE))).size,
    3,
  );
  assert(textsOfInvitation(CONTENT).includes("张*"));
});

Deno.test("no text breaks out of the picture", () => {
  const svg = invitationSvg({ ...CONTENT, title: `"/><script>`, inviter: "<b>" }, SQUARE);
  assert(!svg.includes("<script") && !svg.includes("<b>"), svg);
});
