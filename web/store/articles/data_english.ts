/** The text of the seed's articles in English. */
import type { ArticleBlock } from "../../shared/api_catalogue.ts";

/** By the article's id. */
export const ENGLISH_BLOCKS: Readonly<Record<string, readonly ArticleBlock[]>> = {
  "news-ssc-month": [
    {
      kind: "paragraph",
      text:
        "From 15 November to 31 December every outlet of the rural commercial banks activates " +
        "social security cards, also on Saturday and Sunday mornings.",
    },
    { kind: "heading", text: "Why activate it" },
    {
      kind: "list",
      items: [
        "Pensions, benefits, farm subsidies and refunds are paid onto its account",
        "As long as it is not active, money comes in and cannot go out",
        "Then it works with the mobile bank, which tells you what has come",
      ],
    },
    { kind: "heading", text: "How" },
    {
      kind: "paragraph",
      text: "Bring your identity card and the social security card to any outlet: a few minutes. " +
        "For those who cannot come, agree on a time with your manager and we come to you.",
    },
    { kind: "product", product: "ssc-activate" },
    { kind: "quote", text: "It is free. Whoever asks for a transfer or a code is a fraud." },
  ],
  "news-mobile-bank": [
    {
      kind: "paragraph",
      text:
        "The new mobile bank has a version in large type, one press away; nothing that is used " +
        "often takes more than two steps.",
    },
    {
      kind: "list",
      items: [
        "Say what you want, and its page opens",
        "Pay your parents' bills for them; they are told",
        "Before a transfer to someone new you are asked, and it can wait for 24 hours",
      ],
    },
    {
      kind: "paragraph",
      text:
        "Your manager helps to install it. The first sign-in takes part in the welcome campaign.",
    },
    { kind: "product", product: "mobile-bank-download" },
    { kind: "product", product: "mobile-bank-register" },
  ],
  "news-medical-2027": [
    {
      kind: "paragraph",
      text: "Residents' medical insurance is paid by the year. Who pays in the yearly period is " +
        "insured from 1 January; who is late has to wait, and nothing is refunded meanwhile.",
    },
    { kind: "heading", text: "Who pays" },
    {
      kind: "paragraph",
      text:
        "Residents without employees' insurance: pupils, children, the old and the newborn, too.",
    },
    { kind: "heading", text: "Three ways" },
    {
      kind: "list",
      items: [
        "Bills, Medical insurance in the mobile bank",
        "The counter or a machine of any outlet",
        "The service point of your village",
      ],
    },
    { kind: "product", product: "medical-insurance" },
    { kind: "quote", text: "The sum is announced by local offices." },
  ],
  "news-orange": [
    {
      kind: "paragraph",
      text:
        "The oranges of Xunwu, Anyuan and Xinfeng are ripe. Together with local co-operatives " +
        "we sell them in e-Baifu: picked and sent at once, replaced where one is bad.",
    },
    { kind: "heading", text: "Behind one orange" },
    {
      kind: "paragraph",
      text:
        "Three years ago Mr Chen of Anyuan put in drip irrigation with a farmers' credit loan; " +
        "this year he harvests a fifth more. The code on each box shows the orchard and its grower.",
    },
    { kind: "product", product: "ebaifu-download" },
    { kind: "product", product: "farmer-credit-loan" },
  ],
  "news-fraud": [
    {
      kind: "paragraph",
      text: "Callers pretend to be a payment service: you had signed up for a cover that costs " +
        "¥2,000 a month. To end it you are to install a meeting app, share your screen and move " +
        "your money to a safe account.",
    },
    { kind: "heading", text: "Three things never to do" },
    {
      kind: "list",
      items: [
        "Install what a stranger sends, or share your screen",
        "Tell a password, a code, or the three digits on the back of a card",
        "Move money to a safe account: banks have no such thing",
      ],
    },
    { kind: "heading", text: "When it has happened" },
    {
      kind: "paragraph",
      text:
        "Call 110 at once, and 96268 to block the account: the sooner, the more can be brought " +
        "back. When 96110 calls, that is the police: do answer.",
    },
  ],
  "news-large-cash": [
    {
      kind: "paragraph",
      text:
        "At the end of the year many need cash for weddings, wages and goods. Book it, and the " +
        "outlet has it ready in the notes that you want.",
    },
    {
      kind: "list",
      items: [
        "From ¥50,000 a day, by 15:00 on the working day before",
        "Bring your identity document and your card or passbook",
        "Say so when you need new notes for red envelopes",
      ],
    },
    { kind: "product", product: "large-cash" },
  ],
  "news-deposit-insurance": [
    {
      kind: "paragraph",
      text:
        "China has had deposit insurance since 1 May 2015. Principal and interest of one person " +
        "in one bank are added up, and paid in full up to ¥500,000.",
    },
    { kind: "heading", text: "What is covered" },
    {
      kind: "list",
      items: [
        "Demand, time and notice deposits",
        "Certificates of deposit",
        "In renminbi and in foreign currency",
      ],
    },
    { kind: "heading", text: "What is not" },
    {
      kind: "paragraph",
      text:
        "Wealth products, funds, insurance and bonds are no deposits: look twice before you buy.",
    },
    { kind: "product", product: "time-deposit" },
  ],
  "news-village-credit": [
    {
      kind: "paragraph",
      text:
        "Managers are rating one village after the other. Register once, and the limit is yours " +
        "for three years; as long as you do not use it, it costs nothing.",
    },
    { kind: "heading", text: "Three steps" },
    {
      kind: "list",
      items: [
        "Register at the village committee or with a manager",
        "The manager comes to see your farm or trade",
        "Once it is decided, sign on your phone",
      ],
    },
    { kind: "product", product: "farmer-credit-loan" },
    { kind: "quote", text: "The bank alone decides, and never takes a fee for it." },
  ],
};
