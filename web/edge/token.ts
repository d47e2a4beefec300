/** Bearer tokens: JWT signed with HS256 (RFC 7519, RFC 7515), checked at the rate of a sale. */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { decodeBase64Url } from "./base64url.ts";
import { HmacSha256 } from "./hmac_sha256.ts";

const ROLES = ["customer", "manager", "outlet", "bank", "province", "sre"] as const;

/** Who may hold a token. */
export type Role = typeof ROLES[number];

/** What a token says: `exp` in seconds since 1970; for staff `unit` and the session `sid`, if it has one. */
export interface Claims {
  readonly sub: string;
  readonly role: Role;
  readonly exp: number;
  readonly unit?: string;
  readonly sid?: string;
}

/** Checks tokens. Verified ones are not kept: a customer of a sale is mostly seen once. */
export interface TokenVerifier {
  /** The claims of a valid and current `Authorization: Bearer` header, null for anything else. */
  verify(authorization: string | null): Claims | null;
}

const TOKEN_CHARACTERS_MAX = 4_096;
const SUB_CHARACTERS_MAX = 128;
const SIGNATURE_CHARACTERS = 43;
const PADDING_BYTES = 72;
/** `{"alg":"HS256","typ":"JWT"}`, as nearly every library writes it. */
const USUAL_HEADER = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/** Signs claims as a token that any JWT library accepts. */
export function signToken(claims: Claims, secret: string): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
  const message = `${USUAL_HEADER}.${payload}`;
  return `${message}.${createHmac("sha256", secret).update(message).digest("base64url")}`;
}

/** A verifier of every HS256 token under `secret`; any other algorithm, `none` included, is refused. */
export function createTokenVerifier(
  options: {
    readonly secret: string;
    readonly nowMs: () => number;
    /** Whether a session was ended; asked only for tokens that name one. */
    readonly isRevoked?: (sid: string) => boolean;
  },
): TokenVerifier {
  const { nowMs, isRevoked = () => false } = options;
  const hmac = new HmacSha256(new TextEncoder().encode(options.secret));
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const strictDecoder = new TextDecoder("utf-8", { fatal: true });
  const bytes = new Uint8Array(TOKEN_CHARACTERS_MAX + PADDING_BYTES);
  const view = new DataView(bytes.buffer);
  const payload = new Uint8Array(TOKEN_CHARACTERS_MAX);
  const signature = new Uint8Array(32);
  const signatureView = new DataView(signature.buffer);
  let knownHeader = USUAL_HEADER;

  function verify(authorization: string | null): Claims | null {
    const token = bearer(authorization);
    if (token === null) return null;
    const { written } = encoder.encodeInto(token, bytes);
    if (written !== token.length) return null;
    const usual = token.startsWith(knownHeader) && bytes[knownHeader.length] === DOT;
    const headerEnd = usual ? knownHeader.length : token.indexOf(".");
    const payloadEnd = token.length - SIGNATURE_CHARACTERS - 1;
    if (headerEnd < 1 || payloadEnd <= headerEnd || bytes[payloadEnd] !== DOT) return null;
    const decoded = decodeBase64Url(bytes, { start: payloadEnd + 1, end: token.length }, signature);
    if (decoded !== signature.length || !isSigned(payloadEnd)) return null;
    if (!usual && !learnHeader(headerEnd)) return null;
    const claims = claimsOf(parse(headerEnd + 1, payloadEnd), nowMs());
    return claims?.sid !== undefined && isRevoked(claims.sid) ? null : claims;
  }

  /** Compares in constant time. Spoils `bytes` from `length` on. */
  function isSigned(length: number): boolean {
    const digest = hmac.digest(view, 0, length);
    let difference = 0;
    for (let i = 0; i < 8; i++) difference |= signatureView.getInt32(i * 4) ^ (digest[i] ?? 0);
    return difference === 0;
  }

  /** Only called for headers under a right signature. */
  function learnHeader(end: number): boolean {
    const header = parse(0, end);
    if (!isRecord(header) || header["alg"] !== "HS256" || "crit" in header) return false;
    knownHeader = decoder.decode(bytes.subarray(0, end));
    return true;
  }

  function parse(start: number, end: number): unknown {
    const length = decodeBase64Url(bytes, { start, end }, payload);
    if (length < 0) return null;
    try {
      const encoded = payload.subarray(0, length);
      const text = decoder.decode(encoded);
      // Only where something may have been replaced, since a fatal decoder costs three times as much.
      return JSON.parse(text.includes("\ufffd") ? strictDecoder.decode(encoded) : text);
    } catch {
      return null;
    }
  }

  return { verify };
}

const DOT = 0x2e;

function bearer(authorization: string | null): string | null {
  if (authorization === null || authorization.length > TOKEN_CHARACTERS_MAX) return null;
  if (authorization.startsWith("Bearer ")) return authorization.slice(7);
  return /^bearer +[^ ]/i.test(authorization) ? authorization.slice(7).trimStart() : null;
}

function claimsOf(payload: unknown, nowMs: number): Claims | null {
  if (!isRecord(payload)) return null;
  const { sub, role, exp, nbf, unit, sid } = payload;
  if (typeof sub !== "string" || sub === "" || sub.length > SUB_CHARACTERS_MAX) return null;
  // No row of PostgreSQL can hold it.
  if (sub.includes("\0")) return null;
  if (!isRole(role)) return null;
  if (typeof exp !== "number" || exp * 1000 <= nowMs) return null;
  if (nbf !== undefined && (typeof nbf !== "number" || nbf * 1000 > nowMs)) return null;
  if (unit === undefined) return { sub, role, exp };
  if (typeof unit !== "string") return null;
  if (sid === undefined) return { sub, role, exp, unit };
  return typeof sid === "string" ? { sub, role, exp, unit, sid } : null;
}

function isRole(role: unknown): role is Role {
  return role === "customer" || ROLES.some((known) => known === role);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
