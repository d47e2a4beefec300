/** Whether a campaign is one: the copy's own routes say it, as the installation's would. */
import type { FieldError, ProblemCode } from "../../web/shared/api.ts";
import type { PolicyFindingJson } from "../../web/shared/api_referral.ts";
import { sign } from "../load/tokens.ts";
import { Refusal } from "../runs/plan.ts";
import type { Target } from "../runs/target.ts";
import { campaignOf, definitionOf } from "./definition.ts";
import type { CampaignRequest } from "./derive.ts";
import { movedTo } from "./times.ts";

const DAY_MS = 86_400_000;
const TOKEN_S = 3_600;

/** What a refusal may say. */
interface Problem {
  readonly code?: ProblemCode;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly findings?: readonly PolicyFindingJson[];
}

/**
 * Writes the campaign into the copy, where it stays until tomorrow, and schedules it. Its definition as the copy
 * understands it; a `Refusal` with one line for each field that is wrong.
 */
export async function checkSpec(
  target: Pick<Target, "origin" | "secret">,
  campaign: { readonly name: string; readonly spec: Readonly<Record<string, unknown>> },
): Promise<CampaignRequest> {
  const spec = movedTo(campaign.spec, Date.now() + DAY_MS);
  const written = await post(target, "/api/v1/campaigns", spec);
  const made = written.status === 201 ? campaignOf(written.body) : null;
  if (made === null) throw refusalOf(campaign.name, written);
  const scheduled = await post(target, `/api/v1/campaigns/${made.id}/schedule`);
  if (scheduled.status !== 200) throw refusalOf(campaign.name, scheduled);
  return definitionOf(made, "staff").request;
}

interface Answered {
  readonly status: number;
  readonly body: string;
}

async function post(
  { origin, secret }: Pick<Target, "origin" | "secret">,
  path: string,
  body?: unknown,
): Promise<Answered> {
  const exp = Math.floor(Date.now() / 1_000) + TOKEN_S;
  const token = sign({ sub: "rehearsal", role: "province", unit: "jx", exp }, secret);
  const response = await fetch(origin + path, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "accept-language": "en",
    },
    ...body === undefined ? {} : { body: JSON.stringify(body) },
  });
  return { status: response.status, body: await response.text() };
}

function refusalOf(name: string, { status, body }: Answered): Refusal {
  const problem = problemOf(body);
  const lines = [
    ...(problem.errors ?? []).map(({ field, message }) => `${field}: ${message}`),
    ...(problem.findings ?? []).map(({ field, message }) => `${field}: ${message}`),
  ];
  if (lines.length === 0) lines.push(problem.detail ?? `answered ${status}`);
  const hint = problem.code === "policy-findings"
    ? ["override: Mend them, or say why they are accepted, as override.reason"]
    : [];
  return new Refusal([...lines, ...hint].map((line) => `${name}: ${line}`).join("\n"));
}

function problemOf(body: string): Problem {
  try {
    const value: unknown = JSON.parse(body);
    // Of the copy, which is ours.
    return typeof value === "object" && value !== null ? value as Problem : {};
  } catch {
    return {};
  }
}
