/** Reads the counts out of the JUnit report that `deno test` writes. */

/** What became of a number of tests; `skipped` has their names. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: string[];
}

/** Counts each test case of a report; steps are cases too. */
export function readJunit(xml: string): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const [, head = "", body = ""] of xml.matchAll(/<testcase ([^>]*)>(.*?)<\/testcase>/gs)) {
    const name = unescape(/name="([^"]*)"/.exec(head)?.[1] ?? "");
    if (/^\s*<skipped\/>/.test(body)) counts.skipped.push(name);
    else if (/^\s*<(failure|error)\b/.test(body)) counts.failed += 1;
    else counts.passed += 1;
  }
  return counts;
}

/** Adds `more` to `total`. */
export function addCounts(total: Counts, more: Counts): void {
  total.passed += more.passed;
  total.failed += more.failed;
  total.skipped.push(...more.skipped);
}

function unescape(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&apos;", "'")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
