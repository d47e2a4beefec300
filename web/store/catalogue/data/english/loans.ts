import type { ProductEnglish } from "../../../../shared/api_catalogue.ts";

const ID = "Your identity document";
const JUDGED = "Sum, rate and term are decided case by case. Borrow with care and repay in time.";
const RATE = [{ name: "Yearly rate, simple interest" }];

export const LOANS_EN: Readonly<Record<string, ProductEnglish>> = {
  "farmer-credit-loan": {
    features: [
      "Whole villages are rated; who has a limit can use it",
      "Used again and again for three years",
      "Interest for the days of use only",
    ],
    eligibility: [
      "Farmers between 18 and 65",
      "In a village that has been rated",
      "With a good record and a lawful trade",
    ],
    documents: [ID, "Household register", "A note on your farm or trade"],
    steps: [
      "Tell your manager who you are",
      "The manager visits you or the village committee",
      "The limit is decided and the contract signed",
      "Draw and repay in the mobile bank",
    ],
    fees: [{ name: "Handling fee" }],
    rates: RATE,
    notice: JUDGED,
  },
  "startup-loan": {
    features: [
      "Part of the interest is paid by the state",
      "Up to three years",
      "Guaranteed by the start-up fund",
    ],
    eligibility: [
      "Graduates, returning workers, veterans, people who hardly find work",
      "Licensed and at work",
      "No other loans but for study or a home",
    ],
    documents: [ID, "Business licence", "Proof of which group you belong to", "Proof of premises"],
    steps: [
      "Apply at the local start-up centre or an outlet",
      "The labour office checks who may have it",
      "The bank looks into it and decides",
      "Sign, receive it, and enjoy the subsidy",
    ],
    fees: [],
    rates: [{ name: "Yearly rate before the subsidy, simple interest" }],
    notice: `Local offices decide on eligibility and subsidy. ${JUDGED}`,
  },
  "home-loan": {
    features: [
      "Down payment by local rules",
      "Equal instalments or equal principal",
      "Can be combined with a provident fund loan",
    ],
    eligibility: [
      "From 18 years, with a steady income",
      "The contract is signed and the down payment made",
      "With a good record",
    ],
    documents: [
      ID,
      "Household register and proof of marital status",
      "Purchase contract and receipt of the down payment",
      "Proof of income or six months of statements",
    ],
    steps: [
      "Hand in your papers",
      "Sum and rate are decided",
      "Sign the loan and the mortgage",
      "It is paid once the mortgage is registered",
    ],
    fees: [],
    rates: [{ name: "First home, yearly rate, simple interest" }],
    notice: JUDGED,
  },
  "quick-loan": {
    features: [
      "All in the mobile bank",
      "Higher limits with wages, social security or a provident fund",
      "Repay early without a penalty",
    ],
    eligibility: [
      "Between 22 and 60",
      "Wages paid through us, or social security or a provident fund",
      "For daily life, not for property or shares",
    ],
    documents: [ID, "Leave to look into your credit record and provident fund"],
    steps: [
      "Apply under Loans, Baifu quick loan in the mobile bank",
      "Have your face checked and give your leave",
      "See the limit and the rate",
      "Sign and draw by yourself",
    ],
    fees: [{ name: "Handling fee" }],
    rates: RATE,
    notice: JUDGED,
  },
  "business-loan": {
    features: [
      "Card takings can decide the limit",
      "Up to ten years, renewed without repaying first",
      "An answer within five working days",
    ],
    eligibility: [
      "Sole traders and owners of small firms",
      "In business for a year or longer",
      "With a good record",
    ],
    documents: [
      ID,
      "Business licence",
      "Six months of statements",
      "Proof of ownership of what is pledged",
    ],
    steps: [
      "Apply; your manager visits you",
      "The limit is set and decided on",
      "Sign and register the pledge",
      "Paid to the account agreed on",
    ],
    fees: [],
    rates: RATE,
    notice: JUDGED,
  },
  "small-firm-loan": {
    features: [
      "Backed by public funds, no pledge",
      "Up to ¥10 million for one firm",
      "One year, renewed without repaying first",
    ],
    eligibility: [
      "Small firms in an industrial park for a year or longer",
      "No serious offences",
      "Recommended by the park",
    ],
    documents: [
      "Business licence and articles of association",
      "Accounts of two years and the latest ones",
      "Proof of tax paid",
      "Identity document of the legal representative",
    ],
    steps: [
      "Apply to the park's administration",
      "The park recommends, the bank looks into it",
      "Both decide",
      "Sign and receive it",
    ],
    fees: [],
    rates: RATE,
    notice: JUDGED,
  },
  "new-farm-loan": {
    features: [
      "Livestock and land use rights can be pledged",
      "Repaid by the growing season",
      "The province's farm guarantee can stand in",
    ],
    eligibility: [
      "Family farms, co-operatives, large growers and breeders",
      "At work for a year or longer",
      "For farming only",
    ],
    documents: [
      "Identity document and licence",
      "Land lease",
      "A year of receipts of buying and selling",
    ],
    steps: [
      "Your manager looks at the farm",
      "The security is agreed on and the loan decided",
      "Sign; it is paid as planned",
      "Repay by season",
    ],
    fees: [],
    rates: RATE,
    notice: JUDGED,
  },
  "early-repayment": {
    features: [
      "A shorter term or smaller instalments, as you like",
      "What is left is shown in the mobile bank",
    ],
    eligibility: ["Borrowers of ours who are not behind"],
    documents: [ID, "Number of the contract"],
    steps: [
      "Book the day and the sum",
      "Have the money on the account by then",
      "It is taken, and a new plan made",
      "Where all is repaid, the mortgage is cancelled",
    ],
    fees: [{ name: "Penalty", note: "as in the contract" }],
    rates: [],
    notice: "",
  },
};
