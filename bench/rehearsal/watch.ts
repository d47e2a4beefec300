/** What a run's own report is too coarse for: when the units were gone, and how busy the product's main thread was. */
import { readCpu } from "../machine/cpu.ts";
import type { SetupCampaign } from "../runs/generator.ts";
import type { Target } from "../runs/target.ts";

export interface Watch {
  /** The campaign that is played, once it is made. */
  follow(campaign: Pick<SetupCampaign, "id" | "startsAt">): void;
  stop(): Promise<Watched>;
}

export interface Watched {
  /** s after the start, by the product's clock; null: some were left to the end. */
  readonly soldOutS: number | null;
  /** Most cores in one second; null where it could not be read. */
  readonly mainCores: number | null;
  /** At the end; null where it could not be read. */
  readonly units: Units | null;
}

export interface Units {
  readonly total: number;
  readonly available: number;
  readonly unreleased: number;
}

const LOOK_MS = 100;
const CPU_MS = 1_000;
const ANSWER_MS = 5_000;
const US_PER_MS = 1_000;

/** Watches until it is stopped. */
export function startWatch(target: Target): Watch {
  let campaign: Pick<SetupCampaign, "id" | "startsAt"> | null = null;
  let soldOutS: number | null = null;
  let looking: Promise<void> | null = null;
  let mainCores: number | null = null;
  let before = mainCpu(target);

  async function look(): Promise<void> {
    if (campaign === null || soldOutS !== null) return;
    const view = await viewOf(target, campaign.id);
    if (view === null || view.soldOut === "no" || view.units.unreleased > 0) return;
    soldOutS = Math.max(0, Date.parse(view.serverTime) - Date.parse(view.startsAt)) / 1_000;
  }

  const lookTimer = setInterval(() => {
    looking ??= look().finally(() => looking = null);
  }, LOOK_MS);
  const cpuTimer = setInterval(() => {
    const now = mainCpu(target);
    if (now !== null && before !== null) {
      const cores = (now.us - before.us) / US_PER_MS / (now.atMs - before.atMs);
      mainCores = Math.max(mainCores ?? 0, cores);
    }
    before = now;
  }, CPU_MS);

  return {
    follow: (made) => campaign = made,
    async stop() {
      clearInterval(lookTimer);
      clearInterval(cpuTimer);
      await looking;
      const view = campaign === null ? null : await viewOf(target, campaign.id);
      return { soldOutS, mainCores, units: view?.units ?? null };
    },
  };
}

function mainCpu({ product }: Target): { readonly us: number; readonly atMs: number } | null {
  if (product === null) return null;
  const us = readCpu([{ name: "product", pid: product.pid }]).get("product/main");
  return us === undefined ? null : { us, atMs: Date.now() };
}

interface View {
  readonly startsAt: string;
  readonly serverTime: string;
  readonly soldOut: string;
  readonly units: Units;
}

/** Null while the product has no time for it. */
async function viewOf({ origin }: Target, id: string): Promise<View | null> {
  try {
    const response = await fetch(`${origin}/api/v1/campaigns/${id}`, {
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    return response.ok ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
