/** Reads target and machine once a second: its metrics, the units of its main campaign, processor time, memory. */
import { readCpu } from "../machine/cpu.ts";
import type { SetupCampaign } from "./generator.ts";
import { type Metrics, parseMetrics } from "./prometheus.ts";
import type { Target } from "./target.ts";

/** One reading. What could not be read is null. */
export interface Sample {
  readonly atMs: number;
  readonly metrics: Metrics | null;
  /** Of the campaign that is watched, as the target counts them. */
  readonly units: Readonly<Record<string, number>> | null;
  /** Processor time since they began, in us, by process. */
  readonly cpuUs: ReadonlyMap<string, number>;
}

/** Readings that go on until they are stopped. */
export interface Sampler {
  /** Names a process whose time is counted, too. */
  follow(process: { readonly name: string; readonly pid: number }): void;
  /** Names the campaign whose units are read. */
  watch(campaign: SetupCampaign): void;
  /** The one that is watched; null while there is none. */
  readonly watched: SetupCampaign | null;
  readonly samples: readonly Sample[];
  /** Reads once more and ends. */
  stop(): Promise<void>;
}

const EVERY_MS = 1_000;
/** A target that is down must not hold up the readings of the others. */
const ANSWER_MS = 3_000;
const STATES = ["available", "held", "confirmed", "withdrawn", "unreleased"];

/** Starts reading. */
export function startSampler(target: Target): Sampler {
  const samples: Sample[] = [];
  const processes = [...target.processes];
  let watched: SetupCampaign | null = null;
  const under = new Set<Promise<void>>();

  async function read(): Promise<void> {
    const atMs = Date.now();
    const cpuUs = cpuBy(processes);
    const [metrics, units] = await Promise.all([
      textOf(`${target.origin}/metrics`).then((text) => text === null ? null : parseMetrics(text)),
      watched === null ? null : unitsOf(`${target.origin}/api/v1/campaigns/${watched.id}`),
    ]);
    samples.push({ atMs, metrics, units, cpuUs });
  }

  function tick(): void {
    const one = read().finally(() => under.delete(one));
    under.add(one);
  }

  const timer = setInterval(tick, EVERY_MS);
  tick();
  return {
    follow: (process) => void processes.push(process),
    watch: (campaign) => watched = campaign,
    get watched() {
      return watched;
    },
    samples,
    async stop() {
      clearInterval(timer);
      tick();
      await Promise.all(under);
      samples.sort((one, other) => one.atMs - other.atMs);
    },
  };
}

/** Threads of one process are added up. */
function cpuBy(
  processes: readonly { readonly name: string; readonly pid: number }[],
): Map<string, number> {
  const byProcess = new Map<string, number>();
  for (const [thread, us] of readCpu(processes)) {
    const name = thread.slice(0, thread.indexOf("/"));
    byProcess.set(name, (byProcess.get(name) ?? 0) + us);
  }
  return byProcess;
}

async function unitsOf(url: string): Promise<Readonly<Record<string, number>> | null> {
  const text = await textOf(url);
  if (text === null) return null;
  // A referral's are those of its budget.
  const { units } = JSON.parse(text);
  if (typeof units !== "object" || units === null) return null;
  return Object.fromEntries(STATES.map((state) => [state, Number(units[state] ?? 0)]));
}

async function textOf(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    return response.ok ? text : null;
  } catch {
    return null;
  }
}
