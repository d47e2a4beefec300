import { useSignal } from "@preact/signals";
import type { UnitDetailJson } from "../../shared/api_organisation.ts";
import { KIT } from "../bank/words.ts";
import { hrefOf } from "../route.ts";
import type { Shell } from "../shell.ts";
import { Dialog } from "../ui/dialog.tsx";
import { hrefAt, placeOf } from "../statistics/place.ts";
import { mayEditUnits } from "./rights.ts";
import { UnitDialog } from "./unit_dialog.tsx";
import type { PeopleWords } from "./words.ts";

interface UnitProps {
  readonly shell: Shell;
  readonly unit: UnitDetailJson;
  readonly words: PeopleWords;
  readonly onChange: (unit: UnitDetailJson) => void;
}

/** One unit: what it is, where, and what can be done with it. */
export function UnitCard({ shell, unit, words, onChange }: UnitProps) {
  const asked = useSignal<"edit" | "add" | "close" | null>(null);
  const staff = shell.staff.value;
  const edits = staff !== null && staff !== undefined && mayEditUnits(staff.role);
  const below = staff !== null && staff !== undefined && unit.id !== staff.unit;
  const rows = [
    [words.unit.city, unit.city],
    [words.unit.address, unit.address],
    [words.unit.phone, unit.phone],
    [words.unit.hours, unit.hours],
  ].filter(([, value]) => value !== "");
  const statistics = hrefAt({
    ...placeOf(new URLSearchParams(), shell.nowMs.peek()),
    unit: unit.id,
  });
  return (
    <section class="card unit-card" aria-labelledby="unit-name">
      <header>
        <div>
          <p class="quiet small">
            {words.kinds[unit.kind]}
            {unit.ancestors.length > 0 && ` · ${unit.ancestors.map((one) => one.name).join(" › ")}`}
          </p>
          <h2 id="unit-name">
            {unit.name}
            {unit.closedAt !== null && <span class="phase">{words.closed}</span>}
          </h2>
          <p class="quiet">{words.counts(unit.counts)}</p>
        </div>
        <div class="links">
          <a class="button" href={statistics}>{words.unit.statistics}</a>
          {edits && unit.kind !== "outlet" && (
            <button
              type="button"
              class="button"
              onClick={() => asked.value = "add"}
            >
              {words.unit.add[unit.kind]}
            </button>
          )}
          {edits && (below || staff.role === "province") && (
            <button
              type="button"
              class="button"
              onClick={() => asked.value = "edit"}
            >
              {words.unit.edit}
            </button>
          )}
          {edits && below && (
            <button
              type="button"
              class="button danger"
              onClick={() => asked.value = "close"}
            >
              {unit.closedAt === null ? words.unit.close : words.unit.reopen}
            </button>
          )}
        </div>
      </header>
      {rows.length > 0 && (
        <dl class="details">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {(asked.value === "edit" || asked.value === "add") && (
        <UnitDialog
          shell={shell}
          words={words}
          unit={unit}
          adding={asked.value === "add"}
          onClose={() => asked.value = null}
          onSaved={(saved, created) => {
            asked.value = null;
            if (created) shell.go(hrefOf("/people/:id", { id: saved.id }));
            else onChange(saved);
          }}
        />
      )}
      {asked.value === "close" && (
        <CloseDialog
          shell={shell}
          words={words}
          unit={unit}
          onChange={onChange}
          onClose={() => asked.value = null}
        />
      )}
    </section>
  );
}

function CloseDialog(
  { shell, words, unit, onChange, onClose }: UnitProps & { onClose: () => void },
) {
  const error = useSignal<string | null>(null);
  const busy = useSignal(false);
  const open = unit.closedAt === null;
  const kit = KIT[shell.locale.value];
  async function run(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const answer = await shell.send<UnitDetailJson>({
      method: "PATCH",
      path: `/api/v1/units/${encodeURIComponent(unit.id)}`,
      body: { version: unit.version, closed: open },
    });
    busy.value = false;
    if (!answer.ok) return void (error.value = shell.refusalOf(answer)?.text ?? kit.offline);
    onChange(answer.value);
    shell.say({ tone: "good", text: words.unit.saved });
    onClose();
  }
  const title = open ? words.unit.close : words.unit.reopen;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{open ? words.unit.closeAsk(unit.name, unit.counts.staff) : unit.name}</p>
      <p class="error" role="alert">{error.value}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={onClose}>{kit.cancel}</button>
        <button
          type="button"
          class={open ? "button act" : "button brand"}
          aria-disabled={busy.value}
          onClick={() => void run()}
        >
          {title}
        </button>
      </div>
    </Dialog>
  );
}
