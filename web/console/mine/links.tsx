import { useSignal } from "@preact/signals";
import type { LinkChannelJson, LinkJson, LinkRequest } from "../../shared/api_links.ts";
import { CopyButton } from "../bank/copy.tsx";
import { KIT } from "../bank/words.ts";
import type { Shell } from "../shell.ts";
import { byChannel, qrPng } from "./share.ts";
import type { MineWords } from "./words.ts";

/** One link for each channel, made when it is wanted. */
export function Links(
  { shell, words, items, reload }: {
    shell: Shell;
    words: MineWords;
    items: readonly LinkJson[];
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
  const printed = items.find((one) => one.printed);
  return (
    <section class="card" aria-labelledby="links-title">
      <h2 id="links-title">{words.links}</h2>
      <p class="quiet small">{words.linksHint}</p>
      <ul class="link-rows">
        {printed !== undefined && (
          <Row link={printed} words={words} name={words.printed} hint={words.printedHint} />
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
            : <Row key={channel} link={link} words={words} name={name} hint={null} />;
        })}
      </ul>
    </section>
  );
}

function Row(
  { link, words, name, hint }: {
    link: LinkJson;
    words: MineWords;
    name: string;
    hint: string | null;
  },
) {
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <small class="quiet">{link.url}</small>
        <small class="quiet">{hint ?? words.clicks(link.clicks)}</small>
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
        <CopyButton text={link.url} label={words.copy} name={name} copied={words.copied} />
      </span>
    </li>
  );
}
