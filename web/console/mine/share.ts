/** Addresses that a manager shares. */
import type { StorefrontCampaignJson } from "../../shared/api_storefront.ts";
import type { LinkChannelJson, LinkJson } from "../../shared/api_links.ts";
import { LINK_CHANNELS } from "../../shared/api_links.ts";

/** The code's picture; as PNG with its size in pixels. */
export function qrSvg(code: string): string {
  return `/api/v1/links/${encodeURIComponent(code)}/qr.svg`;
}

/** The same to be saved. */
export function qrPng(code: string): string {
  return `/api/v1/links/${encodeURIComponent(code)}/qr.png?size=1024`;
}

/** The poster of a storefront, or of one of its campaigns. */
export function posterHref(managerId: string, campaign: string | null): string {
  const query = campaign === null ? "" : `?campaign=${encodeURIComponent(campaign)}`;
  return `/api/v1/storefronts/${encodeURIComponent(managerId)}/poster.png${query}`;
}

/** A sale's page with the manager's code, at the address that phones know the site by. */
export function campaignUrl(
  { campaign, printed }: { campaign: string; printed: LinkJson },
): string {
  const url = new URL(`/c/${encodeURIComponent(campaign)}`, printed.url);
  url.searchParams.set("m", printed.code);
  return url.href;
}

/** Links by channel: the newest of each, wherever it leads; the printed one stands apart. */
export function byChannel(
  links: readonly LinkJson[],
): readonly { readonly channel: LinkChannelJson; readonly link: LinkJson | null }[] {
  return LINK_CHANNELS.filter((channel) => channel !== "print").map((
    channel,
  ) => ({
    channel,
    link: links.find((one) => !one.printed && one.channel === channel) ?? null,
  }));
}

/** What a person calls the place that a link leads to. */
export function targetName(
  link: Pick<LinkJson, "target">,
  { words, campaigns }: {
    words: { readonly storefront: string; readonly otherTarget: string };
    campaigns: readonly Pick<StorefrontCampaignJson, "id" | "title">[];
  },
): string {
  const { target } = link;
  switch (target.kind) {
    case "storefront":
      return words.storefront;
    case "campaign":
      return campaigns.find((one) => one.id === target.id)?.title ?? words.otherTarget;
    case "product":
    case "article":
    case "path":
      return words.otherTarget;
  }
}
