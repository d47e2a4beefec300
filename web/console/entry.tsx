/** Starts the console in the browser. */
import { effect } from "@preact/signals";
import { hydrate } from "preact";
import { browserOutside } from "../shared/outside.ts";
import { App } from "./app.tsx";
import { createConsoleModel } from "./model.ts";
import { wordsOf } from "./words.ts";

const YEAR_S = 31_536_000;

function start(): void {
  const root = document.getElementById("app");
  if (root === null) return;
  const model = createConsoleModel({
    outside: browserOutside(),
    locale: document.documentElement.lang === "en" ? "en" : "zh",
    nowMs: Date.now(),
    navigate: (hash) => location.hash = hash,
  });
  model.moved(location.hash);
  hydrate(<App model={model} />, root);
  addEventListener("hashchange", () => {
    model.moved(location.hash);
    // Whoever listens instead of looking hears where one is now.
    requestAnimationFrame(() => document.querySelector("h1")?.focus());
  });
  effect(() => {
    const words = wordsOf(model.locale.value);
    document.documentElement.lang = words.lang;
    document.title = `${model.sale.value?.title ?? words.sales} · ${words.brand}${words.place}`;
    document.cookie = `yd_lang=${model.locale.value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
  });
  void model.start();
}

start();
