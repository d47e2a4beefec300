/**
 * The signed cookie of invitations that a visitor has opened: of each referral campaign the first and the newest three,
 * of at most four campaigns. Which of them counts is the campaign's to say: the first may be too old for it, and the
 * newest not be what it asks for. What surrounds them is in `invitation_cookie.ts`.
 */
import type { Touch } from "../../actors/referral/protocol.ts";
import { readCookie, setCookie } from "../edge/cookies.ts";
import {
  BODY_CHARACTERS_MAX,
  bodyWith,
  deviceIn,
  INVITATION_COOKIE,
  invitationBody,
  signedText,
  touchesIn,
} from "../edge/invitation_cookie.ts";
import { Signer } from "../edge/signer.ts";
import type { CampaignNumbers } from "./campaign_numbers.ts";
import { channelOf } from "./channels.ts";
import type { Invitation } from "./invitations.ts";

/** The longest window that a campaign may have. */
const KEPT_SECONDS = 365 * 86_400;
const CAMPAIGNS_MAX = 4;
/** Of a campaign, beside the first. The first and the last of four campaigns always fit. */
const NEWEST_MAX = 3;
const RADIX = 36;
/** `<campaign's number>.<cell>.<n>.<second>.<channel>`, oldest first, joined by `-`. */
const TOUCH = /^([0-9a-z]{1,4})\.([0-9a-z]{1,2})\.([0-9a-z]{1,5})\.([0-9a-z]{1,8})\.([a-z]{1,12})$/;

/** An opening as it is kept. */
export interface Kept {
  readonly no: number;
  readonly cell: number;
  readonly n: number;
  readonly second: number;
  readonly channel: string;
}

/** What the cookie says. */
export interface Cookie {
  /** Null: the device has a cookie of its own, or none. */
  readonly device: string | null;
  /** Oldest first. */
  readonly touches: readonly Kept[];
}

const NOTHING: Cookie = { device: null, touches: [] };
const PLAIN = { maxAgeSeconds: KEPT_SECONDS, secure: false };
const SECURE = { maxAgeSeconds: KEPT_SECONDS, secure: true };

export class Touches {
  readonly #signer: Signer;
  readonly #numbers: CampaignNumbers;
  #second = 0;
  #secondText = "";

  constructor(options: { readonly secret: string; readonly numbers: CampaignNumbers }) {
    this.#signer = new Signer(options.secret);
    this.#numbers = options.numbers;
  }

  /** The same as `read`, asking for the campaign's number where it is not known yet. Rejects while it cannot. */
  async find(header: string | null, campaign: string): Promise<readonly Touch[]> {
    if (readCookie(header, INVITATION_COOKIE) === null) return [];
    await this.#numbers.findNumber(campaign);
    return this.read(header, campaign);
  }

  /**
   * What a `Cookie` header says of a campaign whose number is known, oldest first: at most four. Forged ones say
   * nothing.
   */
  read(header: string | null, campaign: string): readonly Touch[] {
    const no = this.#numbers.numberOf(campaign);
    if (no === undefined) return [];
    return this.kept(header).touches.filter((one) => one.no === no).map((one) => ({
      place: { cell: one.cell, n: one.n },
      atMs: one.second * 1_000,
      channel: one.channel,
    }));
  }

  /** All that a `Cookie` header says, and the device that it was given to. Nothing where it is forged. */
  kept(header: string | null): Cookie {
    if (header === null) return NOTHING;
    const isSigned = (text: string, signature: string) => this.#signer.isSigned(text, signature);
    const body = invitationBody(header, isSigned);
    if (body === null) return NOTHING;
    const touches: Kept[] = [];
    for (const text of touchesIn(body).split("-")) {
      const [, no = "", cell = "", n = "", second = "", channel = ""] = TOUCH.exec(text) ?? [];
      if (channel === "") return NOTHING;
      touches.push({
        no: parseInt(no, RADIX),
        cell: parseInt(cell, RADIX),
        n: parseInt(n, RADIX),
        second: parseInt(second, RADIX),
        channel: channelOf(channel),
      });
    }
    return { device: deviceIn(body), touches };
  }

  /** A `Set-Cookie` value that adds the opening of an invitation to what was kept. */
  cookie(
    { device, touches: before }: Cookie,
    opened: { readonly invitation: Invitation; readonly channel: string },
    options: { readonly nowMs: number; readonly secure: boolean },
  ): string {
    const { no, cell, n } = opened.invitation;
    const second = Math.floor(options.nowMs / 1_000);
    const newest = { no, cell, n, second, channel: opened.channel };
    const touches = before.length === 0
      ? this.#written(newest)
      : this.#fitting(within(before, newest), BODY_CHARACTERS_MAX - bodyWith(device, "").length);
    const body = bodyWith(device, touches);
    const value = body + this.#signer.sign(signedText(body));
    return setCookie(INVITATION_COOKIE, value, options.secure ? SECURE : PLAIN);
  }

  /** Where they are too long, those between the first and the last of a campaign go, the oldest of them first. */
  #fitting(touches: readonly Kept[], charactersMax: number): string {
    let kept = touches.map((one) => ({ one, text: this.#written(one) }));
    let joined = kept.map(({ text }) => text).join("-");
    while (joined.length > charactersMax) {
      const between = kept.findIndex(({ one }, index) =>
        kept.slice(0, index).some((other) => other.one.no === one.no) &&
        kept.slice(index + 1).some((other) => other.one.no === one.no)
      );
      if (between === -1) break;
      kept = kept.toSpliced(between, 1);
      joined = kept.map(({ text }) => text).join("-");
    }
    return joined;
  }

  #written({ no, cell, n, second, channel }: Kept): string {
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = second.toString(RADIX);
    }
    const place = `${no.toString(RADIX)}.${cell.toString(RADIX)}.${n.toString(RADIX)}`;
    return `${place}.${this.#secondText}.${channel}`;
  }
}

/** Of the four campaigns opened last the first and the newest three openings, oldest first. */
function within(before: readonly Kept[], newest: Kept): readonly Kept[] {
  const all = [...before, newest];
  // In the order of their last opening.
  const campaigns = [...new Set(all.map(({ no }) => no).reverse())].slice(0, CAMPAIGNS_MAX);
  return campaigns.reverse().flatMap((campaign) => {
    const own = all.filter(({ no }) => no === campaign);
    return [...own.slice(0, -NEWEST_MAX).slice(0, 1), ...own.slice(-NEWEST_MAX)];
  }).toSorted((one, other) => one.second - other.second);
}
