import { count } from "../../shared/format.ts";

/** One bar of a comparison. */
export interface Share {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** Instead of the bare number. */
  readonly text?: string;
}

/** Quantities compared, the longest bar first in full: a table whose cells draw themselves. */
export function ShareBars(
  { title, head, items }: {
    title: string;
    head: readonly [string, string];
    items: readonly Share[];
  },
) {
  const most = Math.max(1, ...items.map((one) => one.value));
  return (
    <table class="share-bars">
      <caption class="sr-only">{title}</caption>
      <thead class="sr-only">
        <tr>
          <th scope="col">{head[0]}</th>
          <th scope="col">{head[1]}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.key}>
            <th scope="row">{one.label}</th>
            <td>
              <svg width="100%" height="10" aria-hidden="true">
                <rect width={`${(100 * one.value) / most}%`} height="10" rx="3" />
              </svg>
              <span>{one.text ?? count(one.value)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
