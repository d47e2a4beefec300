/** Pictures that content names: each must have been uploaded. */
import type { FieldError } from "../../shared/api.ts";
import type { Block, Card } from "../../../actors/storefront/protocol.ts";
import { existingPictures } from "../../store/articles/media.ts";
import type { Database } from "../../store/database.ts";
import type { Language } from "../words.ts";

/** One error for each picture that is not there. While the database is down nobody can tell, and nothing is refused. */
export async function missingPictures(
  database: Database | null,
  content: { readonly blocks: readonly Block[]; readonly card?: Card },
  language: Language,
): Promise<FieldError[]> {
  const named = picturesOf(content);
  if (named.length === 0 || database === null || !database.available()) return [];
  const there = await existingPictures(database.sql, named.map(({ id }) => id));
  const message = language === "zh"
    ? "没有这张图片，请重新上传"
    : "There is no such picture: upload it again";
  return named.filter(({ id }) => !there.has(id)).map(({ field }) => ({ field, message }));
}

function picturesOf(
  { blocks, card }: { readonly blocks: readonly Block[]; readonly card?: Card },
): readonly { readonly field: string; readonly id: string }[] {
  const named: { field: string; id: string }[] = [];
  const add = (field: string, id: string | null | undefined) => {
    if (id) named.push({ field: `content.${field}`, id });
  };
  blocks.forEach((block, at) => {
    if (block.kind === "banner") add(`blocks.${at}.image`, block.image);
  });
  add("card.photo", card?.photo);
  add("card.wechatQr", card?.wechatQr);
  return named;
}
