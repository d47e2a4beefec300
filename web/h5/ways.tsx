/** Ways on from a page that does not exist: plain links and a plain form, without script. */
import type { Locale } from "../shared/format.ts";
import { waysWords } from "./lost_words.ts";

/** What is known when somebody is lost. */
export interface Ways {
  /** Who brought the visitor before; null: nobody known. */
  readonly manager: { readonly id: string; readonly name: string; readonly place: string } | null;
  readonly campaigns: readonly { readonly id: string; readonly title: string }[];
  /** What was searched for; null: nothing yet. */
  readonly search: {
    readonly query: string;
    /** Null: it cannot be searched now. */
    readonly outlets: readonly Outlet[] | null;
  } | null;
}

/** An outlet and a manager of it. */
export interface Outlet {
  readonly name: string;
  readonly address: string;
  readonly manager: string;
}

export function WaysOn({ ways, locale }: { ways: Ways; locale: Locale }) {
  const words = waysWords(locale);
  const { manager, campaigns, search } = ways;
  return (
    <nav class="ways-on" aria-label={words.ways}>
      <form action="/find" role="search">
        <label for="find">{words.find}</label>
        <div>
          <input
            id="find"
            type="search"
            name="q"
            maxLength={40}
            required
            placeholder={words.findHint}
            value={search?.query ?? ""}
          />
          <button type="submit">{words.search}</button>
        </div>
      </form>
      {search !== null && <Found search={search} locale={locale} />}
      {manager !== null && (
        <ul>
          <li>
            <a href={`/s/${manager.id}`}>
              <strong>{words.managerOf(manager.name)}</strong> <span>{manager.place}</span>
            </a>
          </li>
        </ul>
      )}
      <h2>{words.running}</h2>
      {campaigns.length === 0 ? <p>{words.nothingRuns}</p> : (
        <ul>
          {campaigns.map(({ id, title }) => (
            <li key={id}>
              <a href={`/c/${id}`}>
                <strong>{title}</strong>
              </a>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

function Found({ search, locale }: { search: NonNullable<Ways["search"]>; locale: Locale }) {
  const words = waysWords(locale);
  const { outlets } = search;
  if (outlets === null) return <p role="status">{words.cannotFind}</p>;
  if (outlets.length === 0) return <p role="status">{words.nothingFound}</p>;
  return (
    <>
      <h2>{words.found}</h2>
      <ul>
        {outlets.map(({ name, address, manager }) => (
          <li key={manager}>
            <a href={`/s/${manager}`}>
              <strong>{name}</strong> <span>{address}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
