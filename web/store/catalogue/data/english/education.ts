import type { ProductEnglish } from "../../../../shared/api_catalogue.ts";

const FREE = [{ name: "Service fee" }];

export const EDUCATION_EN: Readonly<Record<string, ProductEnglish>> = {
  "tuition": {
    features: [
      "The school's list is in it: a student number is enough",
      "Electronic receipts",
      "Cards of any bank",
    ],
    eligibility: ["Students and parents of our partner schools"],
    documents: ["Name and student or identity number"],
    steps: [
      "Open Campus in the mobile bank and choose the school",
      "Enter the name and the number",
      "Check what is due",
      "Pay and download the receipt",
    ],
    fees: FREE,
    rates: [],
    notice: "Only the school's own notice counts: never pay by a code from a stranger.",
  },
  "campus-card": {
    features: [
      "Parents top it up and see what is spent",
      "A limit for each day",
      "Blocked online when lost",
    ],
    eligibility: ["Students of our partner schools"],
    documents: ["Student card or number", "A parent's identity document, the first time"],
    steps: [
      "A parent binds the student in the mobile bank",
      "Top up the campus account",
      "The student pays by card or face",
      "See the balance at any time",
    ],
    fees: FREE,
    rates: [],
    notice: "",
  },
  "student-loan": {
    features: [
      "Up to ¥20,000 a year, ¥25,000 for graduates",
      "The state pays the interest while you study",
      "Up to 15 years to repay",
    ],
    eligibility: [
      "Full-time students of families with little means",
      "Registered locally, together with a co-borrower",
    ],
    documents: [
      "Your identity document",
      "Letter of admission or student card",
      "Household register",
      "The co-borrower's identity document",
    ],
    steps: [
      "From July on apply at the local centre or an outlet",
      "Student and co-borrower sign in person",
      "The university sends its receipt",
      "It is paid to the university",
    ],
    fees: [],
    rates: [{ name: "Yearly rate after graduation, simple interest" }],
    notice: "Where and when is announced by the local student aid centre.",
  },
};
