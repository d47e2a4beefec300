import { useSignal } from "@preact/signals";
import type { LinkJson, LinkPatch, LinkTargetJson } from "../../shared/api_links.ts";
import type { StorefrontCampaignJson } from "../../shared/api_storefront.ts";
import { Choice } from "../bank/field.tsx";
import { KIT } from "../bank/words.ts";
import type { Shell } from "../shell.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { MineWords } from "./words.ts";

/** Where a link leads from now on; what is printed stays as it is. */
export function PointDialog(
  { shell, words, link, campaigns, reload, onClose }: {
    shell: Shell;
    words: MineWords;
    link: LinkJson;
    campaigns: readonly StorefrontCampaignJson[];
    reload: () => Promise<void>;
    onClose: () => void;
  },
) {
  const chosen = useSignal(link.target.kind === "campaign" ? link.target.id : "");
  const busy = useSignal(false);
  const error = useSignal<string | null>(null);
  const kit = KIT[shell.locale.value];
  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    const target: LinkTargetJson = chosen.value === ""
      ? { kind: "storefront" }
      : { kind: "campaign", id: chosen.value };
    const body: LinkPatch = { version: link.version, target };
    const path = `/api/v1/links/${encodeURIComponent(link.code)}`;
    const answer = await shell.send<LinkJson>({ method: "PATCH", path, body });
    busy.value = false;
    if (answer.ok || answer.code === "stale") await reload();
    if (!answer.ok && answer.code !== "stale") {
      error.value = shell.refusalOf(answer)?.text ?? kit.offline;
      return;
    }
    // Whoever was quicker is shown behind the dialog.
    const text = answer.ok ? words.pointed : shell.refusalOf(answer)?.text ?? kit.offline;
    shell.say({ tone: answer.ok ? "good" : "bad", text });
    onClose();
  }
  return (
    <Dialog title={words.point} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => void save(event)}>
        <p>{words.pointAsk}</p>
        <Choice
          name="target"
          label={words.target}
          value={chosen.value}
          options={[
            ["", words.storefront] as const,
            ...campaigns.map((one) => [one.id, one.title] as const),
          ]}
          onChange={(value) => chosen.value = value}
        />
        <p class="error" role="alert">{error.value}</p>
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>{kit.cancel}</button>
          <button type="submit" class="button brand" aria-disabled={busy.value}>{kit.save}</button>
        </div>
      </form>
    </Dialog>
  );
}
