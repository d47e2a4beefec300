/** Who is let in: shedding before any work, then rates per customer and per address. */
import type { Engine, Limits, World } from "../../engine/mod.ts";
import type { ProblemCode } from "../shared/api.ts";
import type { EdgeMetrics } from "./metrics.ts";
import { RateLimit } from "./rate_limit.ts";

export interface Admission {
  /** Why a customer's request is refused before anything is read of it; null: go on. */
  shed(): ProblemCode | null;
  /** The same for a grab, which may have a rate of its own. */
  shedGrab(nowMs: number): ProblemCode | null;
  /** Whether this customer may go on. */
  customer(sub: string, nowMs: number): boolean;
  /** For requests that no valid token vouches for. */
  address(address: string, nowMs: number): boolean;
  /** When one who was refused should come back, spread so that not all come at once. */
  retryAfterMs(): number;
  /** From now on everything is shed. */
  close(): void;
  readonly closed: boolean;
}

const RETRY_MS = 1_000;
const RETRY_SPREAD_MS = 2_000;

export function createAdmission(
  options: { engine: Engine; limits: Limits; world: World; metrics: EdgeMetrics },
): Admission {
  const { engine, limits, metrics } = options;
  const { random } = options.world;
  const { loopLagMsMax, admittedParkedMax, grabsPerSecond } = limits;
  const seed = () => Math.floor(random.fraction() * 0x7fffffff);
  const customers = new RateLimit({
    perSecond: limits.customerRequestsPerSecond,
    burst: limits.customerBurst,
    seed: seed(),
  });
  const addresses = new RateLimit({
    perSecond: limits.addressRequestsPerSecond,
    burst: limits.addressBurst,
    seed: seed(),
  });
  let closed = false;
  let grabTokens = grabsPerSecond;
  let grabsAtMs = 0;

  function shed(): ProblemCode | null {
    if (closed) return "draining";
    const load = engine.load();
    if (load.loopLagMs <= loopLagMsMax && load.parked <= admittedParkedMax) return null;
    metrics.shed++;
    return "overloaded";
  }

  return {
    shed,
    shedGrab(nowMs) {
      const refusal = shed();
      if (refusal !== null || grabsPerSecond === 0) return refusal;
      const refill = (nowMs - grabsAtMs) * grabsPerSecond / 1_000;
      grabsAtMs = nowMs;
      grabTokens = Math.min(grabsPerSecond, grabTokens + refill);
      if (grabTokens < 1) {
        metrics.shed++;
        return "overloaded";
      }
      grabTokens--;
      return null;
    },
    customer(sub, nowMs) {
      if (customers.take(sub, nowMs)) return true;
      metrics.limited++;
      return false;
    },
    address(address, nowMs) {
      if (addresses.take(address, nowMs)) return true;
      metrics.limited++;
      return false;
    },
    retryAfterMs: () => RETRY_MS + Math.floor(random.fraction() * RETRY_SPREAD_MS),
    close() {
      closed = true;
    },
    get closed() {
      return closed;
    },
  };
}
