/** What the manager and the bank say in their own words. */
import type { BlockData } from "./data.ts";
import type { Words } from "./words.ts";

type Of<Kind extends BlockData["kind"]> = Extract<BlockData, { kind: Kind }>;

export function Banner({ block }: { block: Of<"banner"> }) {
  const { title, text, image } = block;
  return (
    <section class={image === null ? "banner" : "banner pictured"}>
      {image !== null && <img src={image} alt={title} />}
      {(title !== "" || text !== "") && (
        <div class="said">
          {title !== "" && <h2>{title}</h2>}
          {text !== "" && <p>{text}</p>}
        </div>
      )}
    </section>
  );
}

export function Pitch({ block, words }: { block: Of<"pitch">; words: Words }) {
  return (
    <section class="card pitch">
      <h2>{words.about}</h2>
      <Paragraphs text={block.text} />
    </section>
  );
}

export function Text({ block }: { block: Of<"text"> }) {
  return (
    <section class="card text">
      {block.title !== "" && <h2>{block.title}</h2>}
      <Paragraphs text={block.text} />
    </section>
  );
}

/** Each line is a paragraph. */
function Paragraphs({ text }: { text: string }) {
  const lines = text.split(/\n+/).filter((line) => line.trim() !== "");
  return <>{lines.map((line, at) => <p key={at}>{line}</p>)}</>;
}
