/** Changes to rows as answers. */
import type { Written, WrongField } from "../store/written.ts";
import { type Answer, refused } from "./answer.ts";
import type { Language } from "./words.ts";

/** The answer of `answer` for what was done, the refusal for anything else. */
export function answerOf<Value>(
  written: Written<Value>,
  language: Language,
  answer: (value: Value) => Answer,
): Answer {
  switch (written.kind) {
    case "done":
      return answer(written.value);
    case "stale":
      return refused("stale", { version: written.version });
    case "invalid":
      return refused("invalid", { errors: errorsOf(written.errors, language) });
    case "not-found":
    case "forbidden":
    case "not-empty":
      return refused(written.kind);
  }
}

function errorsOf(errors: readonly WrongField[], language: Language) {
  return errors.map(({ field, zh, en }) => ({ field, message: language === "zh" ? zh : en }));
}
