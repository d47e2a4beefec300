/** Customers from a table: checked first, then taken, with what is wrong row by row. */
import { useSignal } from "@preact/signals";
import type { ImportJson } from "../../shared/api_customers.ts";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { hrefOf } from "../route.ts";
import { Title } from "../ui/title.tsx";
import { CSV_MB_MAX, CSV_ROWS_MAX, SAMPLE_HREF } from "./sample.ts";
import { CUSTOMERS, type CustomerWords } from "./words.ts";

export function ImportPage({ shell }: PageProps) {
  const words = CUSTOMERS[shell.locale.value];
  const w = words.csv;
  const file = useSignal<File | null>(null);
  const done = useSignal<ImportJson | null>(null);
  const error = useSignal<string | null>(null);
  const busy = useSignal(false);

  async function send(dry: boolean): Promise<void> {
    const bytes = file.value;
    if (busy.value) return;
    error.value = bytes === null
      ? w.needsFile
      : bytes.size > CSV_MB_MAX * 1_048_576
      ? w.tooLarge(CSV_MB_MAX)
      : null;
    if (bytes === null || error.value !== null) return;
    busy.value = true;
    const answer = await shell.send<ImportJson>({
      method: "POST",
      path: `/api/v1/customers/import${dry ? "?dry=1" : ""}`,
      file: { bytes, contentType: "text/csv" },
    });
    busy.value = false;
    if (answer.ok) return void (done.value = answer.value);
    const refusal = shell.refusalOf(answer);
    const first = refusal?.fields[0]?.message;
    error.value = [refusal?.text ?? KIT[shell.locale.value].offline, first].filter(Boolean)
      .join(" ");
  }

  return (
    <>
      <Title title={w.title} back={{ href: hrefOf("/customers"), label: words.back }}>
        <a class="button" href={SAMPLE_HREF} download="customers.csv">{w.sample}</a>
      </Title>
      <section class="card stack narrow">
        <p>{w.intro(CSV_ROWS_MAX)}</p>
        <dl class="details">
          {w.columns.map(([name, what]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <div class="field">
          <label for="csv">{w.file}</label>
          <input
            id="csv"
            type="file"
            accept=".csv,text/csv"
            aria-describedby="csv-note"
            onChange={(event) => {
              file.value = event.currentTarget.files?.[0] ?? null;
              done.value = null;
              error.value = null;
            }}
          />
          <span class="hint" id="csv-note">
            {file.value !== null && w.chosen(file.value.name, Math.ceil(file.value.size / 1024))}
          </span>
        </div>
        <p class="error" role="alert">{error.value}</p>
        <div class="buttons">
          <button
            type="button"
            class="button"
            aria-disabled={busy.value}
            onClick={() => void send(true)}
          >
            {w.check}
          </button>
          <button
            type="button"
            class="button brand"
            aria-disabled={busy.value}
            onClick={() => void send(false)}
          >
            {busy.value ? w.busy : w.take}
          </button>
        </div>
      </section>
      <div role="status">{done.value !== null && <Result done={done.value} words={words} />}</div>
    </>
  );
}

function Result({ done, words }: { done: ImportJson; words: CustomerWords }) {
  const w = words.csv;
  return (
    <section class="stack import-result">
      <p class={done.wrong === 0 ? "banner good" : "banner warn"}>
        {done.dry ? w.checked(done) : w.done(done)} {done.wrong === 0 ? w.allRight : w.wrong}
      </p>
      {done.errors.length > 0 && (
        <table class="card rows">
          <thead>
            <tr>
              <th scope="col" class="number">{w.row}</th>
              <th scope="col">{w.field}</th>
              <th scope="col">{w.fault}</th>
            </tr>
          </thead>
          <tbody>
            {done.errors.map((one) => (
              <tr key={`${one.row}${one.field}`}>
                <td class="number">{one.row}</td>
                <td>
                  <code>{one.field}</code>
                </td>
                <td>{one.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {done.wrong > done.errors.length && (
        <p class="quiet small">{w.onlyFirst(done.errors.length)}</p>
      )}
    </section>
  );
}
