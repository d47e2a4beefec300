/** JSON of links, QR codes and posters. Instants are ISO 8601 in UTC. */
import type { Page } from "./api.ts";

/** Where people find a link: those of storefronts' `CHANNELS` that a link can stand for. */
export const LINK_CHANNELS = ["wechat", "wecom", "douyin", "phone", "print", "poster"] as const;
export type LinkChannelJson = typeof LINK_CHANNELS[number];

/** Where a link leads, always with its manager. */
export type LinkTargetJson =
  /** The manager's own storefront. */
  | { readonly kind: "storefront" }
  | { readonly kind: "campaign"; readonly id: string }
  | { readonly kind: "product"; readonly id: string }
  | { readonly kind: "article"; readonly id: string }
  /** A path of this site that customers may open, such as `/s/staff-manager`. */
  | { readonly kind: "path"; readonly path: string };

/** A short link and its QR code. */
export interface LinkJson {
  /** What stands behind `/r/`; never changes, however its target does. */
  readonly code: string;
  /** The whole link, as printed. */
  readonly url: string;
  readonly manager: string;
  readonly channel: LinkChannelJson;
  readonly target: LinkTargetJson;
  readonly label: string;
  /** The manager's one permanent code: on cards and posters, never withdrawn. */
  readonly printed: boolean;
  /** How often people opened it; once an hour for each device, without robots and previews. */
  readonly clicks: number;
  readonly createdAt: string;
  readonly version: number;
}

/** `GET /api/v1/links?manager&after&limit`: the printed one first, then the newest. */
export interface LinkListJson extends Page<LinkJson> {
  readonly asOf: string;
  /** Why a phone cannot open these links; null where it can. */
  readonly unreachable: string | null;
}

/** `POST /api/v1/links` → 201 `LinkJson`. */
export interface LinkRequest {
  /** The caller where absent, for whom that is a manager. */
  readonly manager?: string;
  readonly channel: LinkChannelJson;
  readonly target: LinkTargetJson;
  readonly label?: string;
}

/** `PATCH /api/v1/links/:code` → 200 `LinkJson`; 409 `stale` with `version` of another time. */
export interface LinkPatch {
  readonly version: number;
  readonly target?: LinkTargetJson;
  readonly label?: string;
}

// Pictures, for anyone who knows the code:
// `GET /api/v1/links/:code/qr.svg`, `GET /api/v1/links/:code/qr.png?size` (128 to 2048 pixels, 512 unless told).
// `GET /api/v1/storefronts/:managerId/poster.png?campaign&channel`: 1080 × 1920, with the code of that manager and
// channel; without a campaign, of the storefront.

/** The manager's card beside a sale. */
export interface SaleManagerJson {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Names of the outlet and of its bank. */
  readonly outlet: string;
  readonly bank: string;
  /** Path of a picture; null: the name's first character stands for it. */
  readonly photo: string | null;
  /** Masked; the number itself comes from `POST /api/v1/storefronts/:id/phone`, on a tap. */
  readonly phone: string | null;
  readonly wechat: string | null;
}
