import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Sheet } from "../sheet.tsx";
import type { ReferralModel } from "./model.ts";
import type { Words } from "./words.ts";

/** All ways to pass the invitation on: the phone's own, the link, the code to scan, the poster to keep. */
export function ShareSheet({ model, words }: { model: ReferralModel; words: Words }) {
  const w = words.share;
  return (
    <Sheet
      open={model.sheet.value === "share" && model.me.value !== null}
      title={w.title}
      closeLabel={w.close}
      onClose={() => model.sheet.value === "share" && model.openSheet(null)}
    >
      <Ways model={model} words={words} />
    </Sheet>
  );
}

function Ways({ model, words }: { model: ReferralModel; words: Words }) {
  const w = words.share;
  const { device } = model;
  const url = model.me.value?.link.url ?? "";
  const notice = model.notice.value;
  return (
    <div class="ways">
      {device.inWechat && (
        <button
          type="button"
          class="the-button brand"
          onClick={() => model.openSheet("guide")}
        >
          {w.wechat}
        </button>
      )}
      {!device.inWechat && device.canShare && (
        <button
          type="button"
          class="the-button brand"
          onClick={() => void model.shareLink(w.text(model.campaign.value.title))}
        >
          {w.native}
        </button>
      )}
      <div class="field link-field">
        <label for="my-link">{w.link}</label>
        <input
          id="my-link"
          readOnly
          value={url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button" onClick={() => void model.copyLink()}>
          {w.copy}
        </button>
      </div>
      <p class="said" role="status">
        {notice === "copied" || notice === "copy-failed" || notice === "shared"
          ? words.notice[notice]
          : ""}
      </p>
      <figure class="qr">
        <Picture
          src={`${model.path}/participants/me/qr.svg`}
          alt={w.qrAlt}
          words={words}
          size={[200, 200]}
        />
        <figcaption>{w.qr}</figcaption>
      </figure>
      <Poster model={model} words={words} />
    </div>
  );
}

/** Made only when asked for: a poster is the dearest picture of the page. */
function Poster({ model, words }: { model: ReferralModel; words: Words }) {
  const wanted = useSignal(false);
  const w = words.share;
  if (!wanted.value) {
    return (
      <button type="button" class="button" onClick={() => wanted.value = true}>
        {w.poster}
      </button>
    );
  }
  return (
    <figure class="poster">
      <figcaption>{w.posterHint}</figcaption>
      <Picture
        src={`${model.path}/participants/me/poster.png`}
        alt={w.posterAlt}
        words={words}
        size={[1080, 1920]}
      />
    </figure>
  );
}

/** A picture that says so where it cannot be had now, and is asked for again on a tap. */
function Picture(
  { src, alt, words, size }: {
    src: string;
    alt: string;
    words: Words;
    size: readonly [number, number];
  },
) {
  const attempt = useSignal(1);
  const missing = useSignal(false);
  const [width, height] = size;
  function again(): void {
    attempt.value++;
    missing.value = false;
  }
  if (missing.value) {
    return (
      <div class="failed" role="status">
        <p>{words.share.failed}</p>
        <button type="button" class="button" onClick={again}>{words.share.again}</button>
      </div>
    );
  }
  return (
    <img
      src={attempt.value === 1 ? src : `${src}?again=${attempt.value}`}
      alt={alt}
      width={width}
      height={height}
      onError={() => missing.value = true}
    />
  );
}

/** Points at WeChat's own menu: a page inside it cannot share by itself. */
export function Guide({ model, words }: { model: ReferralModel; words: Words }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = model.sheet.value === "guide";
  useEffect(() => {
    const element = dialog.current;
    if (open && element?.open === false) element.showModal();
    if (!open && element?.open) element.close();
  }, [open]);
  const close = () => model.sheet.value === "guide" && model.openSheet(null);
  const w = words.share;
  return (
    <dialog ref={dialog} class="guide" aria-labelledby="guide" onClose={close} onClick={close}>
      <svg aria-hidden="true" viewBox="0 0 96 96" width="96" height="96">
        <path d="M8 92C10 52 34 24 84 10M62 6l22 4-12 20" />
      </svg>
      <h2 id="guide">{w.guide}</h2>
      <p>{w.guideText}</p>
      <button type="button" class="button">{w.guideDone}</button>
    </dialog>
  );
}
