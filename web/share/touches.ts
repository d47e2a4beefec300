/**
 * The signed cookie of invitations that a visitor has opened: of each referral campaign the first and the last, of at
 * most four campaigns. Which of them counts is the campaign's to say.
 */
import type { Touch } from "../../actors/referral/protocol.ts";
import { readCookie, setCookie } from "../edge/cookies.ts";
import { SIGNATURE_CHARACTERS, Signer } from "../edge/signer.ts";
import type { CampaignNumbers } from "./campaign_numbers.ts";
import { channelOf } from "./channels.ts";
import type { Invitation } from "./invitations.ts";

/** Name of the cookie. */
export const TOUCHES_COOKIE = "yd_inv";

/** The longest window that a campaign may have. */
const KEPT_SECONDS = 365 * 86_400;
const CAMPAIGNS_MAX = 4;
const BODY_CHARACTERS_MAX = 320;
const RADIX = 36;
/** `<campaign's number>.<cell>.<n>.<second>.<channel>`, oldest first, joined by `-`. */
const TOUCH = /^([0-9a-z]{1,4})\.([0-9a-z]{1,2})\.([0-9a-z]{1,5})\.([0-9a-z]{1,8})\.([a-z]{1,12})$/;

interface Kept {
  readonly no: number;
  readonly cell: number;
  readonly n: number;
  readonly second: number;
  readonly channel: string;
}

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
    if (readCookie(header, TOUCHES_COOKIE) === null) return [];
    await this.#numbers.findNumber(campaign);
    return this.read(header, campaign);
  }

  /**
   * What a `Cookie` header says of a campaign whose number is known, oldest first: none, one or two. Forged ones say
   * nothing.
   */
  read(header: string | null, campaign: string): readonly Touch[] {
    const no = this.#numbers.numberOf(campaign);
    if (no === undefined) return [];
    return this.#kept(header).filter((one) => one.no === no).map((one) => ({
      place: { cell: one.cell, n: one.n },
      atMs: one.second * 1_000,
      channel: one.channel,
    }));
  }

  /** A `Set-Cookie` value that adds the opening of an invitation to what the header has. */
  cookie(
    header: string | null,
    opened: { readonly invitation: Invitation; readonly channel: string },
    options: { readonly nowMs: number; readonly secure: boolean },
  ): string {
    const { no, cell, n } = opened.invitation;
    const second = Math.floor(options.nowMs / 1_000);
    const newest = { no, cell, n, second, channel: opened.channel };
    const before = this.#kept(header);
    const body = before.length === 0
      ? this.#written(newest)
      : within(before, newest).map((one) => this.#written(one)).join("-");
    const value = body + this.#signer.sign(`touches\n${body}`);
    return setCookie(TOUCHES_COOKIE, value, {
      maxAgeSeconds: KEPT_SECONDS,
      secure: options.secure,
    });
  }

  #kept(header: string | null): readonly Kept[] {
    const value = readCookie(header, TOUCHES_COOKIE);
    if (value === null || value.length > BODY_CHARACTERS_MAX + SIGNATURE_CHARACTERS) return [];
    const body = value.slice(0, -SIGNATURE_CHARACTERS);
    if (!this.#signer.isSigned(`touches\n${body}`, value.slice(-SIGNATURE_CHARACTERS))) return [];
    const kept: Kept[] = [];
    for (const text of body.split("-")) {
      const [, no = "", cell = "", n = "", second = "", channel = ""] = TOUCH.exec(text) ?? [];
      if (channel === "") return [];
      kept.push({
        no: parseInt(no, RADIX),
        cell: parseInt(cell, RADIX),
        n: parseInt(n, RADIX),
        second: parseInt(second, RADIX),
        channel: channelOf(channel),
      });
    }
    return kept;
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

/** Of the newest one's campaign the first and this; of the others all, but for the campaign opened longest ago. */
function within(before: readonly Kept[], newest: Kept): readonly Kept[] {
  const first = before.find(({ no }) => no === newest.no);
  const others = before.filter(({ no }) => no !== newest.no);
  // In the order of their last opening.
  const campaigns = [...new Set(others.map(({ no }) => no).reverse())].slice(0, CAMPAIGNS_MAX - 1);
  const kept = others.filter(({ no }) => campaigns.includes(no));
  return [...first === undefined ? kept : [...kept, first], newest]
    .toSorted((one, other) => one.second - other.second);
}
