/** Draws pictures off the main thread: a poster takes a fifth of a second. */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import wasm from "@resvg/resvg-wasm/index_bg.wasm" with { type: "bytes" };
import decodeQR from "qr/decode.js";
import { invitationSvg, textsOfInvitation } from "./invitation_poster.ts";
import type { Painted, PaintOrder, Picture } from "./painter.ts";
import { type PosterFont, posterSvg, textsOf } from "./poster.ts";
import { FAMILY, typefaceFor } from "./poster_fonts.ts";
import { qrSvg } from "./qr.ts";

const ready = initWasm(wasm);

self.addEventListener("message", (event: MessageEvent<PaintOrder>) => {
  const { no, picture } = event.data;
  paint(picture).then(
    (png) => answer({ no, png }),
    (error) => answer({ no, error: String(error) }),
  );
});

function answer(painted: Painted): void {
  self.postMessage(painted);
}

async function paint(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
  await ready;
  switch (picture.kind) {
    case "qr":
      return draw({ svg: qrSvg(picture.text, picture.pixels), files: [], says: picture.text });
    case "poster": {
      const { content } = picture;
      return await set(textsOf(content), content.url, (font) => posterSvg(content, font));
    }
    case "invitation": {
      const { content } = picture;
      const svgOf = (font: PosterFont) => invitationSvg(content, font);
      return await set(textsOfInvitation(content), content.url, svgOf);
    }
  }
}

/** A poster with these texts, in the slices of the font that have them. */
async function set(
  texts: readonly string[],
  url: string,
  svgOf: (font: PosterFont) => string,
): Promise<Uint8Array<ArrayBuffer>> {
  const typeface = await typefaceFor(texts);
  const svg = svgOf({ family: FAMILY, widthOf: typeface.widthOf });
  return draw({ svg, files: typeface.files, says: url });
}

function draw(
  order: {
    readonly svg: string;
    readonly files: readonly Uint8Array[];
    /** What the code on it must say. */
    readonly says: string;
  },
): Uint8Array<ArrayBuffer> {
  const drawing = new Resvg(order.svg, {
    font: { fontBuffers: [...order.files], loadSystemFonts: false, defaultFontFamily: FAMILY },
  });
  const image = drawing.render();
  try {
    // Whatever is printed a thousand times is read once before.
    const read = decodeQR({ width: image.width, height: image.height, data: image.pixels });
    if (read !== order.says) throw new Error(`The code says "${read}"`);
    // A copy of our own: the other is the library's memory.
    return new Uint8Array(image.asPng());
  } finally {
    image.free();
    drawing.free();
  }
}
