import type { ProductEnglish } from "../../../../shared/api_catalogue.ts";

const ID = "Your identity document";
const CARD = "Your bank card";
const INSURED = "Covered by deposit insurance.";
const RISK = "A wealth product is no deposit: it has risks.";
const PERSON = ["Individuals"];

export const DEPOSITS_EN: Readonly<Record<string, ProductEnglish>> = {
  "debit-card": {
    features: [
      "Served at every rural commercial bank of the province",
      "Works with WeChat Pay, Alipay and UnionPay",
      "Movements told by text message or WeChat",
    ],
    eligibility: ["Individuals from the age of 16; a guardian acts for minors"],
    documents: [ID, "Your phone number", "A second proof such as one of work or residence"],
    steps: [
      "Fill in the form ahead or take a number at the outlet",
      "Have your identity checked at the counter or the machine",
      "Choose a PIN and sign up for the mobile bank",
      "Take the card with you, ready to use",
    ],
    fees: [{ name: "Yearly fee" }, { name: "Small account fee" }, {
      name: "Replacement card",
      note: "each",
    }],
    rates: [],
    notice: "We have to ask what the account is for. Never lend, let or sell a card.",
  },
  "demand-deposit": {
    features: [
      "From ¥1",
      "In and out at any time",
      "Interest on the 20th of the last month of a quarter",
    ],
    eligibility: ["Individuals with a card or a passbook of ours"],
    documents: [ID],
    steps: [
      "Pay in at an outlet, a machine or in the mobile bank",
      "It is there at once and earns interest",
    ],
    fees: [],
    rates: [{ name: "Yearly rate" }],
    notice: INSURED,
  },
  "time-deposit": {
    features: [
      "From ¥50",
      "Can renew itself at the end",
      "A part can be taken out early, once",
    ],
    eligibility: PERSON,
    documents: [ID, "Your bank card or passbook"],
    steps: [
      "Open Deposits in the mobile bank, or go to an outlet",
      "Choose the sum and the term",
      "Choose whether it renews itself",
      "Check the rate and confirm",
    ],
    fees: [],
    rates: [
      { name: "Three months" },
      { name: "Six months" },
      { name: "One year" },
      { name: "Two years" },
      { name: "Three years" },
      { name: "Five years" },
    ],
    notice: `What is taken out early earns the demand rate of that day. ${INSURED}`,
  },
  "instalment-deposit": {
    features: [
      "From ¥5 a month",
      "A month that was missed can be made up in the next",
      "For families and students who save",
    ],
    eligibility: PERSON,
    documents: [ID, CARD],
    steps: [
      "Choose one, three or five years",
      "Agree on the monthly sum and its day",
      "It is moved each month; all is paid out at the end",
    ],
    fees: [],
    rates: [{ name: "One year" }, { name: "Three years" }, { name: "Five years" }],
    notice: INSURED,
  },
  "notice-deposit": {
    features: ["More than a demand deposit", "Taken out in parts, with at least ¥50,000 left"],
    eligibility: ["Individuals, from ¥50,000"],
    documents: [ID, CARD],
    steps: [
      "Choose one day's or seven days' notice and pay in",
      "Give notice in the mobile bank or at an outlet",
      "Take it out on that day with its interest",
    ],
    fees: [],
    rates: [{ name: "One day's notice" }, { name: "Seven days' notice" }],
    notice: `Without notice the demand rate holds. ${INSURED}`,
  },
  "large-certificate": {
    features: [
      "From ¥200,000 in steps of ¥10,000",
      "Can be ended early or passed on",
      "Serves as a pledge and as proof of means",
    ],
    eligibility: ["Individuals, from ¥200,000"],
    documents: [ID, CARD],
    steps: [
      "See what is on sale under Deposits, Certificates in the mobile bank",
      "Choose the term and how interest is paid",
      "Check the rate, enter your password and subscribe",
      "See it, pass it on or end it under My certificates",
    ],
    fees: [],
    rates: [{ name: "One year" }, { name: "Two years" }, { name: "Three years" }],
    notice: `Each issue is limited. ${INSURED}`,
  },
  "savings-bond": {
    features: [
      "From ¥100",
      "Electronic bonds pay each year, paper ones at the end",
      "Can be cashed early",
    ],
    eligibility: PERSON,
    documents: [ID, CARD],
    steps: [
      "Watch for the ministry's notice, about the 10th of March to November",
      "Buy on the day at an outlet or in the mobile bank",
      "Electronic bonds need a bond account first",
      "Principal and interest come by themselves",
    ],
    fees: [{ name: "Cashing early", note: "0.1 % of the sum" }],
    rates: [{ name: "Three years" }, { name: "Five years" }],
    notice: "The rate is that of the ministry's notice; sold until none is left.",
  },
  "cash-wealth": {
    features: [
      "From ¥1",
      "Up to ¥10,000 a day back at once",
      "Invested in deposits and the money market",
    ],
    eligibility: ["Risk profile: steady or higher"],
    documents: [ID, CARD],
    steps: [
      "Have your risk profile taken before the first purchase",
      "Read the prospectus and the risks",
      "Enter the sum and confirm",
      "Shares are confirmed on the next working day",
    ],
    fees: [
      { name: "Sales fee", note: "0.20 % a year" },
      { name: "Management fee", note: "0.10 % a year" },
    ],
    rates: [],
    notice: RISK,
  },
  "fixed-income-wealth": {
    features: [
      "From ¥10,000",
      "At least 80 % in bonds and the like",
      "Paid back by itself at the end",
    ],
    eligibility: [
      "Risk profile: steady or higher",
      "The profile for a first purchase is taken at an outlet",
    ],
    documents: [ID, CARD],
    steps: [
      "Have your risk profile taken",
      "Read the prospectus and subscribe in time",
      "You may withdraw until the subscription ends",
      "It is closed for its term, then paid back",
    ],
    fees: [{ name: "Management fee", note: "0.15 % a year" }],
    rates: [],
    notice: `The benchmark is no promise of what it will earn. ${RISK}`,
  },
};
