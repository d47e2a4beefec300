import { assertEquals } from "@std/assert";
import type { LinkJson } from "../../shared/api_links.ts";
import { byChannel, campaignUrl, posterHref, targetName } from "./share.ts";

const PRINTED: LinkJson = {
  code: "Kd7nPq",
  url: "https://shop.example/r/Kd7nPq",
  manager: "m1",
  channel: "print",
  target: { kind: "storefront" },
  label: "",
  printed: true,
  clicks: 0,
  createdAt: "2026-11-22T00:00:00.000Z",
  version: 1,
};

Deno.test("a sale is shared at the site's own address with the manager's code", () => {
  assertEquals(
    campaignUrl({ campaign: "a/b", printed: PRINTED }),
    "https://shop.example/c/a%2Fb?m=Kd7nPq",
  );
});

Deno.test("each channel shows its newest link, wherever it leads, and what has none", () => {
  const wechat: LinkJson = { ...PRINTED, code: "w2", channel: "wechat", printed: false };
  const sale: LinkJson = {
    ...PRINTED,
    code: "d1",
    channel: "douyin",
    printed: false,
    target: { kind: "campaign", id: "c1" },
  };
  const shown = byChannel([PRINTED, sale, wechat, { ...wechat, code: "w1" }]);
  assertEquals(shown.map(({ channel, link }) => [channel, link?.code ?? null]), [
    ["wechat", "w2"],
    ["wecom", null],
    ["douyin", "d1"],
    ["phone", null],
    ["poster", null],
  ]);
});

Deno.test("a poster is of the storefront or of one campaign", () => {
  assertEquals(posterHref("m/1", null), "/api/v1/storefronts/m%2F1/poster.png");
  assertEquals(posterHref("m1", "c&1"), "/api/v1/storefronts/m1/poster.png?campaign=c%261");
});

Deno.test("a link says where it leads, a sale that is over by what is still known", () => {
  const known = {
    words: { storefront: "云店", otherTarget: "其他" },
    campaigns: [{ id: "c1", title: "脐橙" }],
  };
  const name = (target: LinkJson["target"]) => targetName({ target }, known);
  assertEquals(name({ kind: "storefront" }), "云店");
  assertEquals(name({ kind: "campaign", id: "c1" }), "脐橙");
  assertEquals(name({ kind: "campaign", id: "over" }), "其他");
  assertEquals(name({ kind: "path", path: "/a/1" }), "其他");
});
