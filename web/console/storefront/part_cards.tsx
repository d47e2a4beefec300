import type { BlockJson, CardJson } from "../../shared/api_storefront.ts";
import { Field } from "../bank/field.tsx";
import { Picture } from "../bank/picture.tsx";
import { type BlockTexts, writeBlock } from "./content.ts";
import { blockName } from "./layout_card.tsx";
import type { EditorProps } from "./storefront_page.tsx";

const TITLE_MAX = 40;
const TEXT_MAX = 500;

/** The card and the blocks with texts of one's own, each folded until it is wanted. */
export function PartCards(props: EditorProps) {
  const { editor } = props;
  const locked = editor.locked.value;
  const written = editor.content.value.blocks.filter((block) =>
    !locked.has(block.id) &&
    (block.kind === "banner" || block.kind === "pitch" || block.kind === "text")
  );
  return (
    <>
      {!locked.has("card") && <CardPart {...props} />}
      {written.map((block) => <TextPart key={block.id} {...props} block={block} />)}
    </>
  );
}

function CardPart({ shell, editor, words }: EditorProps) {
  const card = editor.content.value.card;
  const set = (part: Partial<CardJson>) =>
    editor.edit((before) => ({ ...before, card: { ...before.card, ...part } }));
  return (
    <details class="card part" open>
      <summary>
        <h2>{words.blocks.card}</h2>
      </summary>
      <div class="two">
        <Picture
          shell={shell}
          name="photo"
          label={words.card.photo}
          shape="round"
          value={card.photo}
          onChange={(photo) => set({ photo })}
        />
        <Picture
          shell={shell}
          name="wechat-qr"
          label={words.card.wechatQr}
          shape="square"
          value={card.wechatQr}
          onChange={(wechatQr) => set({ wechatQr })}
        />
        <Field
          name="wechat"
          label={words.card.wechatId}
          value={card.wechatId}
          maxLength={TITLE_MAX}
          onInput={(wechatId) => set({ wechatId })}
        />
        <Field
          name="hours"
          label={words.card.hours}
          hint={words.card.hoursHint}
          value={card.hours}
          maxLength={TITLE_MAX}
          onInput={(hours) => set({ hours })}
        />
      </div>
    </details>
  );
}

function TextPart({ shell, editor, words, block }: EditorProps & { block: BlockJson }) {
  const set = (texts: BlockTexts) => editor.edit((before) => writeBlock(before, block.id, texts));
  if (block.kind !== "banner" && block.kind !== "pitch" && block.kind !== "text") return null;
  return (
    <details class="card part">
      <summary>
        <h2>{blockName(block, words)}</h2>
      </summary>
      <div class="stack">
        {block.kind !== "pitch" && (
          <Field
            name={`${block.id}-title`}
            label={words.texts.title}
            value={block.title}
            maxLength={TITLE_MAX}
            onInput={(title) => set({ title })}
          />
        )}
        <Field
          name={`${block.id}-text`}
          kind="area"
          label={words.texts.text}
          hint={block.kind === "pitch" ? words.texts.pitch : null}
          value={block.text}
          maxLength={TEXT_MAX}
          onInput={(text) => set({ text })}
        />
        {block.kind === "banner" && (
          <Picture
            shell={shell}
            name={`${block.id}-image`}
            label={words.texts.image}
            shape="wide"
            value={block.image}
            onChange={(image) => set({ image })}
          />
        )}
      </div>
    </details>
  );
}
