/** Port: WeChat's web authorisation (网页授权, `snsapi_base`), which tells who opens a page in WeChat. */

/**
 * The implementer promises that a code is exchanged once, and that `openId` resolves to null for one that is
 * refused and rejects when WeChat is out of reach.
 */
export interface Wechat {
  /** Where the browser goes for permission. It comes back to `redirectUri` with `code` and `state`. */
  authorizeUrl(options: { redirectUri: string; state: string }): string;
  /** The person's id in this official account. */
  openId(code: string): Promise<string | null>;
  /** Serves the sandbox's own pages; absent for the real WeChat. */
  readonly sandbox?: { handle(request: Request): Response | null };
}

export interface WechatOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** Base of the authorisation page. */
  readonly openBase: string;
  /** Base of the interface that exchanges codes. */
  readonly apiBase: string;
  /** How requests leave; the sandbox answers them in process. */
  fetch(url: string): Promise<Response>;
}

/** Addresses of the real WeChat. */
export const WECHAT_BASES = {
  openBase: "https://open.weixin.qq.com",
  apiBase: "https://api.weixin.qq.com",
} as const;

/** The documented flow; the order of the parameters matters to WeChat. */
export function createWechat(options: WechatOptions): Wechat {
  return {
    authorizeUrl({ redirectUri, state }) {
      return `${options.openBase}/connect/oauth2/authorize?appid=${
        encodeURIComponent(options.appId)
      }` +
        `&redirect_uri=${encodeURIComponent(redirectUri)}&response_type=code&scope=snsapi_base` +
        `&state=${encodeURIComponent(state)}#wechat_redirect`;
    },
    async openId(code) {
      const query = new URLSearchParams({
        appid: options.appId,
        secret: options.appSecret,
        code,
        grant_type: "authorization_code",
      });
      const response = await options.fetch(`${options.apiBase}/sns/oauth2/access_token?${query}`);
      const answer: unknown = await response.json();
      if (typeof answer !== "object" || answer === null) return null;
      return "openid" in answer && typeof answer.openid === "string" ? answer.openid : null;
    },
  };
}
