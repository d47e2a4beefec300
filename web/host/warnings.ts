/** What a configuration leaves undone, in words for whoever starts the product. */
import type { Config } from "./config.ts";

/** For the log, a line each. The demo has stand-ins on purpose, so it is not warned of them. */
export function warningsOf(config: Config): readonly string[] {
  const { demo, staffAdminPassword, wechat } = config;
  if (demo) return config.warnings;
  return [
    ...config.warnings,
    ...staffAdminPassword === null
      ? ["Nobody can sign in to the console: set STAFF_ADMIN_PASSWORD"]
      : [],
    ...wechat === null
      ? [
        "WeChat is a sandbox that lets anyone be a new customer: set WECHAT_APP_ID and WECHAT_APP_SECRET",
      ]
      : [],
    "No provider of text messages yet: one-time codes reach nobody",
    "No payment provider yet: the sandbox confirms without taking money",
  ];
}

/** For the text that a start prints: why a phone cannot open the links; null where it may. */
export function phonesCannotReach(
  config: Pick<Config, "host" | "publicUrl">,
  url: string,
): string | null {
  if (config.publicUrl !== null || !isLoopback(config.host)) return null;
  return `Phones cannot reach ${url}: set PUBLIC_URL to an address that they can open`;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
