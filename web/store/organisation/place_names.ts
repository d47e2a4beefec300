/** Names of banks and outlets made of names of places. */

const BANK_WORD = "农商银行";
const PLACE_END = /[市县区]$/;
const TOWN_END = /(街道办事处|街道|镇|(?:畲族|回族|瑶族)?乡)$/;
const OFFICE_END =
  /(管理委员会|管委会|管理处|办事处|管理局|监狱|实业有限公司|实业公司|集团有限公司|企业集团)$/;
const STEM_CHARACTERS_MIN = 2;

/**
 * 「安义农商银行」 for 安义县. Where city and county have one stem, the county keeps its last character:
 * 「南昌农商银行」 of the city and 「南昌县农商银行」.
 */
export function bankNames(places: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return places.map((place) => {
    const short = cut(place, PLACE_END);
    const stem = taken.has(short) ? place : short;
    taken.add(stem);
    return stem + BANK_WORD;
  });
}

/** 滕王阁 of 滕王阁街道, 罗家 of 罗家镇, 艾溪湖 of 艾溪湖管理处. */
export function townStem(name: string): string {
  const short = cut(name, TOWN_END);
  if (short !== name) return short;
  const local = name.replace(/^江西省?(?=.{2})/, "");
  return cut(local, OFFICE_END);
}

function cut(name: string, end: RegExp): string {
  const short = name.replace(end, "");
  return short.length >= STEM_CHARACTERS_MIN ? short : name;
}
