import type { ProductEnglish } from "../../../../shared/api_catalogue.ts";

const HOLDERS = ["Holders of our credit card"];

export const CREDIT_CARDS_EN: Readonly<Record<string, ProductEnglish>> = {
  "credit-card-apply": {
    features: [
      "Up to 56 days free of interest",
      "No fee in the first year, nor after three payments a year",
      "Discounts at shops on certain days",
    ],
    eligibility: ["Between 18 and 65", "With a steady income and a good record"],
    documents: [
      "Your identity document",
      "Proof of work or income",
      "Proof of assets, for a higher limit",
    ],
    steps: [
      "Apply through your manager or in the mobile bank",
      "Fill in the form and sign the terms",
      "It takes 5 to 10 working days",
      "Activate the card when it comes",
    ],
    fees: [
      { name: "Yearly fee, classic and gold", note: "free in the first year and after 3 payments" },
      { name: "Cash withdrawal", note: "0.5 %, at least ¥5" },
      { name: "Late payment", note: "5 % of what is missing, at least ¥5" },
    ],
    rates: [{ name: "Overdraft a year (0.05 % a day, simple interest)" }],
    notice: "Use it with care and pay in time.",
  },
  "credit-card-progress": {
    features: ["From the first check to the letter", "The outcome comes by text message"],
    eligibility: ["Those who have applied"],
    documents: ["The document and phone numbers of your application"],
    steps: [
      "Open Credit cards, Status in the mobile bank, or call us",
      "Enter the document number and the code that is sent to you",
      "See how far it is and when it will be done",
    ],
    fees: [],
    rates: [],
    notice: "",
  },
  "credit-card-repay": {
    features: [
      "From a card of ours it counts at once",
      "In full or the minimum, by itself each month",
      "A message three days before",
    ],
    eligibility: HOLDERS,
    documents: ["Number of the credit card"],
    steps: [
      "Open Credit cards, Repay in the mobile bank",
      "See the bill and the minimum",
      "Choose the account and enter the sum",
      "Confirm, or have it done by itself",
    ],
    fees: [{ name: "Repaying" }],
    rates: [],
    notice: "Where only the minimum is paid, the rest bears interest by the day.",
  },
  "credit-card-loss": {
    features: ["Blocked at once by phone", "A new card with a new number follows"],
    eligibility: HOLDERS,
    documents: ["Number of your document", "Number of the card, if you have it"],
    steps: [
      "Call 96268 at once and ask for a person",
      "Say who you are; the card is blocked",
      "Go through the latest payments and say what was not yours",
      "Ask for a new card, sent to your address",
    ],
    fees: [{ name: "Blocking", note: "each card" }, { name: "New card", note: "each" }],
    rates: [],
    notice: "Where there are payments that were not yours, block first and keep the police report.",
  },
  "credit-card-instalment": {
    features: [
      "From ¥500",
      "3, 6, 12, 24 or 36 instalments",
      "Special plans for renovation and cars",
    ],
    eligibility: ["Holders of our credit card who are not behind"],
    documents: ["Number of the credit card"],
    steps: [
      "Choose a bill or payment under Credit cards, Instalments",
      "Choose how many; see each one and the yearly rate",
      "Confirm",
      "Each comes with the monthly bill",
    ],
    fees: [],
    rates: [{ name: "Yearly rate, simple interest" }],
    notice: "Interest already paid is not given back when you end it early.",
  },
};
