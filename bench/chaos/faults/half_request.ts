import { customerName, signCustomer } from "../../load/tokens.ts";
import type { Fault, Scene } from "../fault.ts";
import { atLeast, atMost } from "../judge.ts";
import { openFiles } from "../probe.ts";
import { duration } from "../words.ts";

const OF_EACH = 200;
const FIRST_CUSTOMER = 700_000_000;
/** `requestMs` and what the product may be late with it, and then some for a busy machine. */
const SLACK_MS = 5_000;
const REQUEST_MS = 10_000;
const QUICK_REQUEST_MS = 1_000;
/** Trickled by those who never end their headers, as the attack of that name does. */
const TRICKLE_MS = 1_000;
const POLL_MS = 100;
/** Others come and go meanwhile. */
const FILES_SLACK = 100;

/** Clients send half a request and stay. */
export const halfRequest: Fault = {
  name: "half-request",
  what: {
    zh:
      `${OF_EACH} 个客户端停在请求头中间（每秒再发一个字节），${OF_EACH} 个停在请求体中间，都不断开`,
    en:
      `${OF_EACH} clients stop in the middle of their headers and send a byte a second, ${OF_EACH} in the middle of their body; all stay`,
  },
  promise: {
    zh: "其他人毫无察觉；没有发完请求体的，10 秒（requestMs）后答复 503",
    en: "Others notice nothing; who does not finish a body is answered 503 after 10 s (requestMs)",
  },
  needs: [],
  setting: { journal: "sqlite", database: "embedded" },
  quickEnv: { LIMIT_REQUEST_MS: String(QUICK_REQUEST_MS) },
  spans: {
    full: { calmMs: 5_000, faultMs: 20_000, afterMs: 10_000 },
    quick: { calmMs: 2_000, faultMs: 3_000, afterMs: 5_000 },
  },
  bounds: { outageMs: 1_000, failures: 0, firstMs: 1_000, usualMs: 5_000 },
  async strike(scene) {
    const { installation, say, pause, faultMs, quick } = scene;
    const before = openFiles(installation.product.pid);
    const bodies = await Promise.all(times(OF_EACH, (n) => Half.open(scene, "body", n)));
    const heads = await Promise.all(times(OF_EACH, (n) => Half.open(scene, "head", n)));
    say(`${OF_EACH} halves of a body and ${OF_EACH} of headers are sent`);
    const boundMs = SLACK_MS + (quick ? QUICK_REQUEST_MS : REQUEST_MS);
    const sentMs = performance.now();
    await pause(faultMs);
    while (bodies.some(({ status }) => status === 0) && performance.now() < sentMs + boundMs) {
      await pause(POLL_MS);
    }
    const heldMs = performance.now() - sentMs;
    const open = openFiles(installation.product.pid) - before;
    const connected = (halves: readonly Half[]) => halves.filter(({ ended }) => !ended).length;
    const held = [connected(heads), connected(bodies)] as const;
    const times503 = bodies.filter(({ status }) => status === 503);
    const latestMs = Math.max(0, ...times503.map(({ answeredMs }) => answeredMs));
    for (const half of [...bodies, ...heads]) half.close();
    say("the halves are gone");
    return () =>
      Promise.resolve({
        expectations: [
          atLeast({ zh: "半个请求体得到 503", en: "half bodies answered 503" }, {
            ...{ unit: "", least: OF_EACH, measured: times503.length },
          }),
          atMost({ zh: "其中最晚的答复", en: "latest of these answers" }, {
            ...{ unit: "ms", most: boundMs, measured: latestMs },
          }),
          atMost({ zh: "为它们打开的文件", en: "files held open for them" }, {
            ...{ unit: "", most: 2 * OF_EACH + FILES_SLACK, measured: open },
          }),
        ],
        notes: [{
          zh: `${duration(heldMs)} 后，停在请求头的 ${OF_EACH} 个中 ${
            held[0]
          } 个仍连接着，停在请求体的 ${OF_EACH} 个中 ${held[1]} 个，各占一个文件。`,
          en: `After ${duration(heldMs)} ${
            held[0]
          } of ${OF_EACH} clients with half their headers were still connected, and ${
            held[1]
          } of ${OF_EACH} with half a body, at a file each.`,
        }],
      });
  },
};

/** A client that does not go on. */
class Half {
  status = 0;
  answeredMs = 0;
  ended = false;
  readonly #connection: Deno.TcpConn;
  readonly #trickle: ReturnType<typeof setInterval> | undefined;

  private constructor(connection: Deno.TcpConn, trickles: boolean) {
    this.#connection = connection;
    if (trickles) {
      const more = new TextEncoder().encode("x");
      this.#trickle = setInterval(() => {
        connection.write(more).catch(() => clearInterval(this.#trickle));
      }, TRICKLE_MS);
    }
    void this.#read();
  }

  static async open(
    { place, sale }: Scene,
    kind: "head" | "body",
    n: number,
  ): Promise<Half> {
    const { hostname, port } = new URL(place.origin);
    const connection = await Deno.connect({ hostname, port: Number(port) });
    const exp = Math.floor(Date.now() / 1_000) + 3_600;
    const token = signCustomer(customerName(FIRST_CUSTOMER + n), { exp, secret: place.secret });
    const head = [
      `POST /api/v1/campaigns/${sale}/grabs HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      `Authorization: Bearer ${token}`,
      "Content-Type: application/json",
      "Content-Length: 64",
    ];
    const text = kind === "head"
      ? `${head.slice(0, 2).join("\r\n")}\r\nX-Slow: `
      : `${head.join("\r\n")}\r\n\r\n{"via"`;
    await connection.write(new TextEncoder().encode(text));
    return new Half(connection, kind === "head");
  }

  close(): void {
    clearInterval(this.#trickle);
    try {
      this.#connection.close();
    } catch {
      // The product was first.
    }
  }

  async #read(): Promise<void> {
    const startMs = performance.now();
    const bytes = new Uint8Array(4_096);
    try {
      for (;;) {
        const count = await this.#connection.read(bytes);
        if (count === null) break;
        if (this.status > 0) continue;
        const text = new TextDecoder().decode(bytes.subarray(0, count));
        this.status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
        this.answeredMs = performance.now() - startMs;
      }
    } catch {
      // Closed here, or reset by the product: either way it has ended.
    }
    this.ended = true;
  }
}

function times<Value>(count: number, make: (n: number) => Value): Value[] {
  return Array.from({ length: count }, (_, n) => make(n));
}
