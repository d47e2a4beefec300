/** One level of the tree of participants, a page at a time. */
import type { InviteeView, ReferralReply } from "../../../actors/referral/protocol.ts";
import type { TreeJson } from "../../shared/api_referral.ts";
import { type Answer, json, refused } from "../answer.ts";
import type { ReferralRoute } from "../campaigns.ts";
import type { StaffCall } from "../endpoint.ts";
import * as schemas from "../schemas_participants.ts";
import type { Services } from "../services.ts";
import { inviteeJson, placeOf } from "./participant_json.ts";
import { maySee, referralOf } from "./participants.ts";

const PAGE = 50;
/** Cells that one page of roots asks at most. */
const CELLS_MAX = 64;

/** Those whom `of` invited, or whom nobody did, in the order of joining. */
export async function tree(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { of = "roots", after, limit = String(PAGE) } = schemas.treeQuery.parse(call.query);
  const found = await referralOf(services, call.param("id"));
  if (found === null || !maySee(call.staff, found.view)) return refused("not-found");
  const page = { after: after ?? null, limit: Number(limit) };
  const asked = { services, cells: found.route.cells };
  const level = of === "roots" ? await rootsOf(asked, page) : await childrenOf(asked, of, page);
  if (level === null) return refused("not-found");
  const answer: TreeJson = {
    items: level.items.map((invitee) =>
      inviteeJson(invitee, { language: call.language, audience: "staff" })
    ),
    next: level.next,
  };
  return json(answer);
}

interface Asked {
  readonly services: Services;
  readonly cells: ReferralRoute["cells"];
}

interface Level {
  readonly items: readonly InviteeView[];
  readonly next: string | null;
}

type PageOf = { readonly after: string | null; readonly limit: number };

async function childrenOf(
  { services, cells }: Asked,
  of: string,
  { after, limit }: PageOf,
): Promise<Level | null> {
  const place = placeOf(of);
  const cell = place === null ? undefined : cells[place.cell];
  if (place === null || cell === undefined) return null;
  const from = after === null ? null : Number(after);
  if (from !== null && !Number.isSafeInteger(from)) return null;
  const reply = await services.engine.ask(cell, {
    kind: "children",
    n: place.n,
    after: from,
    limit,
  });
  const level = levelOf(reply);
  return level === null
    ? null
    : { items: level.items, next: level.next === null ? null : String(level.next) };
}

/** Cell by cell; `after` is the place of the last one, or only its cell where that one begins. */
async function rootsOf({ services, cells }: Asked, page: PageOf): Promise<Level | null> {
  const start = page.after === null ? { cell: 0, after: null } : cursorOf(page.after);
  if (start === null) return null;
  const items: InviteeView[] = [];
  let { after } = start;
  for (let no = start.cell; no < cells.length; no++, after = null) {
    const cell = cells[no];
    const isFull = items.length >= page.limit || no - start.cell >= CELLS_MAX;
    if (cell === undefined || isFull) return { items, next: `${no}.` };
    const limit = page.limit - items.length;
    const level = levelOf(await services.engine.ask(cell, { kind: "roots", after, limit }));
    items.push(...level?.items ?? []);
    const next = level?.next ?? null;
    if (next !== null) return { items, next: `${no}.${next}` };
  }
  return { items, next: null };
}

function cursorOf(text: string): { readonly cell: number; readonly after: number | null } | null {
  const [, cell, n] = /^(\d{1,4})\.(\d{0,9})$/.exec(text) ?? [];
  if (cell === undefined) return null;
  return { cell: Number(cell), after: n === undefined || n === "" ? null : Number(n) };
}

function levelOf(reply: ReferralReply) {
  return reply.kind === "children" ? reply : null;
}
