/** Customers in scope: found by name, number and tag; numbers are masked by the server. */
import { useSignal } from "@preact/signals";
import type { CustomerJson, SegmentsJson } from "../../shared/api_customers.ts";
import { count } from "../../shared/format.ts";
import { Choice, Field } from "../bank/field.tsx";
import { Listing } from "../bank/listing.tsx";
import { useRested } from "../bank/rested.ts";
import { KIT } from "../bank/words.ts";
import type { PageProps } from "../page_table.ts";
import { useList, useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import { Title } from "../ui/title.tsx";
import { CUSTOMERS, type CustomerWords } from "./words.ts";

export function CustomersPage({ shell, query: address }: PageProps) {
  const words = CUSTOMERS[shell.locale.value];
  const search = useSignal("");
  const asked = useRested(shell, search.value.trim());
  const tag = useSignal(address.get("tag") ?? "");
  const query = new URLSearchParams({ limit: "30" });
  if (asked !== "") query.set("q", asked);
  if (tag.value !== "") query.set("tag", tag.value);
  const list = useList<CustomerJson>(shell, `/api/v1/customers?${query}`);
  const segments = useResource<SegmentsJson>(shell, "/api/v1/segments");
  const sums = segments.value.value;
  const role = shell.staff.value?.role;
  return (
    <>
      <Title title={words.title}>
        {(role === "province" || role === "bank") && (
          <a class="button brand" href={hrefOf("/customers/import")}>{words.import}</a>
        )}
      </Title>
      {sums !== null && <Sums sums={sums} words={words} />}
      <div class="filters">
        <Field
          name="search"
          kind="search"
          label={words.search}
          placeholder={words.searchHint}
          value={search.value}
          onInput={(value) => search.value = value}
        />
        <Choice
          name="tag"
          label={words.tag}
          value={tag.value}
          options={[
            ["", words.anyTag] as const,
            ...(sums?.tags ?? []).map((one) =>
              [one.tag, `${one.tag} (${count(one.customers)})`] as const
            ),
          ]}
          onChange={(value) => tag.value = value}
        />
      </div>
      <Listing
        shell={shell}
        of={list}
        empty={<p>{query.size > 1 ? KIT[shell.locale.value].nothingFound : words.none}</p>}
      >
        {(items) => (
          <table class="card rows">
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.phone}</th>
                <th scope="col">{words.tag}</th>
                <th scope="col">{words.manager}</th>
                <th scope="col">{words.since}</th>
              </tr>
            </thead>
            <tbody>{items.map((one) => <Row key={one.id} one={one} words={words} />)}</tbody>
          </table>
        )}
      </Listing>
    </>
  );
}

function Sums({ sums, words }: { sums: SegmentsJson; words: CustomerWords }) {
  return (
    <dl class="figures small-figures">
      {(["total", "isNew", "bound"] as const).map((name) => (
        <div key={name} class="card">
          <dt>{words.segments[name]}</dt>
          <dd>{count(sums[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Row({ one, words }: { one: CustomerJson; words: CustomerWords }) {
  return (
    <tr>
      <th scope="row">
        <a href={hrefOf("/customers/:id", { id: one.id })}>{one.name ?? words.unnamed}</a>
        {one.isNew && <span class="phase open">{words.isNew}</span>}
      </th>
      <td class="number-text">{one.phone ?? "–"}</td>
      <td>
        <span class="chips">{one.tags.map((tag) => <span key={tag} class="tag">{tag}</span>)}</span>
      </td>
      <td>
        {one.managerName ?? <span class="quiet">{words.noManager}</span>}
        {one.unitName !== null && <small>{one.unitName}</small>}
      </td>
      <td class="quiet number-text">{one.since ?? "–"}</td>
    </tr>
  );
}
