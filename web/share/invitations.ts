/** Codes of participants and whose they are: see `referral_codes.ts` and `campaign_numbers.ts`. */
import type { Place } from "../../actors/referral/protocol.ts";
import type { CampaignNumbers } from "./campaign_numbers.ts";
import type { ReferralCodes } from "./referral_codes.ts";

/** Whose link it is. */
export interface Invitation extends Place {
  readonly campaign: string;
  /** The campaign's number. */
  readonly no: number;
}

export class Invitations {
  readonly #codes: ReferralCodes;
  readonly #numbers: CampaignNumbers;

  constructor(codes: ReferralCodes, numbers: CampaignNumbers) {
    this.#codes = codes;
    this.#numbers = numbers;
  }

  /** The code of a participant; undefined where the campaign's number is not known yet: ask `findCode`. */
  codeOf(campaign: string, { cell, n }: Place): string | undefined {
    const no = this.#numbers.numberOf(campaign);
    return no === undefined ? undefined : this.#codes.encode({ no, cell, n });
  }

  /** The same; null where the campaign has no number. Rejects while its number cannot be asked for. */
  async findCode(campaign: string, { cell, n }: Place): Promise<string | null> {
    const no = await this.#numbers.findNumber(campaign);
    return no === null ? null : this.#codes.encode({ no, cell, n });
  }

  /** Whose code it is; null for no code of ours, undefined where the campaign is not known yet: ask `find`. */
  placeOf(code: string): Invitation | null | undefined {
    const coded = this.#codes.decode(code);
    if (coded === null) return null;
    const campaign = this.#numbers.idOf(coded.no);
    if (campaign === undefined) return undefined;
    const { no, cell, n } = coded;
    return { campaign, no, cell, n };
  }

  /** The same, asking where the campaign is not known. Rejects while it cannot be asked for. */
  async find(code: string): Promise<Invitation | null> {
    const coded = this.#codes.decode(code);
    if (coded === null) return null;
    const campaign = await this.#numbers.findId(coded.no);
    return campaign === null ? null : { campaign, ...coded };
  }

  get numbers(): CampaignNumbers {
    return this.#numbers;
  }
}
