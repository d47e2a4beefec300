/** The engine in process: the product's own kinds and sqlite journal, no HTTP. */
import { EngineSale, openEngineSale, sqliteJournal, startEngine } from "./engine_sale.ts";
import { fly } from "./flight.ts";
import { customerName, inProcessOptions } from "./options.ts";

/** Units that a cell may lack by chance: customers are spread by hash. */
const SPARE = 1.1;

if (import.meta.main) await main();

async function main(): Promise<void> {
  const { directory, inFlight, warm, count } = inProcessOptions();
  const engine = await startEngine(sqliteJournal(directory));
  const sale: EngineSale = await openEngineSale(
    engine,
    "bench",
    Math.ceil((warm + count) * SPARE),
  );
  const ask = (index: number, answered: () => void) => sale.grab(customerName(index), answered);
  await fly({ first: 0, count: warm, inFlight }, ask);
  const flight = await fly({ first: warm, count, inFlight }, ask);
  console.log(`RESULT ${JSON.stringify(flight)}`);
  await engine.drain();
}
