/** Takes a picture in: what it is, and whether there is room for it. */
import type postgres from "postgres";
import type { Edit } from "../catalogue/products.ts";
import { imageOf } from "./image.ts";
import { withoutPrivateData } from "./private_data.ts";
import { countPictures, existingPictures, mediaId, type Picture, storePicture } from "./media.ts";

/** The picture that these bytes are, without what it says about who took it; null where they are none. */
export async function pictureOf(given: Uint8Array): Promise<Picture | null> {
  const image = imageOf(given);
  const clean = image === null ? null : withoutPrivateData(given, image);
  if (image === null || clean === null) return null;
  const bytes = new Uint8Array(clean);
  return { id: await mediaId(bytes), bytes, ...image };
}

/** Stores it unless its unit has `perUnitMax` already; the same picture again is no new one. */
export async function mayStore(
  sql: postgres.Sql,
  one: {
    readonly picture: Picture & { readonly unit: string };
    readonly perUnitMax: number;
    readonly edit: Edit;
  },
): Promise<boolean> {
  const { picture, perUnitMax, edit } = one;
  return await sql.begin(async (tx) => {
    if ((await existingPictures(tx, [picture.id])).has(picture.id)) return true;
    if (await countPictures(tx, picture.unit) >= perUnitMax) return false;
    await storePicture(tx, picture, edit);
    return true;
  });
}
