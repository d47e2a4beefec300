/** A page that never changes, from Hono: what a storefront's page is measured against. */
import { Hono } from "hono";

const html = Deno.readTextFileSync(Deno.env.get("PAGE") ?? "");
const app = new Hono();
app.get("/", (context) => context.html(html));
Deno.serve({
  hostname: "127.0.0.1",
  port: Number(Deno.env.get("PORT")),
  onListen: () => console.log("serving"),
}, app.fetch);
