/** Where a request comes from. */

/** The client's address; behind a proxy of ours the last one that it added. */
export function addressOf(
  request: Request,
  info: Deno.ServeHandlerInfo,
  trustProxy: boolean,
): string {
  if (trustProxy) {
    const forwarded = request.headers.get("x-forwarded-for");
    const last = forwarded?.slice(forwarded.lastIndexOf(",") + 1).trim();
    if (last) return last;
  }
  const { remoteAddr } = info;
  return remoteAddr.transport === "tcp" ? remoteAddr.hostname : "local";
}

/** Whether the client came by TLS, to us or to a proxy of ours. */
export function isSecure(request: Request, trustProxy: boolean): boolean {
  if (request.url.startsWith("https:")) return true;
  return trustProxy && request.headers.get("x-forwarded-proto") === "https";
}

/** Scheme, host and port under which the client reached us. */
export function originOf(
  request: Request,
  options: { publicUrl: string | null; trustProxy: boolean },
): string {
  if (options.publicUrl !== null) return options.publicUrl.replace(/\/+$/, "");
  // Cut, not parsed: parsing takes longer than all else that a kept page needs.
  const { url } = request;
  const from = url.indexOf("//") + 2;
  const host = url.slice(from, url.indexOf("/", from));
  return `${isSecure(request, options.trustProxy) ? "https" : "http"}://${host}`;
}
