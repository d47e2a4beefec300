import { useSignal } from "@preact/signals";

/** Puts text on the clipboard; false where the browser has none. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard !== undefined) {
    return await navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  // Plain HTTP and old browsers: the way before there was a clipboard.
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "sr-only";
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** Copies, and says so on itself. */
export function CopyButton(
  { text, label, name, copied }: {
    text: string;
    label: string;
    /** Of what, for those who do not see it. */
    name: string;
    copied: string;
  },
) {
  const done = useSignal(false);
  return (
    <button
      type="button"
      class="button"
      aria-label={done.value ? `${copied} ${name}` : `${label} ${name}`}
      onClick={async () => done.value = await copyText(text)}
    >
      {done.value ? `✓ ${copied}` : label}
    </button>
  );
}
