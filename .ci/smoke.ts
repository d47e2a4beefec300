/** Starts the product, lets k6 rush on one sale and checks that its audit tells the same. */
import { audit, openSale } from "../engine/crash/crowd.ts";
import { startProduct, TEST_SECRET } from "../engine/crash/product.ts";

const RATE = 300;
const SECONDS = 10;
/** Fewer than customers, so that the end of the stock is part of the run. */
const UNITS = 2_000;

const dataDir = await Deno.makeTempDir();
const product = await startProduct({ dataDir, env: { APPROVAL: "off" } });
const problems: string[] = [];
try {
  const sale = await openSale(product.url, { units: UNITS, perCustomerMax: 1 });
  const summary = `${dataDir}/k6.json`;
  const { code } = await new Deno.Command("k6", {
    args: ["run", "--quiet", `--summary-export=${summary}`, `${import.meta.dirname}/smoke.js`],
    env: {
      GRABS: `${product.url}/api/v1/campaigns/${sale}/grabs`,
      SECRET: TEST_SECRET,
      RATE: String(RATE),
      DURATION: `${SECONDS}s`,
      K6_NO_USAGE_REPORT: "true",
    },
    stdin: "null",
  }).spawn().status;
  if (code !== 0) problems.push(`k6 ended with ${code}`);
  const { metrics } = JSON.parse(await Deno.readTextFile(summary));
  const reserved: number = metrics.reserved.count;
  const sums = await audit(product.url, sale);
  if (!sums.conserved) problems.push(`The audit found: ${sums.violations.join("; ")}`);
  if (sums.held !== reserved) {
    problems.push(`k6 saw ${reserved} reservations, ${sums.held} are held`);
  }
  if (reserved !== UNITS) problems.push(`${reserved} of ${UNITS} units were reserved`);
  product.signal("SIGTERM");
  const ended = await product.ended;
  if (ended.code !== 0) problems.push(`The product ended with ${ended.code}`);
} finally {
  await Deno.remove(dataDir, { recursive: true });
}
for (const problem of problems) console.log(`k6 smoke: ${problem}`);
console.log(
  `${problems.length === 0 ? 1 : 0} passed, ${problems.length === 0 ? 0 : 1} failed, 0 skipped`,
);
Deno.exit(problems.length === 0 ? 0 : 1);
