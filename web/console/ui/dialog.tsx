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
  const leaving = useRef(false);
  useEffect(() => {
    const element = dialog.current;
    if (element?.open === false) element.showModal();
    return () => {
      // Closed, not only taken away: the focus goes back to where it was.
      leaving.current = true;
      element?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={kind}
      aria-labelledby={id}
      onClose={() => leaving.current || onClose()}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
