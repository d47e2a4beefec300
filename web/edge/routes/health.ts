/** What operators and their tools ask: alive, ready, how much. */
import type { EdgeApp } from "../endpoint.ts";
import { API_HEADERS } from "../problem.ts";
import type { Services } from "../services.ts";

export function mountHealth(app: EdgeApp, services: Services): void {
  const { engine } = services;
  app.get("/healthz", () => Response.json({ alive: true }, { headers: API_HEADERS }));
  app.get("/readyz", () => {
    const health = engine.health();
    const closing = services.admission.closed;
    const ready = health.ready && !closing;
    const reasons = closing ? ["draining", ...health.reasons] : health.reasons;
    return Response.json(
      { ready, reasons, durability: health.durability },
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
