/** Posters as they are drawn: the code on each is read back from its pixels. */
import { assertEquals } from "@std/assert";
import jsQR from "jsqr";
import { systemWorld } from "../../engine/mod.ts";
import { createPainter, type Painter, type Picture } from "./painter.ts";
import type { PosterContent } from "./poster.ts";
import { pixelsOfPng, type PngPixels } from "./testing/png_pixels.ts";

const URL_OF_LINK = "https://yundian.example/r/abcdefgh2";
const WORDS = {
  scan: "长按识别二维码",
  shop: "我的掌上云店",
  slogan: "办业务、抢好物，找我就行",
};
const POSTER: PosterContent = {
  url: URL_OF_LINK,
  manager: {
    name: "欧阳垚",
    title: "高级客户经理",
    outlet: "滕王阁支行",
    bank: "南昌农商银行",
    photo: null,
  },
  sale: {
    title: "赣南脐橙 5 斤装 助农秒杀——限时一天",
    product: "赣州安远 · 现摘现发",
    price: "¥9.90",
    when: "11月22日 20:00 开抢",
  },
  words: WORDS,
};

async function painted(painter: Painter, picture: Picture): Promise<PngPixels> {
  const png = await painter.paint(picture);
  if (png === null) throw new Error("Nothing was drawn in time");
  return await pixelsOfPng(png);
}

async function withPainter(run: (painter: Painter) => Promise<void>): Promise<void> {
  const { scheduler } = systemWorld();
  const painter = createPainter({ scheduler, queuedMax: 4, waitMs: 60_000 });
  try {
    await run(painter);
  } finally {
    painter.close();
  }
}

Deno.test("the code of a poster is read back from its pixels", async () => {
  await withPainter(async (painter) => {
    for (const content of [POSTER, { ...POSTER, sale: null }]) {
      const { width, height, pixels } = await painted(painter, { kind: "poster", content });
      assertEquals([width, height], [1080, 1920]);
      assertEquals(jsQR(pixels, width, height)?.data, URL_OF_LINK);
    }
  });
});

Deno.test("more pictures than may wait are refused at once, and the same one is drawn once", async () => {
  const { scheduler } = systemWorld();
  const painter = createPainter({ scheduler, queuedMax: 1, waitMs: 60_000 });
  const order = (pixels: number) => ({ kind: "qr", text: URL_OF_LINK, pixels }) as const;
  const drawn = await Promise.all([300, 300, 400].map((pixels) => painter.paint(order(pixels))));
  assertEquals(drawn.map((png) => png === null), [false, false, true]);
  assertEquals(drawn[0] === drawn[1], true);
  painter.close();
});

Deno.test("a QR code as PNG has the size that was asked for, and is read back", async () => {
  await withPainter(async (painter) => {
    for (const side of [128, 512]) {
      const order = { kind: "qr", text: URL_OF_LINK, pixels: side } as const;
      const { width, height, pixels } = await painted(painter, order);
      assertEquals([width, height], [side, side]);
      assertEquals(jsQR(pixels, width, height)?.data, URL_OF_LINK);
    }
  });
});
