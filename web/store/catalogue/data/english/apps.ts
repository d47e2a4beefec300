import type { ProductEnglish } from "../../../../shared/api_catalogue.ts";

const PHONES = ["Phones with Android 7.0, HarmonyOS 2.0 or iOS 12, or newer"];
const FREE = [{ name: "Service fee" }];

export const APPS_EN: Readonly<Record<string, ProductEnglish>> = {
  "mobile-bank-download": {
    features: [
      "Transfers without a fee",
      "Balance and movements at any time",
      "Water, electricity, gas, phone and tuition paid online",
      "A version in large type for the old",
    ],
    eligibility: PHONES,
    documents: [],
    steps: [
      "Press the button below for the download page on the bank's own site",
      "Choose Android, HarmonyOS or iPhone and install it",
      "Open it and accept the privacy policy",
      "Register with your phone number, or have your manager do it with you at an outlet",
    ],
    fees: FREE,
    rates: [],
    notice:
      "Download it from the bank's own site or your phone's store only, never from a link in a text message.",
  },
  "mobile-bank-register": {
    features: [
      "All by yourself, no queue",
      "Checked by face and by text message",
      "The first sign-in takes part in the welcome campaign",
    ],
    eligibility: [
      "From the age of 16",
      "With a debit or social security card of ours",
      "The phone number on the card is your own",
    ],
    documents: ["Your identity document", "Your bank card or social security card"],
    steps: [
      "Open the mobile bank and press Register",
      "Enter your phone number and the code that is sent to it",
      "Enter the number of your card and its PIN to bind it",
      "Have your face checked",
      "Choose a password, and you are done",
    ],
    fees: FREE,
    rates: [],
    notice:
      "Your manager helps you from afar or at your door. Nobody ever asks for your password or for a code.",
  },
  "ebaifu-download": {
    features: [
      "Farm goods from all over the province",
      "Paying by code is often cheaper",
      "Points buy useful things",
    ],
    eligibility: PHONES,
    documents: [],
    steps: [
      "Press the button below for the bank's own site",
      "Find e-Baifu under electronic banking and choose your phone",
      "Install and open it, and allow it to see where you are for shops nearby",
    ],
    fees: FREE,
    rates: [],
    notice: "Download it from the bank's own site or your phone's store only.",
  },
  "ebaifu-register": {
    features: [
      "A phone number is enough, whatever your bank",
      "More offers with a card of ours",
      "Points for every day that you sign in",
    ],
    eligibility: ["With a phone number of the mainland"],
    documents: ["Your phone", "A bank card, to bind it"],
    steps: [
      "Open e-Baifu and press Sign in",
      "Enter your phone number and the code that is sent to it",
      "Bind your card under Me, Cards",
      "Find the welcome vouchers under Me, Vouchers",
    ],
    fees: FREE,
    rates: [],
    notice: "What the vouchers are is announced in e-Baifu.",
  },
};
