import { effect, untracked, useSignal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { createSaleModel } from "../../h5/model.ts";
import { SalePage } from "../../h5/sale_page.tsx";
import type { BuilderWords } from "./builder_words.ts";
import type { SaleBuilder } from "./sale_builder.ts";
import { type Moment, MOMENTS, previewOf } from "./preview_sale.ts";

/** The customer's own page, in a frame of a phone's size, as it will be. Nothing in it can be pressed. */
export function Preview({ model, words }: { model: SaleBuilder; words: BuilderWords }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const moment = useSignal<Moment>("early");
  const elder = useSignal(false);
  useEffect(() => {
    const page = frame.current?.contentDocument;
    if (!page) return;
    return follow(page, { model, moment, elder });
  }, []);
  return (
    <section class="preview" aria-label={words.preview}>
      <h2>{words.preview}</h2>
      <p class="quick" role="group" aria-label={words.previewLabel}>
        {MOMENTS.map((one) => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={moment.value === one}
            onClick={() => moment.value = one}
          >
            {words.previewStates[one]}
          </button>
        ))}
        <button
          type="button"
          class="chip"
          aria-pressed={elder.value}
          onClick={() => elder.value = !elder.value}
        >
          {words.elder}
        </button>
      </p>
      <div class="phone">
        <iframe ref={frame} title={words.preview} inert tabIndex={-1} />
      </div>
      <p class="quiet">{words.previewNote}</p>
    </section>
  );
}

/** A frame of its own keeps the two style sheets, and the widths that they ask for, apart. */
function follow(
  page: Document,
  { model, moment, elder }: {
    model: SaleBuilder;
    moment: { readonly value: Moment };
    elder: { readonly value: boolean };
  },
): () => void {
  const { shell } = model;
  const style = page.createElement("link");
  style.rel = "stylesheet";
  style.href = document.getElementById("app")?.dataset.saleStyle ?? "";
  page.head.append(style);
  const root = page.createElement("div");
  page.body.append(root);
  const sale = createSaleModel({
    boot: {
      campaign: previewOf(model.texts.peek(), { moment: "early", nowMs: shell.nowMs.peek() }),
      me: null,
      signedIn: false,
      demo: false,
    },
    locale: shell.locale.peek(),
    elder: false,
    // It shows and asks nobody.
    outside: {
      ...shell.outside,
      fetch: () => Promise.reject(new Error("Cannot fetch in a preview")),
    },
    memory: { get: () => null, set: () => {} },
  });
  render(<SalePage model={sale} />, root);
  let version = 0;
  const stops = [
    effect(() => {
      const campaign = previewOf(model.texts.value, {
        moment: moment.value,
        nowMs: shell.nowMs.peek(),
      });
      untracked(() => sale.receive({ ...campaign, version: ++version }));
    }),
    effect(() => {
      const look = { locale: shell.locale.value, elder: elder.value };
      untracked(() => sale.show(look));
      page.documentElement.lang = shell.locale.value === "en" ? "en" : "zh-CN";
      page.documentElement.classList.toggle("elder", elder.value);
    }),
    effect(() => {
      void shell.nowMs.value;
      untracked(sale.tick);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    render(null, root);
  };
}
