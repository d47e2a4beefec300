/** A redirect that never changes, from Hono: what the opening of a link is measured against. */
import { Hono } from "hono";

const app = new Hono();
app.get("/r/:code", (context) => context.redirect("/c/0123456789abcdef?code=0123456789abcd"));
Deno.serve({
  hostname: "127.0.0.1",
  port: Number(Deno.env.get("PORT")),
  onListen: () => console.log("serving"),
}, app.fetch);
