/** Coupon templates: what campaigns can give, where it is redeemed, and whether it is still issued. */
import { useSignal } from "@preact/signals";
import type { CouponTemplateJson } from "../../shared/api_wallet.ts";
import { Listing } from "../bank/listing.tsx";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { useList } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { UnitName } from "../ui/names.tsx";
import { Title } from "../ui/title.tsx";
import { CouponDialog, NewCouponDialog } from "./coupon_dialog.tsx";
import { validityText } from "./validity.ts";
import { COUPONS, type CouponWords } from "./words.ts";

const PATH = "/api/v1/coupon-templates";
const UNITS_SHOWN_MAX = 3;

/** What is written: a new one, or one that is there. */
type Written = { readonly kind: "new" } | {
  readonly kind: "old";
  readonly one: CouponTemplateJson;
};

export function CouponsPage({ shell }: PageProps) {
  const words = COUPONS[shell.locale.value];
  const list = useList<CouponTemplateJson>(shell, `${PATH}?limit=50`);
  const written = useSignal<Written | null>(null);
  const role = shell.staff.value?.role;
  const writes = role === "province" || role === "bank" || role === "outlet";
  const close = () => void (written.value = null);
  const done = () => {
    close();
    void list.load();
  };
  return (
    <>
      <Title title={words.title}>
        {writes && (
          <button
            type="button"
            class="button brand"
            onClick={() => written.value = { kind: "new" }}
          >
            {words.add}
          </button>
        )}
      </Title>
      <p class="quiet lead">{words.lead}</p>
      <Listing shell={shell} of={list} empty={<p>{writes ? words.none : words.noneHere}</p>}>
        {(items) => (
          <table class="rows card">
            <caption class="sr-only">{words.title}</caption>
            <thead>
              <tr>
                <th scope="col">{words.columns.title}</th>
                <th scope="col">{words.columns.amount}</th>
                <th scope="col">{words.columns.validity}</th>
                <th scope="col">{words.columns.units}</th>
                <th scope="col">{words.columns.on}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <Row
                  key={one.id}
                  shell={shell}
                  words={words}
                  one={one}
                  onEdit={() => written.value = { kind: "old", one }}
                  onChanged={() => void list.load()}
                />
              ))}
            </tbody>
          </table>
        )}
      </Listing>
      {written.value?.kind === "new" && (
        <NewCouponDialog shell={shell} words={words} onClose={close} onDone={done} />
      )}
      {written.value?.kind === "old" && (
        <CouponDialog
          shell={shell}
          words={words}
          one={written.value.one}
          onClose={close}
          onDone={done}
        />
      )}
    </>
  );
}

function Row(
  { shell, words, one, onEdit, onChanged }: {
    shell: Shell;
    words: CouponWords;
    one: CouponTemplateJson;
    onEdit: () => void;
    onChanged: () => void;
  },
) {
  const writes = mayWrite(shell, one.unit);
  return (
    <tr>
      <th scope="row">
        {writes
          ? (
            <button type="button" class="plain" aria-label={words.edit(one.title)} onClick={onEdit}>
              {one.title}
            </button>
          )
          : one.title}
        {one.note !== "" && <small>{one.note}</small>}
      </th>
      <td>
        {words.amount(one.amountFen)}
        <small>{words.minimum(one.minimumFen)}</small>
      </td>
      <td>{whenValid(shell, one, words)}</td>
      <td>
        <Where shell={shell} words={words} units={one.units} />
      </td>
      <td>
        {writes
          ? <OnSwitch shell={shell} words={words} one={one} onChanged={onChanged} />
          : one.on
          ? words.on
          : words.off}
      </td>
    </tr>
  );
}

function Where(
  { shell, words, units }: { shell: Shell; words: CouponWords; units: readonly string[] },
) {
  if (units.length === 0) return <>{words.everywhere}</>;
  const shown = units.slice(0, UNITS_SHOWN_MAX);
  return (
    <>
      {shown.map((id, index) => (
        <span key={id}>
          {index > 0 && "、"}
          <UnitName shell={shell} id={id} />
        </span>
      ))}
      {units.length > shown.length && ` +${units.length - shown.length}`}
    </>
  );
}

function OnSwitch(
  { shell, words, one, onChanged }: {
    shell: Shell;
    words: CouponWords;
    one: CouponTemplateJson;
    onChanged: () => void;
  },
) {
  const busy = useSignal(false);
  async function turn(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const answer = await shell.send<CouponTemplateJson>({
      method: "PATCH",
      path: `${PATH}/${encodeURIComponent(one.id)}`,
      body: { on: !one.on, version: one.version },
    });
    busy.value = false;
    const text = answer.ok
      ? (one.on ? words.turnedOff : words.turnedOn)(one.title)
      : shell.refusalOf(answer)?.text ?? KIT[shell.locale.value].offline;
    shell.say({ tone: answer.ok ? "good" : "bad", text });
    onChanged();
  }
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked={one.on}
      aria-label={words.onLabel(one.title)}
      onClick={() => void turn()}
    >
      <span aria-hidden="true" />
      {one.on ? words.on : words.off}
    </button>
  );
}

function whenValid(shell: Shell, { validity }: CouponTemplateJson, words: CouponWords): string {
  if (validity.kind === "days") return words.forDays(validity.days);
  return validityText(validity, { nowMs: shell.nowMs.value, locale: shell.locale.value });
}

/** One's own unit's and all below; what comes from above is only read. */
function mayWrite(shell: Shell, unit: string): boolean {
  const staff = shell.staff.value;
  if (staff?.role === "province") return true;
  return (staff?.role === "bank" || staff?.role === "outlet") &&
    `${unit}.`.startsWith(`${staff.unit}.`);
}
