import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Client } from "../shared/client.ts";
import type { FrameWords } from "./frame_words.ts";
import { Sheet } from "./sheet.tsx";
import { createSignInModel, type SignInModel } from "./sign_in_model.ts";

interface SignInProps {
  readonly client: Client;
  readonly words: FrameWords;
  /** What comes of signing in, in words. */
  readonly why: string;
  onSignedIn(): Promise<void>;
}

/** Signs in with a phone number and a code, in place. */
export function SignInSheet(
  { open, onClose, ...props }: SignInProps & { open: boolean; onClose: () => void },
) {
  const { title, close } = props.words.signIn;
  return (
    <Sheet open={open} title={title} closeLabel={close} onClose={onClose}>
      <SignInForm {...props} />
    </Sheet>
  );
}

function SignInForm({ client, words, why, onSignedIn }: SignInProps) {
  const signIn = useMemo(() => createSignInModel(client), []);
  const w = words.signIn;
  return (
    <form
      noValidate
      onSubmit={async (event) => {
        event.preventDefault();
        if (await signIn.submit()) await onSignedIn();
      }}
    >
      <p class="why">{why}</p>
      <Field
        id="phone"
        label={w.phone}
        value={signIn.phone.value}
        error={signIn.wrong.value === "phone" ? w.phoneBad : null}
        autocomplete="tel"
        autofocus
        maxLength={11}
        onInput={signIn.typePhone}
      />
      <div class="code">
        <Field
          id="otp"
          label={w.code}
          value={signIn.code.value}
          error={signIn.wrong.value === "code" ? w.codeBad : null}
          autocomplete="one-time-code"
          maxLength={6}
          onInput={signIn.typeCode}
        />
        <SendCode signIn={signIn} words={words} />
      </div>
      <p class="said" role="status">{said(signIn, words)}</p>
      <button type="submit" class="the-button brand" aria-disabled={signIn.busy.value}>
        {w.submit}
      </button>
    </form>
  );
}

function SendCode({ signIn, words }: { signIn: SignInModel; words: FrameWords }) {
  const seconds = useSignal(0);
  useEffect(() => {
    if (seconds.value <= 0) return;
    const timer = setTimeout(() => seconds.value -= 1, 1_000);
    return () => clearTimeout(timer);
  }, [seconds.value]);
  return (
    <button
      type="button"
      class="button"
      aria-disabled={seconds.value > 0 || signIn.busy.value}
      onClick={async () => {
        if (seconds.value === 0 && await signIn.sendCode()) seconds.value = 30;
      }}
    >
      {seconds.value > 0 ? words.signIn.resend(seconds.value) : words.signIn.send}
    </button>
  );
}

function Field(
  props: {
    id: string;
    label: string;
    value: string;
    error: string | null;
    autocomplete: string;
    maxLength: number;
    autofocus?: boolean;
    onInput: (value: string) => void;
  },
) {
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      <input
        id={props.id}
        name={props.id}
        type="tel"
        inputMode="numeric"
        autofocus={props.autofocus ?? false}
        autocomplete={props.autocomplete}
        maxLength={props.maxLength}
        value={props.value}
        aria-invalid={props.error !== null}
        aria-describedby={`${props.id}-error`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span class="error" id={`${props.id}-error`} role="alert">{props.error}</span>
    </div>
  );
}

function said(signIn: SignInModel, words: FrameWords): string {
  const w = words.signIn;
  switch (signIn.outcome.value) {
    case "none":
      return "";
    case "sent":
      return signIn.demoCode.value === null
        ? w.sent(signIn.phone.value)
        : w.demo(signIn.demoCode.value);
    case "wrong":
      return w.wrong;
    case "too-many":
      return w.tooMany;
    case "offline":
      return w.offline;
    case "other":
      return w.other;
  }
}
