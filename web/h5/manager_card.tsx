import type { FrameWords } from "./frame_words.ts";
import type { ManagerActions } from "./manager_actions.ts";

/** Who brought the customer here: whom to ask. */
export function ManagerCard({ card, words }: { card: ManagerActions; words: FrameWords }) {
  const { manager } = card;
  if (manager === null) return null;
  const notice = card.cardNotice.value;
  return (
    <section class="card manager-card" aria-label={words.manager.label}>
      <a class="who" href={`/s/${encodeURIComponent(manager.id)}`}>
        <Portrait name={manager.name} photo={manager.photo} />
        <span>
          <strong>{manager.name}</strong> <em>{manager.title || words.manager.title}</em>
          <small>{[manager.bank, manager.outlet].filter((name) => name !== "").join(" · ")}</small>
        </span>
      </a>
      <div class="reach">
        {manager.phone !== null && (
          <button
            type="button"
            class="plain"
            onClick={() => void card.callManager()}
          >
            {words.manager.call}
          </button>
        )}
        {manager.wechat !== null && (
          <button
            type="button"
            class="plain"
            onClick={() => void card.copyWechat()}
          >
            {words.manager.wechat}
          </button>
        )}
      </div>
      <p class="said" role="status">{notice === null ? "" : words.manager.notice[notice]}</p>
    </section>
  );
}

function Portrait({ name, photo }: { name: string; photo: string | null }) {
  if (photo !== null) return <img class="portrait" src={photo} alt="" width="48" height="48" />;
  return <span class="portrait" aria-hidden="true">{[...name][0] ?? ""}</span>;
}
