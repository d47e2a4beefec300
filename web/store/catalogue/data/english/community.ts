import type { ProductEnglish } from "../../../../shared/api_catalogue.ts";

const FREE = [{ name: "Service fee" }];

export const COMMUNITY_EN: Readonly<Record<string, ProductEnglish>> = {
  "property-fee": {
    features: [
      "Found by the number of your home",
      "Electronic invoices",
      "Reminded by the quarter or the year",
    ],
    eligibility: ["Owners and tenants of our partner estates"],
    documents: ["Name of the estate and number of the home"],
    steps: [
      "Open Bills, Property in the mobile bank",
      "Choose the estate, enter the number",
      "Check the name and the months",
      "Pay and ask for the invoice",
    ],
    fees: FREE,
    rates: [],
    notice: "",
  },
  "party-fee": {
    features: [
      "The branch loads its list",
      "Members pay online",
      "The branch's books write themselves",
    ],
    eligibility: ["Party members whose branch takes part"],
    documents: ["Name and phone number"],
    steps: [
      "Open Bills, Party dues in the mobile bank",
      "Enter name and phone, check the branch",
      "Check the month and the sum",
      "Pay and see the record",
    ],
    fees: FREE,
    rates: [],
    notice: "To take part the branch calls its manager.",
  },
  "smart-community": {
    features: [
      "Open doors and let visitors in by phone",
      "Park without stopping to pay",
      "Report repairs and follow them",
    ],
    eligibility: ["Residents of our partner communities"],
    documents: ["Number of the home", "Your phone number"],
    steps: [
      "Download e-Baifu and register",
      "Bind your home under Smart community",
      "The estate or the committee checks it",
      "Use gates, parking and repairs",
    ],
    fees: FREE,
    rates: [],
    notice: "",
  },
  "village-station": {
    features: [
      "Small sums in cash, transfers, bills, balances",
      "Benefits and pensions near your home",
      "Some do social security and medical insurance",
    ],
    eligibility: ["Cardholders in the country"],
    documents: ["Bank card, social security card or passbook", "Your identity document"],
    steps: [
      "Ask your manager where the nearest one is",
      "Bring your card and say what you need",
      "Enter the PIN yourself",
      "Check the slip and sign",
    ],
    fees: [{ name: "Small withdrawals with our card" }],
    rates: [],
    notice: "Usually up to ¥2,000 a day for each card.",
  },
};
