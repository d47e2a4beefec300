import { assert, assertEquals } from "@std/assert";
import { type ImportFile, readImport } from "./import_csv.ts";

const OPTIONS = { rowsMax: 5, today: "2026-11-22" };

function read(text: string | Uint8Array): ImportFile {
  return readImport(typeof text === "string" ? new TextEncoder().encode(text) : text, OPTIONS);
}

function rowsOf(text: string) {
  const file = read(text);
  if (file.kind !== "rows") throw new Error(JSON.stringify(file.errors));
  return file;
}

function faultsOf(text: string): string[] {
  return rowsOf(text).wrong.map(({ row, field }) => `${row} ${field}`);
}

Deno.test("a file with a byte order mark and Chinese headings is read", () => {
  const text =
    '\ufeff手机号,姓名,标签,开户日期,客户经理\r\n13800000001,陈安,"社保卡;VIP",2019/3/8,A1001\r\n\r\n';
  assertEquals(rowsOf(text), {
    kind: "rows",
    count: 1,
    wrong: [],
    rows: [{
      row: 2,
      phone: "13800000001",
      name: "陈安",
      tags: ["社保卡", "VIP"],
      since: "2019-03-08",
      manager: "A1001",
    }],
  });
});

Deno.test("a phone is read as people write it", () => {
  const text = "phone\n138 0000 0001\n+8613800000002\n138-0000-0003\n8613800000004\n";
  assertEquals(rowsOf(text).rows.map(({ phone }) => phone.slice(-1)), ["1", "2", "3", "4"]);
});

Deno.test("every wrong row is named with its row, its field and the fix", () => {
  const text = [
    "phone,name,tags,since",
    "12345,甲,,",
    '13800000001,=HYPERLINK("x"),,',
    "13800000002,,@sum,",
    "13800000003,,,2030-01-01",
    "13800000004,,,2019-02-30",
  ].join("\n").replaceAll('"', "");
  assertEquals(faultsOf(text), ["2 phone", "3 name", "4 tags", "5 since", "6 since"]);
  for (const { zh, en } of rowsOf(text).wrong) assert(zh !== "" && en !== "");
});

Deno.test("a phone that is there twice is taken once, and the second is named", () => {
  const text = "phone\n13800000001\n13800000002\n138-0000-0001\n";
  assertEquals([rowsOf(text).rows.length, faultsOf(text)], [2, ["4 phone"]]);
  assert(rowsOf(text).wrong[0]?.zh.includes("第 2 行"));
});

Deno.test("a file that cannot be read as a whole says why", () => {
  const cases: [string | Uint8Array, string, RegExp][] = [
    // 手机号 in GBK.
    [new Uint8Array([0xca, 0xd6, 0xbb, 0xfa, 0xba, 0xc5, 0x0a]), "file", /UTF-8/],
    ["", "file", /空/],
    ["name\n陈安\n", "phone", /电话/],
    ["phone,colour\n13800000001,red\n", "colour", /没有/],
    ["phone,电话\n1,2\n", "电话", /两次/],
    ['phone\n"13800000001\n', "file", /引号/],
    [`phone\n${"13800000001\n".repeat(6)}`, "file", /最多 5 行/],
  ];
  for (const [text, field, zh] of cases) {
    const file = read(text);
    assertEquals(file.kind, "invalid", JSON.stringify(file));
    if (file.kind !== "invalid") continue;
    assertEquals(file.errors[0]?.field, field);
    assert(zh.test(file.errors[0]?.zh ?? ""), file.errors[0]?.zh);
  }
});
