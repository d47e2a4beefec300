import { assertEquals } from "@std/assert";
import type { ProductFields } from "../../shared/api_catalogue.ts";
import { checkProduct, hundredths, newProduct, productTexts } from "./product_form.ts";

const LOAN: ProductFields = {
  category: "loans",
  name: "百福快贷",
  nameEn: "Quick loan",
  summary: "线上申请",
  summaryEn: "Apply online",
  features: ["随借随还", "按日计息"],
  eligibility: ["年满 18 周岁"],
  documents: [],
  steps: ["申请", "审批", "放款"],
  fees: [{ name: "提前还款", fen: 0 }, { name: "评估", fen: null, note: "以网点公示为准" }],
  rates: [{ name: "年利率", basisPoints: 345, toBasisPoints: 720 }],
  pricedOn: "2026-11-01",
  notice: "贷款有风险",
  action: { kind: "apply", target: "manager", label: "申请", labelEn: "Apply" },
  validFrom: "2026-11-01T00:00:00.000Z",
  validTo: null,
  position: 30,
};

Deno.test("a product that nobody touched comes back as it was", () => {
  assertEquals(checkProduct(productTexts(LOAN)), { faults: new Map(), fields: LOAN });
});

Deno.test("a blank product says what it needs", () => {
  const { faults, fields } = checkProduct(newProduct("loans"));
  assertEquals([...faults.keys()], ["name", "summary"]);
  assertEquals(fields, null);
});

Deno.test("each wrong field is named where it stands", () => {
  const { faults } = checkProduct({
    ...productTexts(LOAN),
    fees: [{ name: "", yuan: "1.234", note: "" }],
    rates: [{ name: "x", from: "7.2", to: "3.45", note: "" }, {
      name: "y",
      from: "",
      to: "",
      note: "",
    }],
    pricedOn: "",
    target: "javascript:alert(1)",
    validTo: "2026-10-01T00:00",
    position: "-1",
  });
  assertEquals(Object.fromEntries(faults), {
    "fees.0.name": "required",
    "fees.0.fen": "amount",
    "rates.0.toBasisPoints": "range",
    "rates.1.basisPoints": "percent",
    pricedOn: "day",
    target: "target",
    validTo: "order",
    position: "amount",
  });
});

Deno.test("amounts are read without floating point", () => {
  assertEquals(["0.29", "12", " 3.5 ", "1.005", "-1", ""].map(hundredths), [
    29,
    1200,
    350,
    null,
    null,
    null,
  ]);
});
