/** Words of articles. */
import type { Locale } from "../../shared/format.ts";
import type { ArticleBlock, PublicationJson } from "../../shared/api_catalogue.ts";
import type { ArticleFault } from "./article_form.ts";

const ZH = {
  title: "资讯文章",
  add: "写文章",
  none: "还没有文章。",
  search: "搜索文章",
  status: "状态",
  anyStatus: "全部状态",
  statuses: { draft: "草稿", published: "已发布", withdrawn: "已撤下" } as Readonly<
    Record<PublicationJson, string>
  >,
  back: "资讯文章",
  newTitle: "写文章",
  for: "适用机构",
  updated: "更新",
  everyone: "所有客户",
  noCover: "无封面",
  fields: {
    title: "标题",
    titleEn: "英文标题",
    summary: "摘要",
    summaryEn: "英文摘要",
    cover: "封面",
    blocks: "正文",
    tags: "只给有这些标签的客户",
    validFrom: "生效时间",
    validTo: "失效时间",
  },
  hints: { tags: "多个标签用空格隔开，不填则所有客户可见", valid: "不填则不限，北京时间" },
  blocks: {
    paragraph: "段落",
    heading: "小标题",
    quote: "引用",
    list: "列表",
    image: "图片",
    product: "产品",
  } as Readonly<Record<ArticleBlock["kind"], string>>,
  block: {
    add: "添加",
    remove: "删除",
    up: "上移",
    down: "下移",
    alt: "图片说明",
    product: "选择产品",
    name: (kind: string, place: number) => `第 ${place} 块 ${kind}`,
  },
  publish: "发布",
  withdraw: "撤下",
  view: "查看客户页",
  saved: "文章已保存。",
  created: "文章已存为草稿。",
  published: "已发布，适用范围内的云店可以选用。",
  withdrawn: "已撤下，客户立即看不到。",
  faults: {
    required: "请填写",
    order: "要晚于生效时间",
    picture: "请选择图片",
    alt: "请写明图片内容，看不见图片的客户靠它了解",
    product: "请选择产品",
    body: "请至少写一段正文",
  } as Readonly<Record<ArticleFault, string>>,
};

export type ArticleWords = typeof ZH;

const EN: ArticleWords = {
  title: "Articles",
  add: "Write an article",
  none: "No articles yet.",
  search: "Search articles",
  status: "Status",
  anyStatus: "Any status",
  statuses: { draft: "Draft", published: "Published", withdrawn: "Withdrawn" },
  back: "Articles",
  newTitle: "Write an article",
  for: "For",
  updated: "Updated",
  everyone: "Everyone",
  noCover: "No cover",
  fields: {
    title: "Title",
    titleEn: "English title",
    summary: "Summary",
    summaryEn: "English summary",
    cover: "Cover",
    blocks: "Text",
    tags: "Only for customers with these tags",
    validFrom: "Valid from",
    validTo: "Valid to",
  },
  hints: {
    tags: "Separate with spaces; empty: for everyone",
    valid: "Empty: no bound. China Standard Time",
  },
  blocks: {
    paragraph: "Paragraph",
    heading: "Heading",
    quote: "Quote",
    list: "List",
    image: "Picture",
    product: "Product",
  },
  block: {
    add: "Add",
    remove: "Delete",
    up: "Move up",
    down: "Move down",
    alt: "What the picture shows",
    product: "Product",
    name: (kind, place) => `Part ${place}: ${kind}`,
  },
  publish: "Publish",
  withdraw: "Withdraw",
  view: "Customer's page",
  saved: "Article saved.",
  created: "Article saved as a draft.",
  published: "Published: storefronts in its scope may pick it.",
  withdrawn: "Withdrawn: customers do not see it any more.",
  faults: {
    required: "Required",
    order: "Must be later than valid from",
    picture: "Choose a picture",
    alt: "Say what it shows, for those who do not see it",
    product: "Choose a product",
    body: "Write at least one paragraph",
  },
};

/** Words in one language. */
export const ARTICLES: Readonly<Record<Locale, ArticleWords>> = { zh: ZH, en: EN };
