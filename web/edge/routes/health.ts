/** What operators and their tools ask: alive, ready, how much. */
import type { EdgeApp } from "../endpoint.ts";
import { describe } from "../openapi.ts";
import { isoInstant } from "../instant.ts";
import { API_HEADERS } from "../problem.ts";
import type { Services } from "../services.ts";

export function mountHealth(app: EdgeApp, services: Services): void {
  const { engine } = services;
  const operators = { method: "get", tag: "operations" } as const;
  const describeOne = (path: string, summary: string, answers: Record<number, string>) =>
    describe(app, {
      ...operators,
      path,
      summary,
      answers: Object.fromEntries(
        Object.entries(answers).map(([status, description]) => [status, { description }]),
      ),
    }, { who: "operator" });
  describeOne("/healthz", "Whether the process lives", { 200: "It does" });
  describeOne("/readyz", "Whether it can serve", {
    200: "Ready; `notes` say what is stale all the same",
    503: "Not now; `reasons` say why",
  });
  describeOne("/metrics", "Metrics in Prometheus form", { 200: "`text/plain`" });
  app.get("/healthz", () => Response.json({ alive: true }, { headers: API_HEADERS }));
  app.get("/readyz", () => {
    const health = engine.health();
    const closing = services.admission.closed;
    const starting = services.isStarting?.() ?? false;
    const ready = health.ready && !closing && !starting;
    const reasons = [
      ...closing ? ["draining"] : [],
      ...starting ? ["starting"] : [],
      ...health.reasons,
    ];
    return Response.json(
      { ready, reasons, notes: notesOf(services), durability: health.durability },
      {
        status: ready ? 200 : 503,
        headers: ready ? API_HEADERS : { ...API_HEADERS, "retry-after": "1" },
      },
    );
  });
  app.get("/metrics", async () =>
    new Response(await engine.metrics.metrics(), {
      headers: { ...API_HEADERS, "content-type": engine.metrics.contentType },
    }));
}

/** Rows that are older than this are worth a note. */
const LAG_MS = 10_000;

/** What does not keep campaigns from selling, and an operator should see. */
function notesOf({ database, projection, engine }: Services): readonly string[] {
  const notes: string[] = [];
  const downSinceMs = database?.downSinceMs() ?? null;
  if (downSinceMs !== null) {
    notes.push(`database does not answer since ${isoInstant(downSinceMs)}: lists are stale`);
  }
  const asOfMs = projection.asOfMs();
  const lagMs = asOfMs === null ? 0 : engine.nowMs() - asOfMs;
  if (lagMs > LAG_MS) notes.push(`rows follow the journal ${Math.round(lagMs / 1_000)} s behind`);
  return notes;
}
