/** What every export as CSV has: a stream of lines, masked ids, money and time as spreadsheets read them. */
import { API_HEADERS } from "./problem.ts";

/** The lines as a download. */
export function csvResponse(
  lines: AsyncGenerator<string>,
  { name, asOf }: { readonly name: string; readonly asOf: string },
): Response {
  const file = `${name}-${asOf.slice(0, 16).replaceAll(/[-:]/g, "")}.csv`;
  return new Response(streamOf(lines), {
    headers: {
      ...API_HEADERS,
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${file}"`,
      "yundian-as-of": asOf,
    },
  });
}

function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

/** The last four characters; of a short id less. */
export function maskedId(id: string): string {
  return `****${id.slice(-Math.min(4, Math.floor(id.length / 2)))}`;
}

export function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

/** Time of Asia/Shanghai, which spreadsheets read as such. */
export function localTime(ms: number | null): string | null {
  if (ms === null) return null;
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}
