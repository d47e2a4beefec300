import { useSignal } from "@preact/signals";
import type { LinkChannelJson, LinkJson, LinkRequest } from "../../shared/api_links.ts";
import type { StorefrontCampaignJson } from "../../shared/api_storefront.ts";
import { CopyButton } from "../bank/copy.tsx";
import { KIT } from "../bank/words.ts";
import type { Shell } from "../shell.ts";
import { PointDialog } from "./point_dialog.tsx";
import { byChannel, qrPng, targetName } from "./share.ts";
import type { MineWords } from "./words.ts";

/** One link for each channel, made when it is wanted. */
export function Links(
  { shell, words, items, campaigns, reload }: {
    shell: Shell;
    words: MineWords;
    items: readonly LinkJson[];
    /** What a link may lead to beside the storefront. */
    campaigns: readonly StorefrontCampaignJson[];
    reload: () => Promise<void>;
  },
) {
  const making = useSignal<LinkChannelJson | null>(null);
  async function make(channel: LinkChannelJson): Promise<void> {
    if (making.value !== null) return;
    making.value = channel;
    const body: LinkRequest = { channel, target: { kind: "storefront" } };
    const answer = await shell.send<LinkJson>({ method: "POST", path: "/api/v1/links", body });
    if (answer.ok) await reload();
    making.value = null;
    const text = answer.ok
      ? words.made(words.channels[channel])
      : shell.refusalOf(answer)?.text ?? KIT[shell.locale.value].offline;
    shell.say({ tone: answer.ok ? "good" : "bad", text });
  }
  const pointing = useSignal<LinkJson | null>(null);
  const printed = items.find((one) => one.printed);
  const row = { words, campaigns, onPoint: (link: LinkJson) => void (pointing.value = link) };
  return (
    <section class="card" aria-labelledby="links-title">
      <h2 id="links-title">{words.links}</h2>
      <p class="quiet small">{words.linksHint}</p>
      <ul class="link-rows">
        {printed !== undefined && (
          <Row {...row} link={printed} name={words.printed} hint={words.printedHint} />
        )}
        {byChannel(items).map(({ channel, link }) => {
          const name = words.channels[channel];
          return link === null
            ? (
              <li key={channel}>
                <span>
                  <strong>{name}</strong>
                </span>
                <button
                  type="button"
                  class="button"
                  aria-label={`${words.make} ${name}`}
                  aria-disabled={making.value !== null}
                  onClick={() => void make(channel)}
                >
                  {words.make}
                </button>
              </li>
            )
            : <Row key={channel} {...row} link={link} name={name} hint={null} />;
        })}
      </ul>
      {pointing.value !== null && (
        <PointDialog
          shell={shell}
          words={words}
          link={pointing.value}
          campaigns={campaigns}
          reload={reload}
          onClose={() => pointing.value = null}
        />
      )}
    </section>
  );
}

function Row(
  { link, words, name, hint, campaigns, onPoint }: {
    link: LinkJson;
    words: MineWords;
    name: string;
    hint: string | null;
    campaigns: readonly StorefrontCampaignJson[];
    onPoint: (link: LinkJson) => void;
  },
) {
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <small class="quiet">{link.url}</small>
        <small class="quiet">
          {hint !== null && `${hint} · `}
          {words.clicks(link.clicks)} · {words.leadsTo(targetName(link, { words, campaigns }))}
        </small>
      </span>
      <span class="buttons">
        <a
          class="button"
          href={qrPng(link.code)}
          download={`${name}.png`}
          aria-label={words.channelQr(name)}
        >
          QR
        </a>
        <button
          type="button"
          class="button"
          aria-label={`${words.target} ${name}`}
          onClick={() => onPoint(link)}
        >
          {words.target}
        </button>
        <CopyButton text={link.url} label={words.copy} name={name} copied={words.copied} />
      </span>
    </li>
  );
}
