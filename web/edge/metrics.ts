/** What the edge counts. Hot paths add to plain numbers; prom-client reads them when scraped. */
import { Counter, Gauge, type Registry } from "prom-client";

export class EdgeMetrics {
  /** Requests shed by admission. */
  shed = 0;
  /** Requests over a rate. */
  limited = 0;
  /** Grabs by status. */
  readonly grabs: Record<number, number> = {};
  /** Other requests by status. */
  readonly others: Record<number, number> = {};
  subscribers = 0;
  frames = 0;
  dropped = 0;

  /** Adds them to the registry that `/metrics` shows. */
  register(registry: Registry): void {
    const registers = [registry];
    const byStatus = (): readonly (readonly [string, Record<number, number>])[] => [
      ["grab", this.grabs],
      ["other", this.others],
    ];
    new Counter({
      name: "yundian_http_requests_total",
      help: "HTTP requests answered, by route and status",
      labelNames: ["route", "status"],
      registers,
      collect() {
        this.reset();
        for (const [route, counts] of byStatus()) {
          for (const [status, count] of Object.entries(counts)) this.inc({ route, status }, count);
        }
      },
    });
    const counters: readonly (readonly [string, string, () => number])[] = [
      ["yundian_shed_total", "Requests shed by admission control", () => this.shed],
      ["yundian_rate_limited_total", "Requests over a rate", () => this.limited],
      ["yundian_sse_frames_total", "Frames sent to subscribers", () => this.frames],
      [
        "yundian_sse_dropped_total",
        "Subscribers dropped for reading too slowly",
        () => this.dropped,
      ],
    ];
    for (const [name, help, read] of counters) {
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    }
    const subscribers = () => this.subscribers;
    new Gauge({
      name: "yundian_sse_subscribers",
      help: "Open event streams",
      registers,
      collect() {
        this.set(subscribers());
      },
    });
  }
}
