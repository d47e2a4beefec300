/** What a report does in a browser: draws its charts, switches its language, copies its command. */
import type { ChartData } from "../chart_data.ts";
import { curveDrawing } from "./curve_drawing.ts";
import { timeDrawing } from "./time_drawing.ts";

/** One chart of the page. */
export interface Drawing {
  /** Paints anew: other colours, another language, another width. */
  draw(): void;
}

const MEMORY = "yd.bench.lang";
const COPIED_MS = 2_000;
const RESIZED_MS = 100;

const root = document.documentElement;
const drawings = new Map<Element, Drawing>();
for (const figure of document.querySelectorAll<HTMLElement>("figure.chart")) prepare(figure);

speak(remembered() === "en" ? "en" : "zh-CN");
listen();

function listen() {
  const language = document.querySelector<HTMLButtonElement>("#language");
  if (language !== null) {
    language.hidden = false;
    language.addEventListener("click", () => {
      const next = root.lang === "en" ? "zh-CN" : "en";
      remember(next);
      speak(next);
    });
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    copies(button);
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  document.addEventListener("toggle", (event) => drawInside(event.target), true);
  // Paper is white and narrow.
  addEventListener("beforeprint", () => {
    root.classList.add("printing");
    drawAll();
  });
  addEventListener("afterprint", () => {
    root.classList.remove("printing");
    drawAll();
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let width = root.clientWidth;
  addEventListener("resize", () => {
    if (width === root.clientWidth) return;
    width = root.clientWidth;
    clearTimeout(timer);
    timer = setTimeout(drawAll, RESIZED_MS);
  });
}

function drawAll() {
  for (const one of drawings.values()) one.draw();
}

function prepare(figure: HTMLElement) {
  const block = figure.querySelector("script")?.textContent;
  if (block === undefined || block === null) return;
  const data: ChartData = JSON.parse(block);
  drawings.set(
    figure,
    data.chart === "time" ? timeDrawing(figure, data.data) : curveDrawing(figure, data.data),
  );
}

/** What was folded away had no width to be drawn in. */
function drawInside(target: EventTarget | null) {
  if (!(target instanceof HTMLDetailsElement) || !target.open) return;
  for (const figure of target.querySelectorAll("figure.chart")) drawings.get(figure)?.draw();
}

function speak(language: "zh-CN" | "en") {
  root.lang = language;
  document.title = document.body.dataset[language === "en" ? "titleEn" : "titleZh"] ?? "";
  drawAll();
}

function copies(button: HTMLButtonElement) {
  const text = button.parentElement?.querySelector("code")?.textContent ?? "";
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!await copied(text, button)) return;
    const [ask, done] = button.children;
    ask?.toggleAttribute("hidden", true);
    done?.toggleAttribute("hidden", false);
    setTimeout(() => {
      ask?.toggleAttribute("hidden", false);
      done?.toggleAttribute("hidden", true);
    }, COPIED_MS);
  });
}

/** A file has no clipboard in some browsers: there the text is selected, ready for Ctrl-C. */
async function copied(text: string, button: HTMLButtonElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const place = button.parentElement?.querySelector("code");
    if (place) getSelection()?.selectAllChildren(place);
    return false;
  }
}

/** A browser may refuse memory to a file. */
function remembered(): string | null {
  try {
    return localStorage.getItem(MEMORY);
  } catch {
    return null;
  }
}

function remember(language: string) {
  try {
    localStorage.setItem(MEMORY, language);
  } catch {
    // The switch still works for this page.
  }
}
