import type { ProductEnglish } from "../../../../shared/api_catalogue.ts";

const FEES = [{ name: "Collection fee" }];

export const UTILITIES_EN: Readonly<Record<string, ProductEnglish>> = {
  "water": {
    features: ["The bill is found for you", "Can be paid by itself", "Records of three years"],
    eligibility: ["Customers of the water companies that we collect for"],
    documents: ["Customer number, on the bill"],
    steps: [
      "Open Bills, Water in the mobile bank",
      "Choose the city and the company, enter the number",
      "Check the name and the sum",
      "Pay; it is settled at once",
    ],
    fees: FEES,
    rates: [],
    notice: "Some waterworks in the country are not in it yet: ask at an outlet.",
  },
  "electricity": {
    features: [
      "Bills and prepaid meters",
      "Can be paid by itself",
      "A message before the power goes",
    ],
    eligibility: ["Customers of State Grid Jiangxi"],
    documents: ["Customer number of 13 digits"],
    steps: [
      "Open Bills, Electricity in the mobile bank",
      "Enter the number, check the name and the address",
      "Enter a sum or take the bill's",
      "Pay; it is credited at once",
    ],
    fees: FEES,
    rates: [],
    notice: "",
  },
  "gas": {
    features: ["Plain meters and card meters", "Cards are loaded at a machine of the outlet"],
    eligibility: ["Customers of the gas companies that we collect for"],
    documents: ["Customer number", "Gas card, for card meters"],
    steps: [
      "Open Bills, Gas in the mobile bank",
      "Choose the company, enter the number",
      "Check the name, enter the sum",
      "Pay; cards are loaded at the outlet or the company",
    ],
    fees: FEES,
    rates: [],
    notice: "",
  },
  "phone": {
    features: ["¥30, 50, 100, 200 or 500", "Discounts on certain days", "For your family, too"],
    eligibility: ["Phone numbers of the mainland"],
    documents: ["The phone number"],
    steps: [
      "Open Bills, Phone in the mobile bank",
      "Enter the number or take it from your contacts",
      "Choose the sum, check where the number is from",
      "Pay and wait for the message",
    ],
    fees: FEES,
    rates: [],
    notice: "It cannot be taken back: check the number.",
  },
  "broadband": {
    features: ["Landline, broadband and cable television", "Can be paid by itself"],
    eligibility: ["Customers of the operators in Jiangxi"],
    documents: ["Account or card number"],
    steps: [
      "Open Bills, Broadband or Television in the mobile bank",
      "Choose the operator, enter the number",
      "Check the name and the sum",
      "Pay; it is settled at once",
    ],
    fees: FEES,
    rates: [],
    notice: "",
  },
};
