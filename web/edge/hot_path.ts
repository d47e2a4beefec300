/** What the two hot paths, grabs and joins, share: which campaign is meant, and whether its customer is let in. */
import type { ProblemCode } from "../shared/api.ts";
import { addressOf } from "./address.ts";
import { callerOf } from "./identity.ts";
import type { Services } from "./services.ts";
import { type Claims, createTokenVerifier } from "./token.ts";

const PATH = "/api/v1/campaigns/";

/** The campaign's id where a request is a `POST /api/v1/campaigns/:id<suffix>`, else null. */
export function postedId(method: string, url: string, suffix: string): string | null {
  if (method !== "POST" || !url.endsWith(suffix)) return null;
  const path = url.indexOf("/", 8);
  if (!url.startsWith(PATH, path)) return null;
  const id = url.slice(path + PATH.length, -suffix.length);
  return id.includes("/") || id.includes("?") ? null : id;
}

/** Why a caller is refused before the body is read. */
export type NotAdmitted = Extract<
  ProblemCode,
  "unauthenticated" | "cross-site" | "too-many-requests" | "forbidden"
>;

/** Whose request it is, if a customer's and within the rates; `authorization` is that header. */
export type Admit = (
  request: Request,
  info: Deno.ServeHandlerInfo,
  read: { readonly authorization: string | null; readonly nowMs: number },
) => Claims | NotAdmitted;

/** Each caller is counted, whatever they may then do: by who they are, or by address if nobody vouches for them. */
export function createAdmit(
  { admission, authSecret, trustProxy }: Pick<Services, "admission" | "authSecret" | "trustProxy">,
): Admit {
  let nowMs = 0;
  // The clock is read once a request.
  const verifier = createTokenVerifier({ secret: authSecret, nowMs: () => nowMs });
  return (request, info, read) => {
    nowMs = read.nowMs;
    const { authorization } = read;
    let claims = authorization === null ? null : verifier.verify(authorization);
    if (claims === null) {
      const caller = callerOf(request, "customer", verifier);
      if (caller.kind !== "known") {
        const address = addressOf(request, info, trustProxy);
        if (!admission.address(address, nowMs)) return "too-many-requests";
        return caller.kind === "cross-site" ? "cross-site" : "unauthenticated";
      }
      claims = caller.claims;
    }
    if (!admission.customer(claims.sub, nowMs)) return "too-many-requests";
    return claims.role === "customer" ? claims : "forbidden";
  };
}
