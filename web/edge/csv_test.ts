import { assertEquals } from "@std/assert";
import { csvLine } from "./csv.ts";

Deno.test("a cell that would be a formula is text", () => {
  for (const text of ["=1+1", "+86", "-2", "@sum", "\t=1", " =1", "\r=1", "|cmd", "%x"]) {
    const [cell = ""] = csvLine([text]).split("\r\n").slice(0, 1);
    assertEquals(cell.replace('"', "").startsWith("'"), true, JSON.stringify(text));
  }
  assertEquals(csvLine(['=HYPERLINK("a","b")']), '"\'=HYPERLINK(""a"",""b"")"\r\n');
});

Deno.test("commas, quotes and line ends are quoted, numbers and nothing stay as they are", () => {
  assertEquals(
    csvLine(["a,b", 'say "hi"', "two\nlines", -5, null, "脐橙"]),
    [
      '"a,b","say ""hi""","two\nlines",-5,,脐橙\r\n',
    ].join(""),
  );
});
