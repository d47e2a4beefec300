import { assertEquals } from "@std/assert";
import { escapeText, jsonScript } from "./html.ts";

Deno.test("escaped text opens no element and ends no attribute", () => {
  assertEquals(escapeText(`<a href="x">&'`), "&#60;a href=&#34;x&#34;&#62;&#38;&#39;");
});

Deno.test("a data block holds any value and cannot be ended from within", () => {
  const value = { text: "</script><!--\u2028" };
  const html = jsonScript("boot", value);
  assertEquals(html.match(/<\/script>/g)?.length, 1);
  assertEquals(html.includes("<!--"), false);
  const data = html.replace(/^<script[^>]*>/, "").replace(/<\/script>$/, "");
  assertEquals(JSON.parse(data), value);
});
