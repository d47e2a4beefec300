import { Icon } from "./icons.tsx";
import type { StorefrontModel } from "./model.ts";

/** What a thumb reaches: call, or write. */
export function ActBar({ model }: { model: StorefrontModel }) {
  const { page: { card }, words } = model;
  const writes = card.wechatId !== "" || card.wechatQr !== null;
  if (!writes && card.phoneMasked === null) return null;
  return (
    <div class="act-bar">
      {writes && (
        <button type="button" class="button" onClick={() => model.showWechat(true)}>
          <Icon name="wechat" />
          {words.addWechat}
        </button>
      )}
      {card.phoneMasked !== null && (
        <button
          type="button"
          class="button brand the-button"
          onClick={() => model.call()}
        >
          <Icon name="call" />
          {words.call}
        </button>
      )}
    </div>
  );
}
