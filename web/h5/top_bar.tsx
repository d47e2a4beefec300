import type { SaleModel } from "./model.ts";
import type { Words } from "./words.ts";

/** Who the page belongs to, and how to read it. */
export function Bank({ model, words }: { model: SaleModel; words: Words }) {
  const { locale, elder } = model;
  return (
    <div class="bank">
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
    </div>
  );
}

/** The mark: a grain of rice in a round field. */
export function Seal() {
  return (
    <svg class="seal" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="15" />
      <path d="M16 6c5 5 6 12 0 20-6-8-5-15 0-20Z" />
      <path class="vein" d="M16 10v15" />
    </svg>
  );
}
