/** The few things that the pages of a product and an article need script for; without it they read the same. */
import type { VisitEventsRequest } from "../shared/api_storefront.ts";
import type { DetailBoot } from "./detail_frame.tsx";

const YEAR_S = 31_536_000;
/** As the interface takes it; anything else in a link is ignored. */
const CHANNEL = /^[a-z0-9-]{1,16}$/;

type Event = VisitEventsRequest["events"][number];

function start(): void {
  onClick("language", () => {
    remember("yd_lang", document.documentElement.lang === "en" ? "zh" : "en");
    location.reload();
  });
  onClick("elder", () => {
    remember("yd_elder", document.documentElement.classList.contains("elder") ? "0" : "1");
    location.reload();
  });
  const data = document.getElementById("boot")?.textContent;
  if (data === null || data === undefined) return;
  // Foreign data: our own server's page.
  const { managerId, kind, id } = JSON.parse(data) as DetailBoot;
  if (managerId === null) return;
  const send = sender(managerId);
  // Whoever comes from the storefront was counted there.
  if (!isFromHere()) {
    onceSeen(() =>
      send([{ kind: "visit" }, { kind: kind === "product" ? "click" : "article", item: id }])
    );
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-product]")) {
    const item = link.dataset["product"];
    if (item !== undefined) link.addEventListener("click", () => send([{ kind: "click", item }]));
  }
  followAct(kind === "product" ? () => send([{ kind: "action", item: id }]) : () => {});
  followCall(managerId);
}

/** The button: counted, then where it leads; to a manager by way of the sheet. */
function followAct(count: () => void): void {
  const act = document.getElementById("act");
  const sheet = document.getElementById("contact");
  act?.addEventListener("click", (event) => {
    count();
    if (!act.hasAttribute("data-contact") || !(sheet instanceof HTMLDialogElement)) return;
    // Old browsers know no dialog: the storefront has the same ways to get in touch.
    if (typeof sheet.showModal !== "function") return;
    event.preventDefault();
    sheet.showModal();
  });
}

/** The number is told on a tap only, and counted there. */
function followCall(managerId: string): void {
  const call = document.getElementById("call");
  const status = document.getElementById("call-status");
  call?.addEventListener("click", async () => {
    const phone = await phoneOf(managerId);
    if (phone !== null) location.assign(`tel:${phone}`);
    else if (status !== null) status.textContent = call.dataset["failed"] ?? "";
  });
}

async function phoneOf(managerId: string): Promise<string | null> {
  try {
    const response = await fetch(`${pathOf(managerId)}/phone`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(channelPart()),
      credentials: "same-origin",
    });
    const answer: unknown = response.ok ? await response.json() : null;
    if (typeof answer !== "object" || answer === null || !("phone" in answer)) return null;
    return typeof answer.phone === "string" ? answer.phone : null;
  } catch {
    return null;
  }
}

/** Goes out even when the page is left for what was clicked; what gets lost is not asked for again. */
function sender(managerId: string): (events: readonly Event[]) => void {
  return (events) => {
    const body: VisitEventsRequest = { ...channelPart(), events };
    fetch(`${pathOf(managerId)}/events`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "same-origin",
      keepalive: true,
    }).catch(() => {});
  };
}

function pathOf(managerId: string): string {
  return `/api/v1/storefronts/${encodeURIComponent(managerId)}`;
}

function channelPart(): { channel?: string } {
  const channel = new URLSearchParams(location.search).get("ch") ?? "";
  return CHANNEL.test(channel) ? { channel } : {};
}

function isFromHere(): boolean {
  return document.referrer.startsWith(`${location.origin}/`);
}

/** A page that is loaded ahead is no visit before somebody looks at it. */
function onceSeen(run: () => void): void {
  if (!document.hidden) return run();
  document.addEventListener("visibilitychange", () => run(), { once: true });
}

function onClick(id: string, run: () => void): void {
  document.getElementById(id)?.addEventListener("click", run);
}

/** The language and the size stay for the next visit; a cookie, so that the server renders them. */
function remember(name: string, value: string): void {
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
}

start();
