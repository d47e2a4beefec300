import { useSignal } from "@preact/signals";
import type { MediaJson } from "../../shared/api_catalogue.ts";
import type { Locale } from "../../shared/format.ts";
import type { Refusal, Shell } from "../shell.ts";
import { NO_ANSWER } from "./form.ts";
import { KIT } from "./words.ts";

const WORDS: Readonly<
  Record<Locale, { choose: string; change: string; remove: string; busy: string; hint: string }>
> = {
  zh: {
    choose: "选择图片",
    change: "换一张",
    remove: "去掉图片",
    busy: "正在上传…",
    hint: "PNG、JPEG 或 WebP",
  },
  en: {
    choose: "Choose a picture",
    change: "Change it",
    remove: "Remove it",
    busy: "Uploading…",
    hint: "PNG, JPEG or WebP",
  },
};

/** Where a picture is served. */
export function pictureUrl(id: string): string {
  return `/api/v1/media/${encodeURIComponent(id)}`;
}

/** Stores a picture; the server looks at its bytes, not at its name. */
export async function uploadPicture(shell: Shell, file: Blob): Promise<MediaJson | Refusal> {
  const answer = await shell.send<MediaJson>({
    method: "POST",
    path: "/api/v1/media",
    file: { bytes: file, contentType: file.type || "application/octet-stream" },
  });
  return answer.ok ? answer.value : shell.refusalOf(answer) ?? NO_ANSWER;
}

/** A picture by its id: shown, chosen, changed and taken away. A refusal keeps the one before. */
export function Picture(
  { shell, name, label, value, shape, onChange }: {
    shell: Shell;
    name: string;
    label: string;
    value: string | null;
    /** How it is shown. */
    shape: "round" | "wide" | "square";
    onChange: (id: string | null) => void;
  },
) {
  const busy = useSignal(false);
  const error = useSignal<string | null>(null);
  const words = WORDS[shell.locale.value];
  const id = `picture-${name}`;
  async function take(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (file === undefined || busy.value) return;
    busy.value = true;
    error.value = null;
    const answer = await uploadPicture(shell, file);
    busy.value = false;
    input.value = "";
    if ("id" in answer) onChange(answer.id);
    else error.value = answer.text ?? KIT[shell.locale.value].offline;
  }
  return (
    <div class="field picture">
      <span class="label" id={`${id}-label`}>{label}</span>
      <div class={`picture-row ${shape}`}>
        {value === null
          ? <span class="blank" aria-hidden="true" />
          : <img src={pictureUrl(value)} alt={label} loading="lazy" />}
        <div class="picture-acts">
          <label class="button" for={id}>
            {busy.value ? words.busy : value === null ? words.choose : words.change}
          </label>
          <input
            id={id}
            class="sr-only"
            type="file"
            accept="image/png,image/jpeg,image/webp"
            aria-labelledby={`${id}-label`}
            aria-describedby={`${id}-note`}
            onChange={(event) => void take(event.currentTarget)}
          />
          {value !== null && (
            <button type="button" class="plain" onClick={() => onChange(null)}>
              {words.remove}
            </button>
          )}
        </div>
      </div>
      <span class={error.value === null ? "hint" : "error"} id={`${id}-note`} role="status">
        {error.value ?? words.hint}
      </span>
    </div>
  );
}
