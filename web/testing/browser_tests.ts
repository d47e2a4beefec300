/** Browser tests that share one product and one browser, a few at a time: most of their time is waiting. */
import { assertEquals } from "@std/assert";
import { BROWSER_PATH, openStand, type Stand, type Visit } from "./browser.ts";

type Run = (visit: Visit) => Promise<void>;

interface Scenario {
  readonly run: Run;
  readonly outcome: PromiseWithResolvers<void>;
}

/** Each call of what it returns registers one test. Without a browser they are skipped by name. */
export function browserTests(
  options: { atOnce: number; env?: Record<string, string> },
): (name: string, run: Run) => void {
  const waiting: Scenario[] = [];
  let stand: Stand | null = null;

  async function runLane(here: Stand): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const visit = here.visit();
      try {
        await next.run(visit);
        assertEquals(visit.complaints, []);
        next.outcome.resolve();
      } catch (error) {
        next.outcome.reject(error);
      }
      await visit.leave().catch(() => {});
    }
  }

  Deno.test.beforeAll(async () => {
    if (BROWSER_PATH === null) return;
    stand = await openStand(options.env);
    for (let lane = 0; lane < options.atOnce; lane++) void runLane(stand);
  });
  Deno.test.afterAll(async () => {
    // With a filter some may still wait: nobody asks for them.
    waiting.length = 0;
    await stand?.close();
  });

  return (name, run) => {
    const outcome = Promise.withResolvers<void>();
    // It may fail before its own test comes and looks.
    outcome.promise.catch(() => {});
    waiting.push({ run, outcome });
    Deno.test({
      name,
      ignore: BROWSER_PATH === null,
      sanitizeOps: false,
      sanitizeResources: false,
      fn: () => outcome.promise,
    });
  };
}
