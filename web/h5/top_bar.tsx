import { Seal } from "../shared/seal.tsx";
import type { SaleModel } from "./model.ts";
import type { Words } from "./words.ts";

/** Who the page belongs to, and how to read it. */
export function Bank({ model, words }: { model: SaleModel; words: Words }) {
  const { locale, elder } = model;
  return (
    <header class="bank">
      <p class="mark">
        <Seal />
        <strong>{words.brand}</strong> <span>{words.brandNote}</span>
      </p>
      <p class="switches">
        <button
          type="button"
          class="plain"
          aria-pressed={elder.value}
          onClick={() => model.show({ elder: !elder.value })}
        >
          {elder.value ? words.elderOff : words.elder}
        </button>
        <button
          type="button"
          class="plain"
          lang={locale.value === "zh" ? "en" : "zh-CN"}
          onClick={() => model.show({ locale: locale.value === "zh" ? "en" : "zh" })}
        >
          {words.switchLanguage}
        </button>
      </p>
    </header>
  );
}
