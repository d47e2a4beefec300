import { effect, untracked, useSignal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { createReferralModel } from "../../../h5/referral/model.ts";
import { ReferralPage } from "../../../h5/referral/referral_page.tsx";
import type { Locale } from "../../../shared/format.ts";
import type { Shell } from "../../shell.ts";
import type { ReferralStepProps } from "./fields.tsx";
import { type Moment, MOMENTS, previewOf, type ReferralPreview } from "./preview_referral.ts";

/** The customer's own page, in a frame of a phone's size, as it will be. Nothing in it can be pressed. */
export function Preview(props: ReferralStepProps) {
  const { preview } = props.own;
  const frame = useRef<HTMLIFrameElement>(null);
  const moment = useSignal<Moment>("visitor");
  const elder = useSignal(false);
  const coupons = useSignal(props.coupons);
  useEffect(() => void (coupons.value = props.coupons), [props.coupons]);
  useEffect(() => {
    const page = frame.current?.contentDocument;
    if (!page) return;
    return follow(page, { model: props.model, moment, elder, coupons });
  }, []);
  return (
    <section class="preview" aria-label={preview.title}>
      <h2>{preview.title}</h2>
      <p class="quick" role="group" aria-label={preview.label}>
        {MOMENTS.map((one) => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={moment.value === one}
            onClick={() => moment.value = one}
          >
            {preview.moments[one]}
          </button>
        ))}
        <button
          type="button"
          class="chip"
          aria-pressed={elder.value}
          onClick={() => elder.value = !elder.value}
        >
          {preview.elder}
        </button>
      </p>
      <div class="phone">
        <iframe ref={frame} title={preview.title} inert tabIndex={-1} />
      </div>
      <p class="quiet">{preview.note}</p>
    </section>
  );
}

/** A frame of its own keeps the two style sheets, and the widths that they ask for, apart. */
function follow(
  page: Document,
  { model, moment, elder, coupons }: {
    model: ReferralStepProps["model"];
    moment: { readonly value: Moment };
    elder: { readonly value: boolean };
    coupons: { readonly value: ReferralStepProps["coupons"] };
  },
): () => void {
  const { shell } = model;
  const style = page.createElement("link");
  style.rel = "stylesheet";
  style.href = document.getElementById("app")?.dataset.referralStyle ?? "";
  page.head.append(style);
  const root = page.createElement("div");
  page.body.append(root);
  const stop = effect(() => {
    const locale = shell.locale.value;
    page.documentElement.lang = locale === "en" ? "en" : "zh-CN";
    page.documentElement.classList.toggle("elder", elder.value);
    const boot = previewOf(model.texts.value, {
      moment: moment.value,
      nowMs: shell.nowMs.peek(),
      coupons: coupons.value,
    });
    const look = { locale, elder: elder.value };
    untracked(() => show(root, { shell, boot, look }));
  });
  return () => {
    stop();
    render(null, root);
  };
}

/** A model of its own each time: nothing of the one before remains. */
function show(
  root: HTMLElement,
  { shell, boot, look }: {
    shell: Shell;
    boot: ReferralPreview;
    look: { readonly locale: Locale; readonly elder: boolean };
  },
): void {
  const { scrollingElement } = root.ownerDocument;
  const top = scrollingElement?.scrollTop ?? 0;
  const model = createReferralModel({
    boot: { ...boot, signedIn: boot.me !== null, demo: false },
    ...look,
    // It shows and asks nobody.
    outside: {
      ...shell.outside,
      fetch: () => Promise.reject(new Error("Cannot fetch in a preview")),
    },
    memory: { get: () => null, set: () => {} },
  });
  render(null, root);
  render(<ReferralPage model={model} />, root);
  if (scrollingElement) scrollingElement.scrollTop = top;
}
