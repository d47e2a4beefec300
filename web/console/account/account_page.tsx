/** The own password, and where one is signed in. */
import { useMemo } from "preact/hooks";
import type { PasswordRequest, SessionJson } from "../../shared/api_organisation.ts";
import { when } from "../../shared/format.ts";
import { Field, focusFirstError } from "../bank/field.tsx";
import { createForm } from "../bank/form.ts";
import { Listing } from "../bank/listing.tsx";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { type List, useList } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { Title } from "../ui/title.tsx";
import { checkPassword, deviceOf, NO_PASSWORD } from "./password_form.ts";
import { ACCOUNT, type AccountWords } from "./words.ts";

export function AccountPage({ shell }: PageProps) {
  const words = ACCOUNT[shell.locale.value];
  const sessions = useList<SessionJson>(shell, "/api/v1/staff/sessions");
  return (
    <>
      <Title title={words.title} />
      <div class="grid">
        <Password shell={shell} words={words} onChanged={() => void sessions.load()} />
        <section aria-labelledby="sessions-title" class="stack">
          <h2 id="sessions-title" class="section-title">{words.sessions}</h2>
          <p class="quiet small">{words.sessionsHint}</p>
          <Listing shell={shell} of={sessions} empty={<p>{words.none}</p>}>
            {(items) => (
              <ul class="sessions">
                {items.map((one) => (
                  <Session key={one.id} shell={shell} words={words} one={one} list={sessions} />
                ))}
              </ul>
            )}
          </Listing>
        </section>
      </div>
    </>
  );
}

function Password(
  { shell, words, onChanged }: { shell: Shell; words: AccountWords; onChanged: () => void },
) {
  const kit = KIT[shell.locale.value];
  const form = useMemo(() => createForm(NO_PASSWORD), []);
  const texts = form.texts.value;
  const staff = shell.staff.value;
  const faults = checkPassword(texts, [staff?.name ?? "", staff?.username ?? ""]);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    let done = false;
    await form.submit({
      fix: kit.fix,
      offline: kit.offline,
      send: faults.size > 0 ? null : async () => {
        const body: PasswordRequest = { current: texts.current, password: texts.password };
        const path = "/api/v1/staff/password";
        const answer = await shell.send<unknown>({ method: "POST", path, body });
        done = answer.ok;
        return shell.refusalOf(answer);
      },
    });
    if (!done) return focusFirstError();
    form.put(NO_PASSWORD);
    shell.say({ tone: "good", text: words.changed });
    onChanged();
  }
  const field = (name: "current" | "password" | "again") => {
    const fault = faults.get(name);
    return {
      name,
      kind: "password",
      autocomplete: name === "current" ? "current-password" : "new-password",
      error: form.errorOf(name, fault === undefined ? undefined : words[fault]),
      value: texts[name],
      onInput: (value: string) => form.set({ [name]: value }, name),
    } as const;
  };
  return (
    <form class="card stack" noValidate onSubmit={(event) => void submit(event)}>
      <h2>{words.password}</h2>
      <p class="quiet small">{words.passwordHint}</p>
      <input
        class="sr-only"
        type="text"
        autocomplete="username"
        value={staff?.username ?? ""}
        tabIndex={-1}
        aria-hidden="true"
        readOnly
      />
      <Field {...field("current")} label={words.current} />
      <Field {...field("password")} label={words.next} hint={words.nextHint} />
      <Field {...field("again")} label={words.again} />
      <p class="error" role="alert">{form.general.value}</p>
      <div class="buttons">
        <button type="submit" class="button brand" aria-disabled={form.busy.value}>
          {words.change}
        </button>
      </div>
    </form>
  );
}

function Session(
  { shell, words, one, list }: {
    shell: Shell;
    words: AccountWords;
    one: SessionJson;
    list: List<SessionJson>;
  },
) {
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const time = (instant: string) => when(Math.floor(Date.parse(instant) / 60_000) * 60_000, at);
  const device = deviceOf(one.agent) ?? words.unknown;
  async function revoke(): Promise<void> {
    const path = `/api/v1/staff/sessions/${encodeURIComponent(one.id)}`;
    const answer = await shell.send<unknown>({ method: "DELETE", path });
    const text = answer.ok
      ? words.revoked
      : shell.refusalOf(answer)?.text ?? KIT[shell.locale.value].offline;
    shell.say({ tone: answer.ok ? "good" : "bad", text });
    await list.load();
  }
  return (
    <li class="card">
      <div>
        <strong>{device}</strong> {one.current && <span class="phase open">{words.here}</span>}
        <p class="quiet small">
          {words.signedIn(time(one.createdAt))} · {words.seen(time(one.lastSeenAt))}
          {one.address !== "" && ` · ${one.address}`}
        </p>
      </div>
      {!one.current && (
        <button
          type="button"
          class="button danger"
          aria-label={`${words.revoke} ${device}`}
          onClick={() => void revoke()}
        >
          {words.revoke}
        </button>
      )}
    </li>
  );
}
