import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A native dialog that rises from the bottom; Escape, the cross and a tap beside it close it. */
export function Sheet(
  props: {
    open: boolean;
    title: string;
    closeLabel: string;
    onClose: () => void;
    children: ComponentChildren;
  },
) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (props.open && !element.open) element.showModal();
    if (!props.open && element.open) element.close();
  }, [props.open]);
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={`sheet-${props.title}`}
      onClose={props.onClose}
      onClick={(event) => event.target === dialog.current && props.onClose()}
    >
      <div class="inside">
        <header>
          <h2 id={`sheet-${props.title}`}>{props.title}</h2>
          <button type="button" class="cross" aria-label={props.closeLabel} onClick={props.onClose}>
            ×
          </button>
        </header>
        {props.open && props.children}
      </div>
    </dialog>
  );
}
