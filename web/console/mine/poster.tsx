import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { StorefrontCampaignJson } from "../../shared/api_storefront.ts";
import { Choice } from "../bank/field.tsx";
import type { Shell } from "../shell.ts";
import { posterHref } from "./share.ts";
import type { MineWords } from "./words.ts";

/** A picture to be sent or printed: of the storefront, or of one campaign. */
export function Poster(
  { managerId, words, campaigns, chosen, onChoose }: {
    shell: Shell;
    managerId: string;
    words: MineWords;
    campaigns: readonly StorefrontCampaignJson[];
    /** A campaign; null: the storefront. */
    chosen: string | null;
    onChoose: (id: string | null) => void;
  },
) {
  const state = useSignal<"loading" | "shown" | "failed">("loading");
  const href = posterHref(managerId, chosen);
  useEffect(() => void (state.value = "loading"), [href]);
  return (
    <section id="poster" class="card poster" aria-labelledby="poster-title">
      <h2 id="poster-title">{words.poster}</h2>
      <Choice
        name="poster-of"
        label={words.posterFor}
        value={chosen ?? ""}
        options={[
          ["", words.storefront] as const,
          ...campaigns.map((one) => [one.id, one.title] as const),
        ]}
        onChange={(id) => onChoose(id === "" ? null : id)}
      />
      <p role="status" class="quiet">
        {state.value === "loading" && words.posterLoading}
        {state.value === "failed" && words.posterFailed}
      </p>
      <img
        key={href}
        class={state.value}
        src={href}
        alt={words.posterAlt}
        loading="lazy"
        width="1080"
        height="1920"
        onLoad={() => state.value = "shown"}
        onError={() => state.value = "failed"}
      />
      {state.value === "shown" && (
        <>
          <p class="quiet small">{words.posterHint}</p>
          <a class="button brand" href={href} download="poster.png">{words.save}</a>
        </>
      )}
    </section>
  );
}
