/** Labelled fields with hint and error, tied together for screen readers. */
import type { ComponentChildren } from "preact";

interface Common {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | null | undefined;
  readonly error?: string | null | undefined;
}

/** A line or a box of text, a day, a time, a password. */
export function Field(
  props: Common & {
    readonly value: string;
    readonly onInput: (value: string) => void;
    readonly kind?: "text" | "area" | "date" | "datetime-local" | "password" | "search" | "tel";
    readonly inputMode?: "numeric" | "decimal" | "tel" | "url";
    readonly autocomplete?: string;
    readonly rows?: number;
    readonly maxLength?: number;
    readonly placeholder?: string;
  },
) {
  const { kind = "text" } = props;
  const common = {
    ...shared(props),
    value: props.value,
    autocomplete: props.autocomplete ?? "off",
    ...(props.maxLength === undefined ? {} : { maxLength: props.maxLength }),
    ...(props.placeholder === undefined ? {} : { placeholder: props.placeholder }),
  };
  return (
    <Frame {...props}>
      {kind === "area"
        ? (
          <textarea
            {...common}
            rows={props.rows ?? 3}
            onInput={(event) => props.onInput(event.currentTarget.value)}
          />
        )
        : (
          <Line
            kind={kind}
            with={{
              ...common,
              ...(props.inputMode === undefined ? {} : { inputMode: props.inputMode }),
              onInput: (event) => props.onInput(event.currentTarget.value),
            }}
          />
        )}
    </Frame>
  );
}

interface LineProps {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly autocomplete: string;
  readonly "aria-invalid": boolean;
  readonly "aria-describedby": string;
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly inputMode?: "numeric" | "decimal" | "tel" | "url";
  readonly onInput: (event: { currentTarget: HTMLInputElement }) => void;
}

/** Each kind is written out: the types of elements go by the literal. */
function Line(
  { kind, with: props }: {
    kind: "text" | "date" | "datetime-local" | "password" | "search" | "tel";
    with: LineProps;
  },
) {
  switch (kind) {
    case "text":
      return <input type="text" {...props} />;
    case "date":
      return <input type="date" {...props} />;
    case "datetime-local":
      return <input type="datetime-local" {...props} />;
    case "password":
      return <input type="password" {...props} />;
    case "search":
      return <input type="search" {...props} />;
    case "tel":
      return <input type="tel" {...props} />;
  }
}

/** One of a few. */
export function Choice<Value extends string>(
  props: Common & {
    readonly value: Value;
    readonly options: readonly (readonly [Value, string])[];
    readonly onChange: (value: Value) => void;
  },
) {
  return (
    <Frame {...props}>
      <select
        {...shared(props)}
        value={props.value}
        onChange={(event) => {
          const chosen = props.options.find(([value]) => value === event.currentTarget.value);
          if (chosen !== undefined) props.onChange(chosen[0]);
        }}
      >
        {props.options.map(([value, label]) => (
          <option key={value} value={value} selected={value === props.value}>{label}</option>
        ))}
      </select>
    </Frame>
  );
}

/** Yes or no. */
export function Check(
  props: {
    readonly label: ComponentChildren;
    readonly checked: boolean;
    readonly onChange: (checked: boolean) => void;
    readonly disabled?: boolean;
  },
) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled ?? false}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}

function Frame(props: Common & { children: ComponentChildren }) {
  const id = idOf(props.name);
  const note = props.error ?? props.hint ?? null;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.children}
      <span class={props.error ? "error" : "hint"} id={`${id}-note`}>{note}</span>
    </div>
  );
}

function shared(props: Common) {
  const id = idOf(props.name);
  return {
    id,
    name: props.name,
    "aria-invalid": Boolean(props.error),
    "aria-describedby": `${id}-note`,
  } as const;
}

function idOf(name: string): string {
  return `field-${name.replaceAll(".", "-")}`;
}

/** Leads to the first field that is wrong, after the render that marks it. */
export function focusFirstError(): void {
  setTimeout(() => document.querySelector<HTMLElement>("[aria-invalid='true']")?.focus(), 0);
}
