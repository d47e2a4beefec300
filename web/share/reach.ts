/** Whether a customer's phone could open an address. */

const LOOPBACK = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;

/** Why phones cannot open links of this origin; null where they may. */
export function unreachable(origin: string, language: "zh" | "en"): string | null {
  const host = URL.parse(origin)?.hostname ?? "";
  if (!LOOPBACK.test(host)) return null;
  return language === "zh"
    ? `手机打不开 ${origin}：请设置 PUBLIC_URL 为手机能访问的地址`
    : `Phones cannot open ${origin}: set PUBLIC_URL to an address that they can reach`;
}
