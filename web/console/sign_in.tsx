import { useSignal } from "@preact/signals";
import { Seal } from "../shared/seal.tsx";
import type { ConsoleModel } from "./model.ts";
import type { Words } from "./words.ts";

/** Staff sign in with name and password. */
export function SignIn({ model, words }: { model: ConsoleModel; words: Words }) {
  const username = useSignal("");
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
    const refusal = await model.signIn(username.value.trim(), password.value);
    busy.value = false;
    wrong.value = refusal === null ? null : refusal.text ?? words.offline;
  }
  return (
    <main class="sign-in">
      <form class="card" noValidate onSubmit={submit}>
        <p class="mark">
          <Seal />
          <strong>{words.brand}</strong>
          <span>{words.place}</span>
        </p>
        <h1>{w.title}</h1>
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
        <button type="button" class="plain" onClick={model.switchLocale}>
          {words.switchLanguage}
        </button>
      </form>
    </main>
  );
}
