/** The seed's articles: news that managers pick for their storefronts. */
import type { ArticleFields } from "../../shared/api_catalogue.ts";
import type { Motif } from "./art.ts";

/** An article whose cover is still to be drawn; the first is the newest. */
export interface SeedArticle extends Omit<ArticleFields, "cover" | "validFrom" | "validTo"> {
  readonly id: string;
  readonly motif: Motif;
}

export const SEED_ARTICLES: readonly SeedArticle[] = [
  {
    id: "news-ssc-month",
    motif: "card",
    title: "社保卡激活月：别让补贴“睡”在卡里",
    titleEn: "Activate your social security card",
    summary: "养老金、惠农补贴都发到社保卡，激活后才能领取。全省网点周末不打烊。",
    summaryEn: "Pensions and benefits are paid onto the card once it is active. Open at weekends.",
    tags: [],
    blocks: [
      {
        kind: "paragraph",
        text: "11 月 15 日至 12 月 31 日，全省农商银行网点开展社保卡激活月活动，" +
          "周六、周日上午照常受理。",
      },
      { kind: "heading", text: "为什么要激活" },
      {
        kind: "list",
        items: [
          "养老金、失业金、惠农补贴、医保报销款都发到社保卡的银行账户",
          "没有激活的账户只能进不能出",
          "激活后可以绑定手机银行，钱到账有提醒",
        ],
      },
      { kind: "heading", text: "怎么办" },
      {
        kind: "paragraph",
        text: "带上身份证和社保卡到任一网点，几分钟办好。家里有行动不便的老人，" +
          "请和客户经理约好时间，我们带设备上门。",
      },
      { kind: "product", product: "ssc-activate" },
      { kind: "quote", text: "激活不收一分钱。凡是要求转账、索要验证码的，都是诈骗。" },
    ],
  },
  {
    id: "news-mobile-bank",
    motif: "phone",
    title: "手机银行新版上线：大字版更好用",
    titleEn: "The new mobile bank, easier for the old",
    summary: "字更大、步骤更少、语音可查，还能替爸妈交水电费。",
    summaryEn: "Larger type, fewer steps, spoken queries, and bills paid for your parents.",
    tags: [],
    blocks: [
      { kind: "paragraph", text: "新版手机银行在首页加了一键切换的大字版，常用功能不超过两步。" },
      {
        kind: "list",
        items: [
          "语音说“查余额”“交电费”，直接打开页面",
          "亲情账户：子女可以替父母交水电费、话费，父母收到通知",
          "转账前提示对方是否首次收款，可设 24 小时后到账",
        ],
      },
      {
        kind: "paragraph",
        text: "还没装手机银行的，可以请客户经理协助下载和注册，首次登录可参与当期迎新活动。",
      },
      { kind: "product", product: "mobile-bank-download" },
      { kind: "product", product: "mobile-bank-register" },
    ],
  },
  {
    id: "news-medical-2027",
    motif: "heart",
    title: "2027 年城乡居民医保，12 月底前缴",
    titleEn: "Medical insurance for 2027: pay by the end of December",
    summary: "集中缴费期到 12 月 31 日，错过会有等待期，一部手机为全家代缴。",
    summaryEn: "Pay for the whole family by 31 December, or wait for the benefits.",
    tags: [],
    blocks: [
      {
        kind: "paragraph",
        text: "城乡居民医保按年缴费，集中缴费期内缴费的，从次年 1 月 1 日起享受待遇。" +
          "逾期缴费有待遇等待期，等待期内看病不能报销。",
      },
      { kind: "heading", text: "哪些人要缴" },
      { kind: "paragraph", text: "没有参加职工医保的城乡居民，包括学生、儿童、老人和新生儿。" },
      { kind: "heading", text: "三种缴法" },
      {
        kind: "list",
        items: ["手机银行“生活缴费—医保”", "就近网点柜台或智能柜员机", "村里的助农普惠服务点"],
      },
      { kind: "product", product: "medical-insurance" },
      { kind: "quote", text: "缴费金额以当地医保、税务部门公告为准。" },
    ],
  },
  {
    id: "news-orange",
    motif: "orange",
    title: "赣南脐橙熟了：e百福助农专场",
    titleEn: "Gannan oranges are ripe",
    summary: "果园直发，48 小时到家，每一单都帮到一户果农。",
    summaryEn: "From the orchard to your door in two days; each order helps a grower.",
    tags: [],
    blocks: [
      {
        kind: "paragraph",
        text: "寻乌、安远、信丰的脐橙进入采摘季。我们和当地合作社一起，" +
          "在 e百福开设助农专场，现摘现发，坏果包赔。",
      },
      { kind: "heading", text: "一颗橙子背后" },
      {
        kind: "paragraph",
        text: "安远县的果农老陈三年前用惠农信用贷换了滴灌，今年亩产多了两成。" +
          "您买的每一箱，都能在箱上扫码看到果园和果农。",
      },
      { kind: "product", product: "ebaifu-download" },
      { kind: "product", product: "farmer-credit-loan" },
    ],
  },
  {
    id: "news-fraud",
    motif: "shield",
    title: "“关闭百万保障”是骗局，请转告爸妈",
    titleEn: "A fraud to warn your parents of",
    summary: "冒充客服让您共享屏幕、转账“验资”的，一律挂断。",
    summaryEn: "Whoever asks you to share your screen or move money to be checked: hang up.",
    tags: [],
    blocks: [
      {
        kind: "paragraph",
        text: "近期有人冒充支付平台客服，称您开通了“百万保障”，不关闭每月扣 2000 元，" +
          "随后引导下载会议软件、共享屏幕、转账到“安全账户”。",
      },
      { kind: "heading", text: "记住三个不" },
      {
        kind: "list",
        items: [
          "不下载陌生人发来的软件，不共享屏幕",
          "不透露密码、验证码、卡背面三位数字",
          "不向“安全账户”“验资账户”转账，银行没有这种账户",
        ],
      },
      { kind: "heading", text: "已经转账怎么办" },
      {
        kind: "paragraph",
        text: "马上拨打 110 报警，同时拨打 96268 挂失账户，越快追回的可能越大。" +
          "反诈劝阻热线 96110 来电请一定接听。",
      },
    ],
  },
  {
    id: "news-large-cash",
    motif: "notes",
    title: "年底用钱多，大额取现请提前一天约",
    titleEn: "Large withdrawals: book a day ahead",
    summary: "5 万元以上提前一个工作日预约，到店优先，新旧券可选。",
    summaryEn: "From ¥50,000 book one working day ahead and be served first.",
    tags: [],
    blocks: [
      {
        kind: "paragraph",
        text: "临近年底，办喜事、发工资、结货款用现金的客户多。提前预约，网点按您要的金额和" +
          "面额备好，到店不用等。",
      },
      {
        kind: "list",
        items: [
          "单日 5 万元（含）以上请提前一个工作日 15:00 前预约",
          "到店带身份证件和银行卡或存折",
          "需要红包用的新钞，请预约时说明",
        ],
      },
      { kind: "product", product: "large-cash" },
    ],
  },
  {
    id: "news-deposit-insurance",
    motif: "grain",
    title: "存款保险知多少：50 万元以内全额保障",
    titleEn: "Deposit insurance in short",
    summary: "看见存款保险标识，就知道您的存款受国家制度保护。",
    summaryEn: "Deposits up to ¥500,000 in one bank are covered in full.",
    tags: [],
    blocks: [
      {
        kind: "paragraph",
        text: "我国从 2015 年 5 月 1 日起实行存款保险制度。同一存款人在同一家银行的本金和利息" +
          "合并计算，50 万元以内全额偿付。",
      },
      { kind: "heading", text: "哪些在保障范围" },
      { kind: "list", items: ["活期、定期、通知存款", "大额存单", "人民币和外币存款"] },
      { kind: "heading", text: "哪些不在" },
      { kind: "paragraph", text: "理财、基金、保险、国债等不是存款，购买前请看清产品类型。" },
      { kind: "product", product: "time-deposit" },
    ],
  },
  {
    id: "news-village-credit",
    motif: "house",
    title: "整村授信走进村：有额度，用时再用",
    titleEn: "Credit for whole villages",
    summary: "农户最高 30 万元信用额度，不用不收息，手机上随借随还。",
    summaryEn: "Farmers have up to ¥300,000 of credit that costs nothing until it is used.",
    tags: ["农户"],
    blocks: [
      {
        kind: "paragraph",
        text: "客户经理正在各村开展评级授信。登记一次信息，通过后就有额度，三年内循环使用，" +
          "不用不收利息。",
      },
      { kind: "heading", text: "三步拿到额度" },
      {
        kind: "list",
        items: ["在村委会或找客户经理登记", "客户经理上门了解生产经营", "审批后手机签约"],
      },
      { kind: "product", product: "farmer-credit-loan" },
      { kind: "quote", text: "贷款由银行自主审批，从不收取任何“手续费”“包装费”。" },
    ],
  },
];
