import type { ProductEnglish } from "../../../../shared/api_catalogue.ts";

const ID = "Your identity document";
const FREE = [{ name: "Service fee" }];

export const COUNTER_EN: Readonly<Record<string, ProductEnglish>> = {
  "large-cash": {
    features: ["The cash is ready, and you are served first", "New or used notes as you like"],
    eligibility: ["Holders of an account of ours, from ¥50,000 a day"],
    documents: [ID, "Bank card or passbook", "For another: the document of who acts"],
    steps: [
      "Say the sum, the day and the outlet",
      "The outlet confirms by message or phone",
      "Come in time, show who you are, take the cash",
      "What is not fetched that day has to be booked again",
    ],
    fees: FREE,
    rates: [],
    notice: "Book by 15:00 on the working day before. The outlet may have to ask what it is for.",
  },
  "queue-ticket": {
    features: [
      "Know how many wait before you come",
      "The old, the pregnant and the disabled go first",
    ],
    eligibility: ["Everyone"],
    documents: [ID],
    steps: [
      "Tell your manager what you need and when you will come",
      "The manager says how long the queue is",
      "Take a number with your identity card at the outlet",
      "Go to the counter when it is called",
    ],
    fees: FREE,
    rates: [],
    notice: "Numbers from afar will come; until then they are taken at the outlet.",
  },
  "prefilled-form": {
    features: ["Your manager fills it in beforehand", "You check it and sign"],
    eligibility: ["Who opens an account, transfers, reports a loss or changes particulars"],
    documents: [ID, "Bank card or passbook"],
    steps: [
      "Tell your manager what you need",
      "Give what is on the list",
      "Check the form at the outlet",
      "Sign, and it is done",
    ],
    fees: FREE,
    rates: [],
    notice: "Never send passwords, codes or photos of the back of a card in a chat.",
  },
  "company-account": {
    features: [
      "Papers are checked before you come",
      "With online banking and a payment code",
      "Some fees are waived for small firms",
    ],
    eligibility: ["Firms and sole traders with a licence"],
    documents: [
      "Business licence",
      "Identity document of the legal representative",
      "Seals of the firm, its finance and its representative",
      "Proof of premises",
    ],
    steps: [
      "Send the licence; your manager checks it",
      "Agree on the day and the visit",
      "The legal representative signs at the outlet",
      "The account works once it is approved",
    ],
    fees: [{ name: "Opening" }, { name: "Online banking key", note: "the first one" }],
    rates: [],
    notice: "",
  },
  "home-visit": {
    features: [
      "Two of us come, and all is recorded",
      "Activation, loss, PIN and particulars",
    ],
    eligibility: ["Who is too old, ill or disabled to come"],
    documents: ["Identity document of the customer", "Bank card or social security card"],
    steps: [
      "The family or the committee calls the manager",
      "A time is agreed on",
      "Two of us come and show their badges",
      "Identity is checked and it is done there",
    ],
    fees: FREE,
    rates: [],
    notice: "We never keep your cash, your PIN or your card.",
  },
};
