import { assertEquals } from "@std/assert";
import { send } from "./send.ts";

Deno.test("a request whose server dies is not sent again behind our back", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let requests = 0;
  const serving = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(4_096));
      requests++;
      const isFirst = requests === 1;
      const answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
      if (isFirst) await connection.write(new TextEncoder().encode(answer));
      // A client that keeps the connection would send the second request over it.
      const more = isFirst ? await connection.read(new Uint8Array(4_096)) : null;
      if (more !== null) requests++;
      connection.close();
    }
  })();
  const url = `http://127.0.0.1:${listener.addr.port}/`;
  const ask = () => send({ method: "POST", url, timeoutMs: 5_000 });
  assertEquals(await ask(), { status: 200, text: "ok" });
  assertEquals(await ask(), { status: 0, text: "closed" });
  assertEquals(requests, 2);
  listener.close();
  await serving;
});
