/**
 * `POST …/participants` beside the limit of the sale's bench, a token-checked constant answer of the same size, in turns
 * on one machine: every request is another customer who joins without an inviter, durable when answered.
 *
 *     deno run -A bench/routes/referral_joins.ts [seconds] [rounds]
 */
import { sign, signCustomer, writeTokens } from "../load/tokens.ts";
import { runWrk } from "../load/wrk.ts";
import { limit } from "../peers/limit.ts";
import { startProduct } from "../peers/ours.ts";

const SECRET = "a secret of the bench of at least 32 bytes";
const CONNECTIONS = [64, 256];
const TOKENS = 2_000_000;
const OPEN_MS = 15_000;
const NO_RATE = {
  LIMIT_ADDRESS_REQUESTS_PER_SECOND: "1000000000",
  LIMIT_ADDRESS_BURST: "1000000000",
};

if (import.meta.main) await main();

async function main(): Promise<void> {
  const [seconds = "4", rounds = "3"] = Deno.args;
  const directory = await Deno.makeTempDir();
  const tokens = await writeTokens({ path: `${directory}/tokens`, count: TOKENS, secret: SECRET });
  const product = await startProduct({
    directory: `${directory}/data`,
    secret: SECRET,
    env: NO_RATE,
  });
  try {
    const id = await openReferral(product.origin);
    const path = `/api/v1/campaigns/${id}/participants`;
    const answer = await joinOnce(`${product.origin}${path}`);
    const constant = await limit.start({
      directory: `${directory}/limit`,
      units: 0,
      secret: SECRET,
      appendfsync: "everysec",
      answer,
    });
    let next = 0;
    const measure = async (origin: string, at: string, connections: number, time: number) => {
      const count = Math.floor(TOKENS / (Number(rounds) * CONNECTIONS.length + 1));
      const measured = await runWrk({
        origin,
        path: at,
        connections,
        seconds: time,
        tokens,
        first: next,
        count,
        processes: [],
      });
      if (origin === product.origin) next += measured.sent;
      if (measured.refused + measured.broken > 0) {
        throw new Error(`${measured.refused} refused, ${measured.broken} broken`);
      }
      return measured.perSecond;
    };
    try {
      await measure(product.origin, path, 64, 1);
      for (const connections of CONNECTIONS) {
        const ratios: number[] = [];
        for (let round = 0; round < Number(rounds); round++) {
          const ours = await measure(product.origin, path, connections, Number(seconds));
          const theirs = await measure(
            constant.origin,
            constant.path,
            connections,
            Number(seconds),
          );
          ratios.push(ours / theirs);
          console.log(
            `${connections} connections: ${ours.toFixed(0)} joins/s, constant answer ${
              theirs.toFixed(0)
            }/s: ${(ours / theirs).toFixed(2)}`,
          );
        }
        const median = ratios.toSorted()[ratios.length >> 1] ?? 0;
        console.log(
          `${connections} connections: median ${median.toFixed(2)} of the constant answer`,
        );
      }
    } finally {
      await constant.stop();
    }
    const { participants } = await staff<{ participants: number }>(
      `${product.origin}/api/v1/campaigns/${id}`,
    );
    console.log(`${participants} participants after it`);
  } finally {
    await product.process.stop();
    await Deno.remove(directory, { recursive: true });
  }
}

/** One join: its status, headers and body are those of the constant answer. */
async function joinOnce(url: string) {
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const token = signCustomer("the-first-one", { exp, secret: SECRET });
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  const body = await response.text();
  if (response.status !== 201) throw new Error(`${url}: ${response.status} ${body}`);
  return { headers: { "content-type": "application/json" }, body };
}

async function openReferral(origin: string): Promise<string> {
  const nowMs = Date.now();
  const { id } = await staff<{ id: string }>(`${origin}/api/v1/campaigns`, {
    kind: "referral",
    title: "推荐有礼",
    startsAt: new Date(nowMs + 1_500).toISOString(),
    endsAt: new Date(nowMs + 86_400_000).toISOString(),
    attribution: "last",
    windowDays: 30,
    qualifying: ["account-opened"],
    rewards: { perInvitee: { kind: "points", ref: "points", amount: 100 } },
    caps: { perInviter: 100 },
    budget: { fen: 10_000_000 },
    holdDays: 0,
    expectedParticipants: TOKENS,
    rules: "邀请一位新客户开户，得一百积分；每人最多一百次，奖完为止。",
    override: { reason: "基准测试" },
  });
  await staff(`${origin}/api/v1/campaigns/${id}/schedule`, {});
  for (const untilMs = nowMs + OPEN_MS; Date.now() < untilMs;) {
    const { phase } = await staff<{ phase: string }>(`${origin}/api/v1/campaigns/${id}`);
    if (phase === "open") return id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The campaign is not open after ${OPEN_MS} ms`);
}

async function staff<Value>(url: string, body?: unknown): Promise<Value> {
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const token = sign({ sub: "bench", role: "province", unit: "jx", exp }, SECRET);
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return await response.json();
}
