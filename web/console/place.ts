/** Where one is; the address after `#` says the same. */
export type Place =
  | { readonly kind: "list" }
  | { readonly kind: "new" }
  | { readonly kind: "sale"; readonly id: string }
  | { readonly kind: "edit"; readonly id: string };

/** Address of a place. */
export function hashOf(place: Place): string {
  switch (place.kind) {
    case "list":
      return "#/";
    case "new":
      return "#/new";
    case "sale":
      return `#/sale/${encodeURIComponent(place.id)}`;
    case "edit":
      return `#/edit/${encodeURIComponent(place.id)}`;
  }
}

/** The inverse of `hashOf`; anything else is the list. */
export function placeOf(hash: string): Place {
  const [kind, id] = hash.replace(/^#\/?/, "").split("/");
  if (kind === "new") return { kind };
  if ((kind === "sale" || kind === "edit") && id) return { kind, id: decodeURIComponent(id) };
  return { kind: "list" };
}
