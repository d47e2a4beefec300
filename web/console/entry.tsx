/** Starts the console in the browser. */
import { effect } from "@preact/signals";
import { hydrate } from "preact";
import { browserOutside } from "../shared/outside.ts";
import { App } from "./app.tsx";
import { pageAt } from "./pages.ts";
import { ROOT } from "./route.ts";
import { type Browser, createShell, type Shell } from "./shell.ts";
import { wordsOf } from "./words.ts";

const YEAR_S = 31_536_000;

function start(): void {
  const root = document.getElementById("app");
  if (root === null) return;
  const shell = createShell({
    outside: browserOutside(),
    browser: browser(),
    locale: document.documentElement.lang === "en" ? "en" : "zh",
    demo: root.dataset.demo === "1",
    url: here(),
    nowMs: Date.now(),
  });
  hydrate(<App shell={shell} />, root);
  addEventListener("popstate", () => shell.moved(here()));
  document.addEventListener("click", (event) => follow(event, shell));
  effect(() => {
    const words = wordsOf(shell.locale.value);
    document.documentElement.lang = words.lang;
    document.cookie = `yd_lang=${shell.locale.value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
    const staff = shell.staff.value;
    const page = staff ? pageAt(shell.address.value.path, staff.role)?.page : undefined;
    const title = shell.name.value ?? page?.title[shell.locale.value];
    document.title = `${title === undefined ? "" : `${title} · `}${words.brand}${words.place}`;
  });
  announceMoves(shell);
  void shell.start();
}

function here(): string {
  return location.pathname + location.search;
}

/** Links within the console load nothing. */
function follow(event: MouseEvent, shell: Shell): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.target === "_blank" || link.origin !== location.origin) return;
  if (link.pathname !== ROOT && !link.pathname.startsWith(`${ROOT}/`)) return;
  if (link.hash !== "" || link.hasAttribute("download")) return;
  event.preventDefault();
  shell.go(link.pathname + link.search);
  scrollTo(0, 0);
}

/** Whoever listens instead of looking hears where one is now. */
function announceMoves(shell: Shell): void {
  let last = shell.address.peek().path;
  effect(() => {
    const { path } = shell.address.value;
    if (path === last) return;
    last = path;
    requestAnimationFrame(() => document.querySelector("h1")?.focus({ preventScroll: true }));
  });
}

function browser(): Browser {
  return {
    goTo: (url, { replace }) => {
      if (replace) history.replaceState(null, "", url);
      else history.pushState(null, "", url);
    },
    memory: {
      get: (name) => {
        try {
          return localStorage.getItem(`yd.${name}`);
        } catch {
          return null;
        }
      },
      set: (name, value) => {
        try {
          if (value === null) localStorage.removeItem(`yd.${name}`);
          else localStorage.setItem(`yd.${name}`, value);
        } catch {
          // No storage: what is typed lives as long as the tab.
        }
      },
    },
  };
}

start();
