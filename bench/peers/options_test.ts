import { assertEquals, assertThrows } from "@std/assert";
import { Refusal } from "../runs/plan.ts";
import { readOptions } from "./options.ts";

Deno.test("without flags every peer and every part is measured", () => {
  const options = readOptions([]);
  assertEquals(options?.peers.length, 8);
  assertEquals(options?.parts.size, 6);
  assertEquals(options?.appendfsync, ["always", "everysec"]);
});

Deno.test("quick leaves out what takes long, and flags go before it", () => {
  const options = readOptions(["--quick", "--seconds", "3", "--peers", "redis_lua,limit"]);
  assertEquals(options?.peers.map(({ name }) => name), ["limit", "redis_lua"]);
  assertEquals([...options?.parts ?? []], ["http", "crash"]);
  assertEquals([options?.rounds, options?.seconds], [1, 3]);
  assertEquals([...readOptions(["--quick", "--crash", "off"])?.parts ?? []], ["http"]);
});

Deno.test("a wrong flag is refused in one line that names the right ones", () => {
  const refusals: [string[], string][] = [
    [["--peers", "redis"], 'Unknown peer "redis", one of: limit,'],
    [["--parts", "all"], 'Unknown part "all", one of: http, crash,'],
    [["--appendfsync", "no"], 'Unknown appendfsync "no", one of: always, everysec'],
    [["--crash", "yes"], '--crash is "yes": it is on or off'],
    [["--rounds", "0"], '--rounds is "0": it is a whole number of at least 1'],
    [["--roundz", "1"], "'--roundz'"],
  ];
  for (const [args, message] of refusals) {
    const error = assertThrows(() => readOptions(args), Refusal, message);
    assertEquals(error.message.split("\n").length, 1);
  }
});

Deno.test("help is no measurement", () => {
  assertEquals(readOptions(["--help"]), null);
});
