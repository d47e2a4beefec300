import type { ProductEnglish } from "../../../../shared/api_catalogue.ts";

const ID = "Your identity document";
const COLLECTING = { name: "Collection fee" };

export const SOCIAL_SECURITY_EN: Readonly<Record<string, ProductEnglish>> = {
  "ssc-apply": {
    features: [
      "Pension, medical insurance, benefits and a bank account on one card",
      "Contactless, also for buses and libraries",
      "Made at once at outlets with a machine",
    ],
    eligibility: [
      "Who is insured in Jiangxi",
      "For newborn children and pupils a guardian acts",
    ],
    documents: [ID, "For another: the document of who acts, and proof of the relation"],
    steps: [
      "Take a number at an outlet that makes cards",
      "Have your identity checked and a photo taken",
      "The card is made; choose both PINs",
      "Social security and the bank account are made active together",
    ],
    fees: [{ name: "First card" }, { name: "Replacement", note: "each" }],
    rates: [],
    notice: "",
  },
  "ssc-activate": {
    features: [
      "One visit makes social security and the bank account active",
      "Your manager can come with a mobile device",
      "Takes part in the outlet's present campaign",
    ],
    eligibility: ["Holders of our social security card whose account is not active"],
    documents: [ID, "Social security card"],
    steps: [
      "Bring both to any outlet; ask for a visit where you cannot come",
      "Have your identity and your face checked",
      "Choose a PIN of six digits",
      "Leave your phone number for messages",
      "Done: pay in and take out at once",
    ],
    fees: [{ name: "Service fee" }],
    rates: [],
    notice: "It is free. Whoever asks for a transfer or a code to activate it is a fraud.",
  },
  "ssc-loss": {
    features: ["Blocked at once by phone", "A new card the same day where cards are made"],
    eligibility: ["Holders of a social security card"],
    documents: [ID],
    steps: [
      "Call 12333 for social security and 96268 for the bank account",
      "Come with your identity document to confirm it",
      "Take the new card; the balance moves to it",
    ],
    fees: [{ name: "New card", note: "each" }],
    rates: [],
    notice: "",
  },
  "medical-insurance": {
    features: [
      "One phone pays for the whole family",
      "Records and receipts at any time",
      "In cash at outlets and service points",
    ],
    eligibility: ["Residents without employees' medical insurance"],
    documents: ["Name and identity number of the insured"],
    steps: [
      "Open Bills, Medical insurance in the mobile bank",
      "Enter the name and the number",
      "Check the year and the sum",
      "Pay and keep the receipt",
    ],
    fees: [
      { name: "Contribution for 2027", note: "as announced by local offices" },
      COLLECTING,
    ],
    rates: [],
    notice:
      "The yearly period is usually September to December of the year before; who is late has to wait.",
  },
  "pension-insurance": {
    features: [
      "Choose your level of contribution",
      "The state adds to it by level",
      "Earlier years can be made up",
    ],
    eligibility: ["From 16 years, without employees' pension insurance"],
    documents: ["Name and identity number of the insured"],
    steps: [
      "Open Bills, Pension insurance in the mobile bank",
      "Choose the year and the level",
      "Check the name and the sum",
      "Pay and keep the receipt",
    ],
    fees: [COLLECTING],
    rates: [],
    notice: "Levels and subsidies are announced by the local office.",
  },
  "flexible-insurance": {
    features: ["By the month, the quarter or the year", "Taken by itself, without gaps"],
    eligibility: ["The self-employed who are registered with the office"],
    documents: [ID, "Social security card"],
    steps: [
      "Open Bills, Self-employed in the mobile bank",
      "Check the insurance and the base",
      "Choose the months",
      "Pay, or have it taken by itself",
    ],
    fees: [COLLECTING],
    rates: [],
    notice: "",
  },
  "medical-code": {
    features: [
      "Taken at hospitals and pharmacies all over the country",
      "Show it for members of your family",
    ],
    eligibility: ["Who has basic medical insurance"],
    documents: [ID, "Your phone number"],
    steps: [
      "Press Medical code on the first page of the mobile bank",
      "Read the terms and have your face checked",
      "Choose a password of six digits",
      "Show the code at the doctor's",
    ],
    fees: [{ name: "Service fee" }],
    rates: [],
    notice: "",
  },
};
