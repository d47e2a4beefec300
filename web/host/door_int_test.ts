/** The port of a process that runs out of files. */
import { assertEquals } from "@std/assert";
import { until } from "../../engine/crash/crowd.ts";

const FILES_MAX = 80;
const DOOR = new URL("./door.ts", import.meta.url).href;
const SYSTEM = new URL("../../engine/mod.ts", import.meta.url).href;
const SCRIPT = `
import { openDoor } from "${DOOR}";
import { createLog, systemWorld } from "${SYSTEM}";
const { clock, scheduler } = systemWorld();
const log = createLog({ write: (line) => console.log(line), nowMs: () => clock.nowMs() });
const opened = openDoor({ host: "127.0.0.1", port: 0, log, scheduler });
opened.door.admit(() => new Response("served"));
console.log(opened.door.url);
// As the product's Workers do, it keeps the process while nothing is served.
setInterval(() => {}, 1_000);
Deno.addSignalListener("SIGTERM", async () => {
  await opened.door.close();
  Deno.exit(0);
});
`;

Deno.test("more connections than files stop nothing for good: old ones are served, then new ones again", async () => {
  const child = new Deno.Command("sh", {
    args: ["-c", `ulimit -n ${FILES_MAX}; exec "$0" eval "$1"`, Deno.execPath(), SCRIPT],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let output = "";
  const reading = (async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) output += text;
  })();
  const connections: Deno.TcpConn[] = [];
  try {
    await until(() => /http:\S+/.test(output), "the door is open");
    const url = new URL(/http:\S+/.exec(output)?.[0] ?? "");
    const connect = () => Deno.connect({ hostname: url.hostname, port: Number(url.port) });
    const old = await connect();
    connections.push(old);
    assertEquals(await statusOver(old), "HTTP/1.1 200 OK");
    for (let n = 0; n < FILES_MAX; n++) {
      const connection = await connect().catch(() => null);
      if (connection !== null) connections.push(connection);
    }
    await until(() => output.includes("Cannot take connections"), "there are no files left");
    assertEquals(await statusOver(old), "HTTP/1.1 200 OK");
    for (const connection of connections.splice(0)) connection.close();
    await until(async () => {
      const response = await fetch(url).catch(() => null);
      return await response?.text() === "served";
    }, "it takes connections again");
    child.kill("SIGTERM");
    assertEquals((await child.status).code, 0);
  } finally {
    for (const connection of connections) connection.close();
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await child.status;
    await reading;
  }
});

/** First line of the answer to a request over an open connection. */
async function statusOver(connection: Deno.TcpConn): Promise<string> {
  await connection.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: door\r\n\r\n"));
  const bytes = new Uint8Array(4_096);
  const count = await connection.read(bytes) ?? 0;
  return new TextDecoder().decode(bytes.subarray(0, count)).split("\r\n")[0] ?? "";
}
