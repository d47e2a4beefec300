/**
 * The suite that k6 plays, alone or under `deno task bench`:
 *
 *     k6 run -e SCENARIO=flash_sale -e PROFILE=smoke -e URL=http://127.0.0.1:8000 -e AUTH_SECRET=… bench/k6/suite.ts
 *
 * environment.ts says what else may be set. It prints one line SETUP with the campaigns, and one line for each thing
 * that the target acknowledged, so that its audit can be held against them.
 */
import exec from "k6/execution";
import http from "k6/http";
import { openBooks } from "./books.ts";
import { chance } from "./chance.ts";
import { sleepUntil } from "./clock.ts";
import { customerToken } from "./customers.ts";
import { surroundingsOf, wantedOf } from "./environment.ts";
import type { SuiteScenario } from "./names.ts";
import { optionsOf } from "./options.ts";
import { type AnyPlay, anyPlay, type Setting, type Visit, type World } from "./play.ts";
import { type PlanFile, planOf } from "./profiles.ts";
import { flashSale } from "./scenarios/flash_sale.ts";
import { mixedDay } from "./scenarios/mixed_day.ts";
import { onePerson } from "./scenarios/one_person.ts";
import { referralStorm } from "./scenarios/referral_storm.ts";
import { soldOut } from "./scenarios/sold_out.ts";
import { storefront } from "./scenarios/storefront.ts";

const PLAYS: Readonly<Record<SuiteScenario, AnyPlay>> = {
  flash_sale: anyPlay(flashSale),
  sold_out: anyPlay(soldOut),
  one_person: anyPlay(onePerson),
  referral_storm: anyPlay(referralStorm),
  storefront: anyPlay(storefront),
  mixed_day: anyPlay(mixedDay),
};

const surroundings = surroundingsOf(__ENV);
const file: PlanFile | null = surroundings.plan === null
  ? null
  : JSON.parse(open(surroundings.plan));
const plan = planOf(wantedOf(__ENV), file);
const books = openBooks(plan.scenario, surroundings.origin);
const scene = PLAYS[plan.scenario];

http.setResponseCallback(http.expectedStatuses({ min: 200, max: 399 }, 409));

export const options = optionsOf(plan);

/** What setup hands to every iteration. */
interface Handed {
  readonly run: string;
  readonly setting: Setting;
}

export function setup(): Handed {
  const run = `${surroundings.customers}-${Date.now().toString(36)}`;
  const world: World = { plan, surroundings, books, run };
  const setting = scene.setup(world);
  const { scenario, profile, iterations } = plan;
  const { campaigns, startAtMs, told } = setting;
  const line = { scenario, profile, run, iterations, campaigns, startAtMs, ...told };
  console.log(`SETUP ${JSON.stringify(line)}`);
  return { run, setting };
}

/** One iteration. */
export function play({ run, setting }: Handed): void {
  const iteration = exec.scenario.iterationInTest;
  const customer = `${run}-${iteration}`;
  const token = customerToken(customer, surroundings.secret);
  const visit: Visit = {
    ...{ iteration, customer, token, plan, surroundings, books },
    chance: (question) => chance(surroundings.seed, iteration, question),
    call: (name, ask) => books.call(name, ask),
    gather: () => plan.profile === "herd" && sleepUntil(setting.startAtMs),
  };
  scene.run(visit, setting);
}
