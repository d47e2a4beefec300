/** Addresses that a manager shares. */
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

/** Links to the storefront by channel: the newest of each; the printed one stands apart. */
export function byChannel(
  links: readonly LinkJson[],
): readonly { readonly channel: LinkChannelJson; readonly link: LinkJson | null }[] {
  return LINK_CHANNELS.filter((channel) => channel !== "print").map((
    channel,
  ) => ({
    channel,
    link:
      links.find((one) =>
        !one.printed && one.channel === channel && one.target.kind === "storefront"
      ) ?? null,
  }));
}
