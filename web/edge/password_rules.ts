/** What people read about a password that will not do. */
import { type Answer, refused } from "./answer.ts";
import { PASSWORD_CHARACTERS_MIN, type Weakness } from "./ports/password.ts";
import type { Language } from "./words.ts";

const WORDS: Readonly<Record<Weakness | "no-name" | "wrong", readonly [zh: string, en: string]>> = {
  short: [
    `至少 ${PASSWORD_CHARACTERS_MIN} 个字符`,
    `Must have at least ${PASSWORD_CHARACTERS_MIN} characters`,
  ],
  name: ["不能包含姓名或登录名", "Must not contain the name"],
  pattern: ["重复的字符太多，请换一个", "Too few different characters: take another"],
  "no-name": ["设置密码时须填写登录名", "Required with a password"],
  wrong: ["当前密码不对", "This is not the present password"],
};

/** 422 that names the field. */
export function weakPassword(
  weakness: Weakness | "no-name" | "wrong",
  options: { readonly field: string; readonly language: Language },
): Answer {
  const { field, language } = options;
  const message = WORDS[weakness][language === "zh" ? 0 : 1];
  return refused("invalid", { errors: [{ field, message }] });
}
