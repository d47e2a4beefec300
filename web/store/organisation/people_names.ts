/** Plausible names of people, as they are common in Jiangxi. Any likeness is chance. */
import type { Draw } from "./draw.ts";

/** The common ones stand several times. */
const SURNAMES = [
  ..."刘刘刘刘刘陈陈陈陈李李李李黄黄黄黄张张张王王王吴吴周周罗罗曾曾熊熊胡胡邓邓谢谢杨杨肖肖徐徐钟钟",
  ..."彭彭廖廖赖赖郭郭万万涂龚饶邹朱何林温叶余夏艾严魏梁邱江汪程章袁宋喻孙付许蔡潘易高欧施付占揭卢甘聂戴曹方洪姜范",
];
const RARE_SURNAMES = ["欧阳", "诸葛", "上官", "司马"];
const MEN = [
  ..."伟强磊军勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林亮建国志文斌海峰云星永新德昌庆生根水",
];
const WOMEN = [
  ..."芳娜敏静丽艳娟霞秀燕玲桂兰英华慧巧美雅云莲真环雪荣爱妹香月莺媛红春菊勤珍贞莉梅琳素婷倩雯佳",
];
const BOTH = [..."子晓思嘉志文小海春玉金天佳梓怡欣一雨书泽"];
const ONE_IN = { rareSurname: 160, single: 6, mixed: 3 } as const;

/** A surname and a given name of one or two characters. */
export function personName(draw: Draw): string {
  const surname = draw(ONE_IN.rareSurname) === 0 ? pick(RARE_SURNAMES, draw) : pick(SURNAMES, draw);
  const own = draw(2) === 0 ? MEN : WOMEN;
  const last = pick(own, draw);
  if (draw(ONE_IN.single) === 0) return surname + last;
  const first = draw(ONE_IN.mixed) === 0 ? pick(BOTH, draw) : pick(own, draw);
  return surname + first + last;
}

/** One of the list. */
export function pick<Item>(list: readonly Item[], draw: Draw): Item {
  const item = list[draw(list.length)];
  if (item === undefined) throw new Error("Cannot pick from an empty list");
  return item;
}
