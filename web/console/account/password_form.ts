/** A change of the own password, as typed. */
import { isWeak } from "../people/staff_form.ts";

export interface PasswordTexts {
  readonly current: string;
  readonly password: string;
  readonly again: string;
}

export type PasswordFault = "required" | "weak" | "differs" | "same";

export const NO_PASSWORD: PasswordTexts = { current: "", password: "", again: "" };

/** What is wrong with it; `names` may not be in the new one. */
export function checkPassword(
  texts: PasswordTexts,
  names: readonly string[],
): ReadonlyMap<string, PasswordFault> {
  const faults = new Map<string, PasswordFault>();
  if (texts.current === "") faults.set("current", "required");
  if (isWeak(texts.password, names)) faults.set("password", "weak");
  else if (texts.password === texts.current) faults.set("password", "same");
  if (texts.again !== texts.password) faults.set("again", "differs");
  return faults;
}

/** `Mozilla/5.0 (…) … Chrome/130 …` → `Chrome · Windows`: enough to tell one's own devices apart. */
export function deviceOf(agent: string): string | null {
  const browsers = [
    [/MicroMessenger/, "WeChat"],
    [/Edg\//, "Edge"],
    [/Firefox\//, "Firefox"],
    [/Chrome\//, "Chrome"],
    [/Safari\//, "Safari"],
  ] as const;
  const systems = [
    [/HarmonyOS/, "HarmonyOS"],
    [/Android/, "Android"],
    [/iPhone|iPad/, "iOS"],
    [/Windows/, "Windows"],
    [/Mac OS/, "macOS"],
    [/Linux/, "Linux"],
  ] as const;
  const named = [browsers, systems].flatMap((known) =>
    known.find(([sign]) => sign.test(agent))?.[1] ?? []
  );
  return named.length === 0 ? null : named.join(" · ");
}
