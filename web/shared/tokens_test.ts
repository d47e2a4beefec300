import { assert, assertEquals } from "@std/assert";

type Theme = Record<string, string>;

async function themes(): Promise<{ light: Theme; dark: Theme }> {
  const css = await Deno.readTextFile(new URL("tokens.css", import.meta.url));
  const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");
  return { light: read(light), dark: { ...read(light), ...read(dark) } };
}

function read(css: string): Theme {
  return Object.fromEntries(
    [...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]),
  );
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const TEXT_PAIRS = [
  ["ink", "paper"],
  ["ink", "raised"],
  ["quiet", "paper"],
  ["quiet", "raised"],
  ["quiet", "idle"],
  ["on-brand", "brand"],
  ["on-act", "act"],
  ["brand", "paper"],
  ["brand", "raised"],
  ["brand", "brand-wash"],
  ["act", "raised"],
  ["act", "act-wash"],
  ["good", "brand-wash"],
  ["good", "raised"],
  ["warn", "raised"],
  ["warn", "warn-wash"],
  ["bad", "raised"],
  ["bad", "act-wash"],
] as const;

Deno.test("every text colour has a contrast of at least 4.5 on what it stands on", async () => {
  for (const [name, theme] of Object.entries(await themes())) {
    for (const [text, ground] of TEXT_PAIRS) {
      const ratio = contrast(theme[text] ?? "", theme[ground] ?? "");
      assert(ratio >= 4.5, `${name}: ${text} on ${ground} has ${ratio.toFixed(2)}`);
    }
  }
});

Deno.test("edges of controls have a contrast of at least 3", async () => {
  for (const [name, theme] of Object.entries(await themes())) {
    const ratio = contrast(theme.control ?? "", theme.raised ?? "");
    assert(ratio >= 3, `${name}: control on raised has ${ratio.toFixed(2)}`);
  }
});

Deno.test("contrast of black on white is 21", () => {
  assertEquals(Math.round(contrast("#000000", "#ffffff")), 21);
});
