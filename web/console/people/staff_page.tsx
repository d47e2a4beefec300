/** One person: particulars, where they worked when, and what can be done. */
import { useSignal } from "@preact/signals";
import type { StaffJson } from "../../shared/api.ts";
import type { StaffDetailJson } from "../../shared/api_organisation.ts";
import { when } from "../../shared/format.ts";
import type { PageProps } from "../page_table.ts";
import { useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { mayEditStaff, mayManageStaff } from "./rights.ts";
import { LeaveDialog, MoveDialog, ResetDialog } from "./staff_dialogs.tsx";
import { StaffEditor } from "./staff_editor.tsx";
import { PEOPLE, type PeopleWords } from "./words.ts";

type Asked = "edit" | "move" | "leave" | "reset";

export function StaffPage({ shell, params }: PageProps) {
  const words = PEOPLE[shell.locale.value];
  const person = useResource<StaffDetailJson>(
    shell,
    `/api/v1/staff/${encodeURIComponent(params.id ?? "")}`,
  );
  return (
    <Loaded shell={shell} of={person} lines={8}>
      {(one) => <Person shell={shell} one={one} words={words} onChange={person.set} />}
    </Loaded>
  );
}

function Person(
  { shell, one, words, onChange }: {
    shell: Shell;
    one: StaffDetailJson;
    words: PeopleWords;
    onChange: (one: StaffDetailJson) => void;
  },
) {
  const asked = useSignal<Asked | null>(null);
  const me = shell.staff.value;
  const close = () => void (asked.value = null);
  const done = (next: StaffDetailJson, said: string) => {
    onChange(next);
    shell.say({ tone: "good", text: said });
    close();
  };
  const props = { shell, one, words, onClose: close, onDone: done };
  return (
    <>
      <Title
        title={one.name}
        back={{ href: hrefOf("/people/:id", { id: one.unit }), label: one.unitName }}
        under={<Marks one={one} words={words} />}
      >
        {one.role === "manager" && one.leftAt === null && (
          <a
            class="button"
            href={`/s/${encodeURIComponent(one.id)}`}
            target="_blank"
            rel="noopener"
          >
            {words.staff.storefront}
          </a>
        )}
        {me && <Acts me={me} one={one} words={words} onAsk={(what) => asked.value = what} />}
      </Title>
      {asked.value === "edit" ? <StaffEditor {...props} /> : (
        <div class="grid">
          <Particulars shell={shell} one={one} words={words} />
          <History shell={shell} one={one} words={words} />
        </div>
      )}
      {asked.value === "move" && <MoveDialog {...props} />}
      {asked.value === "leave" && <LeaveDialog {...props} />}
      {asked.value === "reset" && <ResetDialog {...props} />}
    </>
  );
}

function Acts(
  { me, one, words, onAsk }: {
    me: StaffJson;
    one: StaffDetailJson;
    words: PeopleWords;
    onAsk: (what: Asked) => void;
  },
) {
  if (one.leftAt !== null) return null;
  const button = (what: Asked, label: string, kind = "button") => (
    <button
      type="button"
      class={kind}
      onClick={() => onAsk(what)}
    >
      {label}
    </button>
  );
  const other = one.id !== me.id;
  return (
    <>
      {mayEditStaff(me.role) && button("edit", words.staff.edit)}
      {mayManageStaff(me.role) && other && (
        <>
          {button("move", words.staff.move)}
          {button("reset", words.staff.reset)}
          {button("leave", words.staff.leave, "button danger")}
        </>
      )}
    </>
  );
}

function Marks({ one, words }: { one: StaffDetailJson; words: PeopleWords }) {
  return (
    <p>
      <span class="phase">{words.roles[one.role]}</span>
      {one.leftAt !== null && <span class="phase paused">{words.staff.left}</span>}
      {one.locked && <span class="phase sold">{words.staff.locked}</span>}
    </p>
  );
}

function Particulars(
  { shell, one, words }: { shell: Shell; one: StaffDetailJson; words: PeopleWords },
) {
  const w = words.staff;
  const rows: readonly (readonly [string, string])[] = [
    [w.unit, one.unitName],
    [w.jobTitle, one.title],
    [w.phone, one.phone ?? ""],
    [w.employeeNo, one.employeeNo ?? ""],
    [w.wechat, one.wechat ?? ""],
    [w.username, one.username ?? w.noSignIn],
    [w.signedIn, one.signedInAt === null ? "–" : dayText(shell, one.signedInAt)],
    [w.joined, dayText(shell, one.joinedAt)],
    ...(one.successor === null
      ? []
      : [[w.followedBy, one.successorName ?? one.successor] as const]),
  ];
  return (
    <section class="card">
      <h2>{words.staff.title}</h2>
      <dl class="details">
        {rows.filter(([, value]) => value !== "").map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function History(
  { shell, one, words }: { shell: Shell; one: StaffDetailJson; words: PeopleWords },
) {
  return (
    <section class="card">
      <h2>{words.staff.history}</h2>
      <ol class="history">
        {one.assignments.map((at) => (
          <li key={at.from}>
            <strong>{at.unitName}</strong>
            <span>
              {words.staff.until(
                dayText(shell, at.from),
                at.to === null ? words.staff.now : dayText(shell, at.to),
              )}
            </span>
          </li>
        ))}
      </ol>
      <p class="quiet small">{words.staff.historyHint}</p>
    </section>
  );
}

function dayText(shell: Shell, instant: string): string {
  const ms = Math.floor(Date.parse(instant) / 60_000) * 60_000;
  return when(ms, { nowMs: shell.nowMs.value, locale: shell.locale.value });
}
