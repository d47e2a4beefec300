/** What helps one who came by a link that leads nowhere: whoever brought them before, what runs, and outlets by name. */
import type { DirectoryProtocol } from "../../actors/directory/protocol.ts";
import { renderLostPage } from "../h5/lost_page.tsx";
import type { Ways } from "../h5/ways.tsx";
import { inTime } from "../share/in_time.ts";
import { outletsNamed } from "../store/organisation/outlets_named.ts";
import { readCookie } from "./cookies.ts";
import { databaseOf } from "./database.ts";
import { PAGE_HEADERS } from "./security.ts";
import type { Services } from "./services.ts";

const CAMPAIGNS_MAX = 5;
const OUTLETS_MAX = 10;
const RETRY_SECONDS = 5;
const QUERY_CHARACTERS_MAX = 40;

type Lost = "link" | "away" | "find";

/** The page, with what can be told in a moment; never rejects. `query`: what outlets are searched for. */
export async function lostPage(
  services: Services,
  request: Request,
  said: { readonly what: Lost; readonly query?: string },
): Promise<Response> {
  const { what, query } = said;
  const cookies = request.headers.get("cookie");
  const html = renderLostPage({
    what,
    locale: readCookie(cookies, "yd_lang") === "en" ? "en" : "zh",
    elder: readCookie(cookies, "yd_elder") === "1",
    style: services.assets?.h5.style ?? "",
    ways: await waysFor(services, cookies, query?.trim().slice(0, QUERY_CHARACTERS_MAX) ?? ""),
  });
  const status = { link: 404, away: 503, find: 200 }[what];
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...Object.fromEntries(PAGE_HEADERS),
    ...status === 503 ? { "retry-after": String(RETRY_SECONDS) } : {},
  };
  return new Response(html, { status, headers });
}

async function waysFor(services: Services, cookies: string | null, query: string): Promise<Ways> {
  const { world, limits } = services;
  const soon = { scheduler: world.scheduler, waitMs: limits.creditWaitMs };
  const [manager, campaigns, outlets] = await Promise.all([
    inTime(soon, broughtBefore(services, cookies)),
    inTime(soon, running(services)),
    query === "" ? null : services.timeLimit.within(find(services, query)).catch(() => null),
  ]);
  return {
    manager: manager ?? null,
    campaigns: campaigns ?? [],
    search: query === "" ? null : { query, outlets },
  };
}

/** Whoever brought the visitor the last time. */
async function broughtBefore(
  { share, engine }: Services,
  cookie: string | null,
): Promise<Ways["manager"]> {
  const id = await share.credit.find({ cookie }, engine.nowMs());
  const card = id === null ? null : await share.cards.find(id);
  return card === null ? null : { id: card.id, name: card.name, place: card.outlet };
}

async function running({ engine }: Services): Promise<Ways["campaigns"]> {
  const directory = engine.ref<DirectoryProtocol>("directory", "campaigns");
  const command = { kind: "list", phase: "open", limit: CAMPAIGNS_MAX } as const;
  const reply = await engine.ask(directory, command);
  return reply.kind === "page" ? reply.campaigns.map(({ id, title }) => ({ id, title })) : [];
}

async function find(services: Services, query: string) {
  return await outletsNamed(databaseOf(services).sql, { query, limit: OUTLETS_MAX });
}
