/** Words of customers. */
import { count, type Locale } from "../../shared/format.ts";
import type { ImportJson, TagSourceJson } from "../../shared/api_customers.ts";

const ZH = {
  title: "客户",
  import: "导入客户",
  none: "还没有客户。可以从表格导入，或由客户经理在日常服务中打标签。",
  search: "搜索客户",
  searchHint: "姓名或手机号",
  tag: "标签",
  anyTag: "全部标签",
  name: "客户",
  unnamed: "未留姓名",
  phone: "手机",
  manager: "客户经理",
  noManager: "未绑定",
  since: "开户",
  isNew: "新客户",
  known: "老客户",
  segments: {
    total: "客户总数",
    isNew: "新客户",
    bound: "已绑定客户经理",
  },
  back: "客户",
  facts: "客户资料",
  unit: "所属网点",
  tags: {
    title: "标签",
    hint: "按回车添加。过期的标签不再起作用。",
    add: "添加标签",
    addLabel: "新标签",
    until: "有效期至",
    forever: "长期",
    remove: (tag: string) => `删除标签 ${tag}`,
    none: "还没有标签。",
    sources: { hand: "手工", import: "导入", rule: "规则" } as Readonly<
      Record<TagSourceJson, string>
    >,
    by: (source: string, who: string) => `${source} · ${who}`,
    saved: "标签已保存。",
    merged: "别人刚刚也改了标签，两边的改动已放在一起，请核对后再保存。",
    expired: "已过期",
    save: "保存标签",
  },
  bind: {
    title: "绑定客户经理",
    hint: "客户的抢购资格按客户经理所在网点判断，没有链接带来的业绩记给这位客户经理。",
    choose: "选择客户经理",
    chooseHint: "搜索姓名，从结果中选择",
    act: "绑定",
    unbind: "解除绑定",
    bound: "已绑定。",
    unbound: "已解除绑定。",
  },
  csv: {
    title: "导入客户",
    intro: (rows: number) =>
      `用 UTF-8 编码的 CSV 表格，每行一位客户，一次最多 ${
        count(rows)
      } 行。重复导入同一份表格不会重复改动。`,
    columns: [
      ["phone", "手机号，必填"],
      ["name", "姓名"],
      ["tags", "标签，多个用分号隔开"],
      ["since", "开户日期，如 2019-03-08"],
      ["manager", "客户经理的用户名或工号"],
    ] as readonly (readonly [string, string])[],
    sample: "下载示例表格",
    file: "选择 CSV 文件",
    chosen: (name: string, kb: number) => `${name}（${count(kb)} KB）`,
    check: "先检查",
    take: "导入",
    busy: "正在处理…",
    needsFile: "请先选择文件",
    tooLarge: (mb: number) => `文件超过 ${mb} MB，请分成几份导入。`,
    checked: (done: ImportJson) =>
      `检查了 ${count(done.rows)} 行：可新增 ${count(done.created)}，可更新 ${
        count(done.changed)
      }，无变化 ${count(done.unchanged)}，有误 ${count(done.wrong)}。`,
    done: (done: ImportJson) =>
      `已处理 ${count(done.rows)} 行：新增 ${count(done.created)}，更新 ${
        count(done.changed)
      }，无变化 ${count(done.unchanged)}，有误 ${count(done.wrong)}。`,
    allRight: "没有错误。",
    wrong: "有误的行没有导入，请改好后重新导入整份表格。",
    onlyFirst: (shown: number) => `只显示前 ${count(shown)} 处。`,
    row: "行",
    field: "列",
    fault: "问题与改法",
  },
};

export type CustomerWords = typeof ZH;

const EN: CustomerWords = {
  title: "Customers",
  import: "Import",
  none: "No customers yet. Import a table, or tag customers as you serve them.",
  search: "Search customers",
  searchHint: "Name or mobile",
  tag: "Tag",
  anyTag: "Any tag",
  name: "Customer",
  unnamed: "No name",
  phone: "Mobile",
  manager: "Manager",
  noManager: "None",
  since: "Since",
  isNew: "New",
  known: "Known",
  segments: { total: "Customers", isNew: "New", bound: "With a manager" },
  back: "Customers",
  facts: "Particulars",
  unit: "Outlet",
  tags: {
    title: "Tags",
    hint: "Enter adds one. A tag past its end does not count.",
    add: "Add",
    addLabel: "New tag",
    until: "Until",
    forever: "For good",
    remove: (tag) => `Remove tag ${tag}`,
    none: "No tags yet.",
    sources: { hand: "By hand", import: "Imported", rule: "By rule" },
    by: (source, who) => `${source} · ${who}`,
    saved: "Tags saved.",
    merged: "Somebody else changed them, too: both changes are here now. Look, then save again.",
    expired: "Past its end",
    save: "Save tags",
  },
  bind: {
    title: "Manager",
    hint:
      "Eligibility goes by the manager's outlet; grabs that no link brought are credited to this manager.",
    choose: "Choose a manager",
    chooseHint: "Search a name and choose",
    act: "Bind",
    unbind: "Unbind",
    bound: "Bound.",
    unbound: "Unbound.",
  },
  csv: {
    title: "Import customers",
    intro: (rows) =>
      `A CSV table in UTF-8, one customer a row, at most ${
        count(rows)
      } rows at once. The same table again changes nothing twice.`,
    columns: [
      ["phone", "mobile, required"],
      ["name", "name"],
      ["tags", "tags, parted by semicolons"],
      ["since", "first day, such as 2019-03-08"],
      ["manager", "user name or employee number of the manager"],
    ],
    sample: "Download a sample",
    file: "Choose a CSV file",
    chosen: (name, kb) => `${name} (${count(kb)} KB)`,
    check: "Check first",
    take: "Import",
    busy: "Working…",
    needsFile: "Choose a file first",
    tooLarge: (mb) => `The file is above ${mb} MB: split it.`,
    checked: (done) =>
      `${count(done.rows)} rows checked: ${count(done.created)} new, ${
        count(done.changed)
      } to update, ${count(done.unchanged)} unchanged, ${count(done.wrong)} wrong.`,
    done: (done) =>
      `${count(done.rows)} rows: ${count(done.created)} new, ${count(done.changed)} updated, ${
        count(done.unchanged)
      } unchanged, ${count(done.wrong)} wrong.`,
    allRight: "No errors.",
    wrong: "Wrong rows were left out: correct them and import the whole table again.",
    onlyFirst: (shown) => `The first ${count(shown)} only.`,
    row: "Row",
    field: "Column",
    fault: "What is wrong and how to fix it",
  },
};

/** Words in one language. */
export const CUSTOMERS: Readonly<Record<Locale, CustomerWords>> = { zh: ZH, en: EN };
