import { type Signal, signal } from "@preact/signals";
import type { StaffDetailJson } from "../../shared/api_organisation.ts";
import type { Shell } from "../shell.ts";

const known = new WeakMap<Shell, Map<string, Signal<string>>>();

/** The name of a member of staff; the id until it is known, and for those out of one's reach. */
export function StaffName({ shell, id }: { shell: Shell; id: string }) {
  return <>{nameOf(shell, id).value}</>;
}

function nameOf(shell: Shell, id: string): Signal<string> {
  let names = known.get(shell);
  if (names === undefined) known.set(shell, names = new Map());
  const own = shell.staff.peek();
  let name = names.get(id);
  if (name === undefined) {
    name = signal(own?.id === id ? own.name : id);
    names.set(id, name);
    if (own?.id !== id) void ask(shell, id, name);
  }
  return name;
}

async function ask(shell: Shell, id: string, name: Signal<string>): Promise<void> {
  const path = `/api/v1/staff/${encodeURIComponent(id)}`;
  const answer = await shell.send<StaffDetailJson>({ method: "GET", path, attemptsMax: 1 });
  if (answer.ok) name.value = answer.value.name;
}
