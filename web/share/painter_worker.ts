/** Draws pictures off the main thread: a poster takes a fifth of a second. */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import wasm from "@resvg/resvg-wasm/index_bg.wasm" with { type: "bytes" };
import type { Painted, PaintOrder, Picture } from "./painter.ts";
import { posterSvg, textsOf } from "./poster.ts";
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
      return draw(qrSvg(picture.text, picture.pixels), []);
    case "poster": {
      const typeface = await typefaceFor(textsOf(picture.content));
      const font = { family: FAMILY, widthOf: typeface.widthOf };
      return draw(posterSvg(picture.content, font), typeface.files);
    }
  }
}

function draw(svg: string, files: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const drawing = new Resvg(svg, {
    font: { fontBuffers: [...files], loadSystemFonts: false, defaultFontFamily: FAMILY },
  });
  const image = drawing.render();
  // A copy of our own: the other is the library's memory.
  const png = new Uint8Array(image.asPng());
  image.free();
  drawing.free();
  return png;
}
