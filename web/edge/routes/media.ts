/** Pictures: uploaded by staff, served to anyone for ever. */
import { mayStore, pictureOf } from "../../store/articles/upload.ts";
import {
  findPicture,
  MEDIA_ID_SHAPE,
  mediaJson,
  type Picture,
} from "../../store/articles/media.ts";
import { type Answer, json, refused } from "../answer.ts";
import { readBytes } from "../body.ts";
import { databaseOf } from "../database.ts";
import { type EdgeApp, forAnyone, forStaff } from "../endpoint.ts";
import * as schemas from "../schemas_catalogue.ts";
import type { Services } from "../services.ts";

const TAG = "catalogue";

export function mountMedia(app: EdgeApp, services: Services): void {
  const { limits } = services;
  const kept = new PictureCache(limits.mediaCacheBytesMax);

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/media",
    tag: TAG,
    summary:
      "Stores a picture: the bytes of a PNG, JPEG or WebP as the body, whatever its type says",
    action: "media",
    answers: { 201: { description: "The picture", schema: schemas.mediaAnswer } },
    refusals: ["too-large", "not-an-image", "full", "database-unavailable"],
    async handle(call) {
      const { sql } = databaseOf(services);
      const bytes = await readBytes(call.request, limits.mediaBytesMax);
      if (bytes === null) return refused("too-large");
      const picture = await pictureOf(bytes);
      if (picture === null) return refused("not-an-image");
      const { unit, id: by } = call.staff;
      const stored = await mayStore(sql, {
        picture: { ...picture, unit },
        perUnitMax: limits.mediaPerUnitMax,
        edit: { by, atMs: call.nowMs },
      });
      if (!stored) return refused("full", { limit: limits.mediaPerUnitMax });
      return json(mediaJson(picture), 201);
    },
  });

  forAnyone(app, services, {
    method: "get",
    path: "/api/v1/media/{id}",
    tag: TAG,
    summary: "The picture itself",
    answers: { 200: { description: "Its bytes, which never change" } },
    refusals: ["not-found", "database-unavailable"],
    async handle(call) {
      const id = call.param("id");
      if (!MEDIA_ID_SHAPE.test(id)) return refused("not-found");
      if (call.request.headers.get("if-none-match") === `"${id}"`) return notModified(id);
      let picture = kept.get(id);
      if (picture === null) {
        picture = await findPicture(databaseOf(services).sql, id);
        if (picture === null) return refused("not-found");
        kept.set(picture);
      }
      return show(picture);
    },
  });
}

/** Even if a browser took the bytes for a document, it could run nothing. */
const SAFE = {
  "cache-control": "public, max-age=31536000, immutable",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
  "content-disposition": "inline",
  "cross-origin-resource-policy": "cross-origin",
} as const;

function show({ id, contentType, bytes }: Picture): Answer {
  const headers = { ...SAFE, "content-type": contentType, etag: `"${id}"` };
  return { kind: "response", response: new Response(bytes, { headers }) };
}

function notModified(id: string): Answer {
  const headers = { ...SAFE, etag: `"${id}"` };
  return { kind: "response", response: new Response(null, { status: 304, headers }) };
}

/** The pictures used last, within a bound of bytes. */
class PictureCache {
  readonly #bytesMax: number;
  readonly #pictures = new Map<string, Picture>();
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get(id: string): Picture | null {
    const picture = this.#pictures.get(id);
    if (picture === undefined) return null;
    this.#pictures.delete(id);
    this.#pictures.set(id, picture);
    return picture;
  }

  set(picture: Picture): void {
    if (this.#pictures.has(picture.id) || picture.bytes.length > this.#bytesMax) return;
    this.#pictures.set(picture.id, picture);
    this.#bytes += picture.bytes.length;
    for (const [id, { bytes }] of this.#pictures) {
      if (this.#bytes <= this.#bytesMax) break;
      this.#pictures.delete(id);
      this.#bytes -= bytes.length;
    }
  }
}
