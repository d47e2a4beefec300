/** The interface described: `/api/v1/openapi.json`, and `/api/docs` to browse it without the internet. */
import swaggerDirectory from "swagger-ui-dist/absolute-path.js";
import { API_HEADERS } from "../problem.ts";
import type { EdgeApp } from "../endpoint.ts";
import { describeSecurity, OPENAPI_INFO } from "../openapi.ts";

/** Files of Swagger UI that the page needs. */
const FILES: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Yundian 云店 · API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<noscript>See <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</noscript>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;
const START = `SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "list",
  validatorUrl: null,
});
`;

/** Comes last: the document shows what is mounted by then. */
export function mountDocs(app: EdgeApp): void {
  describeSecurity(app);
  let document: string | null = null;
  app.get("/api/v1/openapi.json", () => {
    document ??= JSON.stringify(app.getOpenAPI31Document(OPENAPI_INFO));
    return new Response(document, {
      headers: { ...API_HEADERS, "content-type": "application/json" },
    });
  });
  app.get("/api/docs", (context) => context.html(PAGE));
  app.get("/api/docs/start.js", (context) => {
    return context.body(START, 200, { "content-type": "text/javascript; charset=utf-8" });
  });
  app.get("/api/docs/:file", async (context) => {
    const file = context.req.param("file");
    const type = Object.hasOwn(FILES, file) ? FILES[file] : undefined;
    if (type === undefined) return context.notFound();
    const directory: string = swaggerDirectory();
    const bytes = await Deno.readFile(`${directory}/${file}`);
    return context.body(bytes, 200, {
      "content-type": type,
      "cache-control": "public, max-age=3600",
    });
  });
}
