import { useEffect, useRef } from "preact/hooks";
import type { StorefrontModel } from "./model.ts";

/** How to add the manager in WeChat: the id to copy, the code to press. */
export function WechatSheet({ model }: { model: StorefrontModel }) {
  const { page: { card }, words } = model;
  const dialog = useRef<HTMLDialogElement>(null);
  const open = model.wechatOpen.value;
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  const close = () => model.showWechat(false);
  return (
    <dialog ref={dialog} class="sheet" aria-labelledby="wechat-title" onClose={close}>
      <h2 id="wechat-title">{words.wechatTitle(card.name)}</h2>
      {card.wechatQr !== null && (
        <figure>
          <img
            src={card.wechatQr}
            alt={words.wechatQr(card.name)}
            width="200"
            height="200"
            loading="lazy"
          />
          <figcaption>{words.wechatScan}</figcaption>
        </figure>
      )}
      {card.wechatId !== "" && (
        <>
          <p class="id">
            <strong>{card.wechatId}</strong>
            <button type="button" class="button brand" onClick={() => model.copyWechat()}>
              {words.copy}
            </button>
          </p>
          <p class="hint">{words.wechatHint}</p>
        </>
      )}
      <button type="button" class="button" onClick={close}>{words.close}</button>
    </dialog>
  );
}
