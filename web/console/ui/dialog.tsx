import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

/** A modal dialog with a title; Escape and the browser's own closing call `onClose`. */
export function Dialog(
  { title, children, onClose, kind = "ask" }: {
    title: string;
    children: ComponentChildren;
    onClose: () => void;
    /** Name of its style. */
    kind?: string;
  },
) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return (
    <dialog ref={dialog} class={kind} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
