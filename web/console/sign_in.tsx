import { useSignal } from "@preact/signals";
import { Seal } from "../shared/seal.tsx";
import type { Shell } from "./shell.ts";
import { Dialog } from "./ui/dialog.tsx";
import { DEMO_ACCOUNTS, DEMO_PASSWORD, type FrameWords, wordsOf } from "./words.ts";

/** Staff sign in with name and password; in the demo with one press. */
export function SignIn({ shell }: { shell: Shell }) {
  const words = wordsOf(shell.locale.value);
  return (
    <main class="sign-in">
      <div class="card">
        <p class="mark">
          <Seal />
          <strong>{words.brand}</strong>
          <span>{words.place}</span>
        </p>
        <h1>{words.signIn.title}</h1>
        <SignInForm shell={shell} words={words} />
        <DemoAccounts shell={shell} words={words} title={words.signIn.demo} />
        <button type="button" class="plain" onClick={shell.switchLocale}>
          {words.switchLanguage}
        </button>
      </div>
    </main>
  );
}

/** The session ran out: whoever it was signs in over the page, which stays as it is. */
export function SignInAgain({ shell }: { shell: Shell }) {
  const words = wordsOf(shell.locale.value);
  return (
    <Dialog
      title={words.signIn.title}
      kind="ask sign-in-again"
      onClose={() => void shell.signOut()}
    >
      <p>{words.signIn.expired}</p>
      <SignInForm shell={shell} words={words} username={shell.staff.value?.username ?? ""} />
    </Dialog>
  );
}

function SignInForm(
  { shell, words, username: known = "" }: { shell: Shell; words: FrameWords; username?: string },
) {
  const username = useSignal(known);
  const password = useSignal("");
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  const w = words.signIn;
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy.value) return;
    if (username.value.trim() === "" || password.value === "") {
      wrong.value = w.required;
      return;
    }
    busy.value = true;
    const refusal = await shell.signIn(username.value.trim(), password.value);
    busy.value = false;
    wrong.value = refusal === null ? null : refusal.text ?? words.offline;
  }
  return (
    <form noValidate onSubmit={submit}>
      <div class="field">
        <label for="username">{w.username}</label>
        <input
          id="username"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          value={username.value}
          onInput={(event) => username.value = event.currentTarget.value}
        />
      </div>
      <div class="field">
        <label for="password">{w.password}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          value={password.value}
          onInput={(event) => password.value = event.currentTarget.value}
        />
      </div>
      <p class="error" role="alert">{wrong.value}</p>
      <button type="submit" class="button brand" aria-disabled={busy.value}>{w.submit}</button>
    </form>
  );
}

/** In the demo only: the accounts of the README, one press each. */
export function DemoAccounts(
  { shell, words, title, onDone }: {
    shell: Shell;
    words: FrameWords;
    title: string;
    onDone?: () => void;
  },
) {
  const busy = useSignal(false);
  if (!shell.demo) return null;
  async function become(username: string, button: HTMLElement): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const refusal = await shell.signIn(username, DEMO_PASSWORD);
    busy.value = false;
    if (refusal !== null) {
      shell.say({ tone: "bad", text: refusal.text ?? words.offline });
      return;
    }
    button.closest("details")?.removeAttribute("open");
    onDone?.();
  }
  return (
    <div class="demo-accounts" role="group" aria-label={title}>
      <p>{title}</p>
      {DEMO_ACCOUNTS.map((username) => (
        <button
          key={username}
          type="button"
          class="chip"
          aria-pressed={shell.staff.value?.username === username}
          onClick={(event) => void become(username, event.currentTarget)}
        >
          {words.accounts[username]}
        </button>
      ))}
    </div>
  );
}
