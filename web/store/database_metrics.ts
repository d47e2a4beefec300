/** What `/metrics` says of the database. */
import { Gauge, type Registry } from "prom-client";
import type { Database } from "./database.ts";

/** Adds `yundian_database_up` and for how long it has not answered. */
export function registerDatabase(
  registry: Registry,
  options: { readonly database: Database; nowMs(): number },
): void {
  const { database, nowMs } = options;
  const registers = [registry];
  new Gauge({
    name: "yundian_database_up",
    help: "1 while the database answers",
    registers,
    collect() {
      this.set(database.available() ? 1 : 0);
    },
  });
  new Gauge({
    name: "yundian_database_down_seconds",
    help: "For how long the database has not answered; 0 while it does",
    registers,
    collect() {
      const sinceMs = database.downSinceMs();
      this.set(sinceMs === null ? 0 : Math.max(0, nowMs() - sinceMs) / 1_000);
    },
  });
}
