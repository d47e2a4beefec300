/** A labelled field with its hint and its error, tied together for screen readers. */
export function Input(
  props: {
    name: string;
    label: string;
    hint: string | null;
    error: string | null;
    value: string;
    onInput: (value: string) => void;
    type?: "text" | "datetime-local";
    inputMode?: "numeric" | "decimal" | "text";
    autofocus?: boolean;
  },
) {
  const id = `field-${props.name.replaceAll(".", "-")}`;
  const common = {
    id,
    name: props.name,
    autocomplete: "off",
    value: props.value,
    "aria-invalid": props.error !== null,
    "aria-describedby": `${id}-note`,
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      props.onInput(event.currentTarget.value),
  } as const;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.type === "datetime-local" ? <input type="datetime-local" {...common} /> : (
        <input
          type="text"
          inputMode={props.inputMode ?? "text"}
          autofocus={props.autofocus ?? false}
          {...common}
        />
      )}
      <span class={props.error === null ? "hint" : "error"} id={`${id}-note`}>
        {props.error ?? props.hint}
      </span>
    </div>
  );
}
