import { Seal } from "../shared/seal.tsx";
import type { FrameWords } from "./frame_words.ts";
import type { Look } from "./look.ts";

/** Who the page belongs to, and how to read it. `note` says what the page is about. */
export function Bank(
  { look, words, note, mine = true }: {
    look: Look;
    words: FrameWords;
    note: string;
    /** Whether to lead to the customer's own page. */
    mine?: boolean;
  },
) {
  const { locale, elder } = look;
  return (
    <header class="bank">
      <p class="mark">
        <Seal />
        <strong>{words.brand}</strong> <span>{note}</span>
      </p>
      <p class="switches">
        {mine && <a class="plain" href="/me">{words.mine}</a>}
        <button
          type="button"
          class="plain"
          aria-pressed={elder.value}
          onClick={() => look.show({ elder: !elder.value })}
        >
          {elder.value ? words.elderOff : words.elder}
        </button>
        <button
          type="button"
          class="plain"
          lang={locale.value === "zh" ? "en" : "zh-CN"}
          onClick={() => look.show({ locale: locale.value === "zh" ? "en" : "zh" })}
        >
          {words.switchLanguage}
        </button>
      </p>
    </header>
  );
}
