import { type Signal, signal } from "@preact/signals";
import type { StaffDetailJson, UnitDetailJson } from "../../shared/api_organisation.ts";
import type { CampaignJson } from "../../shared/api.ts";
import type { Shell } from "../shell.ts";

const known = new WeakMap<Shell, Map<string, Signal<string>>>();

/** The name of a member of staff; the id until it is known, and for those out of one's reach. */
export function StaffName({ shell, id }: { shell: Shell; id: string }) {
  return <>{staffName(shell, id)}</>;
}

/** The same within a sentence; whoever calls it renders again once it is known. */
export function staffName(shell: Shell, id: string): string {
  const own = shell.staff.value;
  if (own?.id === id) return own.name;
  const path = `/api/v1/staff/${encodeURIComponent(id)}`;
  return named<StaffDetailJson>(shell, { path, id, nameOf: (one) => one.name }).value;
}

/** The title of a campaign; the id until it is known. */
export function CampaignTitle({ shell, id }: { shell: Shell; id: string }) {
  const path = `/api/v1/campaigns/${encodeURIComponent(id)}`;
  return <>{named<CampaignJson>(shell, { path, id, nameOf: (one) => one.title }).value}</>;
}

/** The name of a unit; the id until it is known. */
export function UnitName({ shell, id }: { shell: Shell; id: string }) {
  return <>{unitName(shell, id)}</>;
}

/** The same within a sentence. */
export function unitName(shell: Shell, id: string): string {
  const path = `/api/v1/units/${encodeURIComponent(id)}`;
  return named<UnitDetailJson>(shell, { path, id, nameOf: (one) => one.name }).value;
}

/** Each is asked for once. */
function named<Value>(
  shell: Shell,
  of: { path: string; id: string; nameOf: (value: Value) => string },
): Signal<string> {
  let names = known.get(shell);
  if (names === undefined) known.set(shell, names = new Map());
  const old = names.get(of.path);
  if (old !== undefined) return old;
  const name = signal(of.id);
  names.set(of.path, name);
  void shell.send<Value>({ method: "GET", path: of.path, attemptsMax: 1 }).then((answer) => {
    if (answer.ok) name.value = of.nameOf(answer.value);
  });
  return name;
}
