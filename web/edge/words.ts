/** What people read about each problem, in Chinese and English: a title, and a sentence with the next step. */
import type { ProblemCode } from "../shared/api.ts";
import type { CouponUseJson } from "../shared/api_wallet.ts";
import { when } from "../shared/format.ts";

export type Language = "zh" | "en";

/** Facts that sentences use. */
export interface SentenceFacts {
  readonly limit?: number | undefined;
  readonly heldByOthers?: number | undefined;
  readonly refundFen?: number | undefined;
  readonly stranded?: number | undefined;
  /** What `stranded` counts, for a referral's budget. */
  readonly pool?: "fen" | "units" | undefined;
  readonly inviter?: { readonly name: string } | null | undefined;
  readonly use?: CouponUseJson | undefined;
  readonly minimumFen?: number | undefined;
}

type Sentence = string | ((facts: SentenceFacts) => string);
type Words = readonly [title: string, detail: Sentence];

/** The language that the client prefers of the two; Chinese unless English is named first. */
export function languageOf(acceptLanguage: string | null): Language {
  if (acceptLanguage === null) return "zh";
  const english = acceptLanguage.search(/\ben\b/i);
  if (english === -1) return "zh";
  const chinese = acceptLanguage.search(/\bzh\b/i);
  return chinese === -1 || english < chinese ? "en" : "zh";
}

/** Title and detail of a problem. */
export function wordsOf(
  code: ProblemCode,
  language: Language,
  facts: SentenceFacts,
): { title: string; detail: string } {
  const [title, detail] = WORDS[code][language === "zh" ? 0 : 1];
  return { title, detail: typeof detail === "string" ? detail : detail(facts) };
}

const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`;

function usedZh(use: CouponUseJson): string {
  const at = when(Date.parse(use.at), { nowMs: 0, locale: "zh" });
  if (use.kind === "order") return `${at} 已用于一笔订单`;
  const where = use.unitName ? `在${use.unitName}` : "";
  return `${at} ${where}${use.by ? `由${use.by}` : ""}核销`;
}

function usedEn(use: CouponUseJson): string {
  const at = when(Date.parse(use.at), { nowMs: 0, locale: "en" });
  if (use.kind === "order") return `Used for an order on ${at}`;
  const where = use.unitName ? ` at ${use.unitName}` : "";
  return `Redeemed on ${at}${where}${use.by ? ` by ${use.by}` : ""}`;
}

const WORDS: Readonly<Record<ProblemCode, readonly [zh: Words, en: Words]>> = {
  "invalid": [
    ["内容有误", "请按每一项的提示修改后再提交。"],
    ["Some fields are wrong", "Correct each field that is named and send it again."],
  ],
  "malformed-json": [
    ["格式有误", "请求内容不是有效的 JSON。"],
    ["Malformed JSON", "The body is not valid JSON: correct it and send it again."],
  ],
  "too-large": [
    ["内容过大", "请求内容超过上限，请缩短后再提交。"],
    ["Body too large", "The body exceeds the limit: send a shorter one."],
  ],
  "not-found": [
    ["没有找到", "没有这个内容，请检查链接。"],
    ["Not found", "There is nothing here: check the link."],
  ],
  "method-not-allowed": [
    ["方法不支持", "这个地址不支持该请求方法。"],
    ["Method not allowed", "This address does not take this method: see the Allow header."],
  ],
  "unauthenticated": [
    ["请先登录", "登录后再试。"],
    ["Sign in first", "Sign in and try again."],
  ],
  "wrong-credentials": [
    ["登录失败", "账号或密码（验证码）不对，请重新输入。"],
    ["Signing in failed", "The name or the password (code) is wrong: enter it again."],
  ],
  "forbidden": [
    ["没有权限", "您的角色或机构不能执行此操作。"],
    ["Not allowed", "Your role or unit may not do this."],
  ],
  "cross-site": [
    ["来源不符", "请在本站页面内操作。"],
    ["Request from another site", "Do this on our own page."],
  ],
  "too-many-requests": [
    ["操作太频繁", "请稍候片刻再试。"],
    ["Too many requests", "Wait a moment and try again."],
  ],
  "timed-out": [
    ["处理超时", "请稍后重试，重复提交不会重复扣减。"],
    ["Timed out", "Try again later: repeating does not take a second unit."],
  ],
  "not-open": [
    ["还未开始", "活动尚未开始，到时间后再来。"],
    ["Not open yet", "It has not started: come back at its opening."],
  ],
  "paused": [
    ["活动暂停", "活动暂停中，恢复后可以继续。"],
    ["Paused", "It is paused for a while: come back once it goes on."],
  ],
  "ended": [
    ["活动已结束", "本场活动已结束，请看看其他活动。"],
    ["Ended", "It is over: have a look at the others."],
  ],
  "sold-out": [
    ["已售罄", "全部售出，请看看其他活动。"],
    ["Sold out", "Every unit is sold: have a look at the other sales."],
  ],
  "all-held": [
    [
      "暂时没有了",
      ({ heldByOthers }) =>
        `${heldByOthers ? `还有 ${heldByOthers} 件` : "有商品"}待付款，可能释放，可以候补。`,
    ],
    [
      "None free right now",
      ({ heldByOthers }) =>
        `${
          heldByOthers ? `${heldByOthers} are` : "Some are"
        } held by others and may come back: join the waiting list.`,
    ],
  ],
  "limit-reached": [
    ["已达限购数量", ({ limit }) => limit ? `每人限购 ${limit} 件。` : "您已达到限购数量。"],
    [
      "Limit reached",
      ({ limit }) => limit ? `At most ${limit} per person.` : "You have reached your limit.",
    ],
  ],
  "order-limit": [
    ["超过单次限购", ({ limit }) => limit ? `每次最多 ${limit} 件。` : "请减少数量。"],
    [
      "Too many at once",
      ({ limit }) => limit ? `At most ${limit} at once.` : "Take fewer at once.",
    ],
  ],
  "outlet-limit": [
    ["网点名额已满", "您所属网点的名额已用完。"],
    ["Outlet limit reached", "The share of your outlet is used up."],
  ],
  "not-eligible": [
    ["不符合参与条件", "本活动面向指定客户，请咨询您的客户经理。"],
    ["Not eligible", "This sale is for certain customers: ask your manager."],
  ],
  "idempotency-mismatch": [
    ["请求不一致", "同一个 Idempotency-Key 已用于不同的内容，请换一个。"],
    ["Key used for another body", "This Idempotency-Key came with another body: use a new one."],
  ],
  "expired": [
    [
      "预留已过期",
      ({ refundFen }) =>
        refundFen ? `付款来晚了，${yuan(refundFen)} 将原路退回。` : "付款时间已过，请重新抢购。",
    ],
    [
      "The hold has expired",
      ({ refundFen }) =>
        refundFen
          ? `The payment came too late: ${yuan(refundFen)} will be paid back.`
          : "The time to pay is over: grab again.",
    ],
  ],
  "already-confirmed": [
    ["已经确认", "这件商品已经确认，无需重复操作。"],
    ["Already confirmed", "This one is confirmed: there is nothing left to do."],
  ],
  "cancelled": [
    [
      "已取消",
      ({ refundFen }) =>
        refundFen ? `预留已取消，${yuan(refundFen)} 将原路退回。` : "这笔预留已取消，请重新抢购。",
    ],
    [
      "Cancelled",
      ({ refundFen }) =>
        refundFen
          ? `The hold was cancelled: ${yuan(refundFen)} will be paid back.`
          : "This hold was cancelled: grab again.",
    ],
  ],
  "payment-failed": [
    ["付款未成功", "没有扣款，商品仍为您保留，请再次付款。"],
    ["Payment failed", "Nothing was charged and your unit is still held: pay again."],
  ],
  "payment-mismatch": [
    ["付款金额不符", "付款与预留不一致，如已扣款将原路退回。"],
    ["Payment does not match", "The payment does not fit the hold; what was paid is paid back."],
  ],
  "not-confirmed": [
    ["尚未确认", "只有已确认的商品才能退回。"],
    ["Not confirmed", "Only what is confirmed can be returned."],
  ],
  "unknown-coupon": [
    ["没有这张券", "券码不存在，请核对 16 位数字后再试。"],
    ["No such coupon", "No coupon has this code: check its 16 digits."],
  ],
  "already-used": [
    ["券已使用", ({ use }) => `${use ? usedZh(use) : "这张券已经用过"}，不能再次使用。`],
    [
      "Already used",
      ({ use }) => `${use ? usedEn(use) : "It was used"}: it is good for once only.`,
    ],
  ],
  "coupon-expired": [
    ["券已过期", "有效期已过，不能再使用。"],
    ["The coupon has expired", "Its time is over: it cannot be used any more."],
  ],
  "coupon-locked": [
    ["券正在使用", "这张券正用于一笔待付款的订单，付款或取消后再试。"],
    ["Kept for an order", "An order that is not paid yet has it: pay or cancel that first."],
  ],
  "coupon-revoked": [
    ["券已收回", "这张券已被收回，不能使用。"],
    ["Taken back", "This coupon was taken back."],
  ],
  "not-yet-valid": [
    ["券还未生效", "还没到可用日期，到期后再来。"],
    ["Not valid yet", "Its first day has not come: come back then."],
  ],
  "minimum-not-met": [
    [
      "未达到使用门槛",
      ({ minimumFen }) => minimumFen ? `满 ${yuan(minimumFen)} 才能使用。` : "金额未达到使用门槛。",
    ],
    [
      "Below the minimum",
      ({ minimumFen }) =>
        minimumFen ? `It is taken from ${yuan(minimumFen)} on.` : "The price is below its minimum.",
    ],
  ],
  "wrong-outlet": [
    ["本网点不能核销", "这张券只能在指定机构使用，请看券上的适用范围。"],
    ["Not at this outlet", "This coupon is taken at other outlets: see where on it."],
  ],
  "not-sold-out": [
    ["还有库存", "现在可以直接抢，不用候补。"],
    ["Units are available", "You can grab one right now."],
  ],
  "waiting-full": [
    ["候补已满", "候补人数已满，请稍后再看。"],
    ["The waiting list is full", "Come back a little later."],
  ],
  "reminders-full": [
    ["预约已满", "预约人数已满，请在开始时直接来抢。"],
    ["No more reminders", "Come back at the opening."],
  ],
  "self-referral": [
    ["不能邀请自己", "同一个人或同一台手机不能邀请自己，请直接参加，或打开朋友分享的邀请。"],
    [
      "Not by yourself",
      "One person, or one phone, cannot invite itself: join without a code, or by a friend's.",
    ],
  ],
  "loop": [
    ["不能互相邀请", "这位朋友是您邀请来的，不能再邀请您；您的活动照常进行。"],
    [
      "You have invited them",
      "Whom you brought, at whatever remove, cannot invite you. Your own invitations go on.",
    ],
  ],
  "already-attributed": [
    [
      "已经参加过了",
      ({ inviter }) =>
        `您已${inviter ? `通过「${inviter.name}」的邀请` : "自行"}参加，邀请人确定后不能更换。`,
    ],
    [
      "You have joined already",
      ({ inviter }) =>
        `You joined ${
          inviter ? `by the invitation of ${inviter.name}` : "without an invitation"
        }, and that stays as it is.`,
    ],
  ],
  "window-closed": [
    ["邀请已过期", "这份邀请的有效期已过，请让朋友重新分享，或直接参加。"],
    ["The invitation is too old", "Ask your friend to share it again, or join without it."],
  ],
  "staff": [
    ["员工不能参加", "本行员工不能参加推荐活动，请分享给客户。"],
    ["Not for staff", "The bank's own staff cannot take part: share it with customers."],
  ],
  "existing-customer": [
    ["您已是本行客户", "邀请奖励只面向新客户。您可以直接参加，去邀请您的朋友。"],
    [
      "You are a customer already",
      "Only new customers can be invited: join without a code and invite your friends.",
    ],
  ],
  "inviter-gone": [
    ["邀请人已退出", "这位邀请人已不在活动中，请直接参加，或打开别人的邀请。"],
    ["The inviter is gone", "They no longer take part: join without a code, or by another's."],
  ],
  "wrong-state": [
    ["当前状态不能操作", "它的状态已经变化，请刷新后查看。"],
    ["Not in this state", "It has changed meanwhile: load it again."],
  ],
  "wrong-phase": [
    ["当前状态不能操作", "活动当前的状态不允许此操作，请刷新后查看。"],
    ["Not in this phase", "The campaign's phase does not allow this: load it again."],
  ],
  "would-strand": [
    [
      "数量不能再减",
      ({ stranded, pool }) => {
        if (pool !== undefined && stranded) {
          const short = pool === "fen" ? yuan(stranded) : `${stranded} 份`;
          return `已发放和已预留的奖励不能收回，这次多减了 ${short}，请少减一些再试。`;
        }
        const short = stranded ? `这次多要了 ${stranded} 件` : "这次要得太多";
        return `已预留和已售出的不能收回，${short}，请减少后再试。`;
      },
    ],
    [
      "More than can be withdrawn",
      ({ stranded, pool }) => {
        if (pool !== undefined && stranded) {
          const short = pool === "fen" ? yuan(stranded) : `${stranded} rewards`;
          return `Rewards that are paid or reserved keep their budget: take ${short} less.`;
        }
        const fewer = stranded ? `${stranded} fewer` : "fewer";
        return `Only units that are neither held nor sold can be withdrawn: ask for ${fewer}.`;
      },
    ],
  ],
  "needs-approval": [
    ["需要审批", "请先提交审批，由另一位同事批准后再排期。"],
    ["Needs approval", "Submit it first; another colleague has to approve it."],
  ],
  "same-person": [
    ["不能自己审批", "请由另一位同事审批。"],
    ["Not by the author", "Another colleague than the author has to do this."],
  ],
  "policy-findings": [
    ["合规检查未通过", "请修改检查出的问题；确需保留的，请写明理由后再提交。"],
    [
      "The policy check has findings",
      "Mend them, or say why they are accepted, then submit again.",
    ],
  ],
  "exists": [
    ["已经存在", "相同的内容已经存在。"],
    ["Exists already", "The same thing exists already."],
  ],
  "no-draft": [
    ["没有可发布的修改", "请先保存修改，再发布。"],
    ["Nothing to publish", "Save a change first, then publish it."],
  ],
  "stale": [
    ["内容已被他人修改", "请先查看最新内容，再决定保留哪一份。"],
    ["Changed by another", "Look at what it is now, then decide which to keep."],
  ],
  "not-empty": [
    ["机构不为空", "机构内还有人员或下级机构，请先调动人员、关闭下级机构。"],
    ["The unit is not empty", "Move its people and close the units below it first."],
  ],
  "full": [
    [
      "数量已达上限",
      ({ limit }) => `${limit ? `最多 ${limit} 个` : "不能再增加"}，请沿用或修改已有的。`,
    ],
    [
      "No room for more",
      ({ limit }) => `${limit ? `At most ${limit}` : "No more"}: use or change one that is there.`,
    ],
  ],
  "not-an-image": [
    ["不是可用的图片", "请上传 PNG、JPEG 或 WebP 图片，宽和高都不超过 4096 像素。"],
    ["Not a usable picture", "Send a PNG, JPEG or WebP whose sides have at most 4096 pixels."],
  ],
  "overloaded": [
    ["人太多了", "请稍候片刻，系统会自动重试。"],
    ["Too busy", "Try again in a moment."],
  ],
  "draining": [
    ["服务正在重启", "请稍候片刻再试。"],
    ["Restarting", "Try again in a moment."],
  ],
  "journal-unavailable": [
    ["服务暂不可用", "请稍候片刻再试，已成功的不受影响。"],
    ["Unavailable", "Try again in a moment: nothing that was confirmed is lost."],
  ],
  "journal-full": [
    ["服务暂不可用", "请稍候片刻再试，已成功的不受影响。"],
    ["Unavailable", "Try again in a moment: nothing that was confirmed is lost."],
  ],
  "journal-corrupt": [
    ["数据异常", "这条记录暂时无法读取，已通知维护人员。"],
    ["Stored data cannot be read", "This record cannot be read; operators have been told."],
  ],
  "database-unavailable": [
    ["列表和统计暂停更新", "活动照常进行，请稍后再查看。"],
    ["Lists and statistics stand still", "Campaigns go on: look again in a moment."],
  ],
  "outcome-unknown": [
    ["结果待确认", "请稍后重试，重复提交不会重复扣减。"],
    ["Outcome not known yet", "Try again: repeating does not take a second unit."],
  ],
  "fenced": [
    ["服务正在切换", "请稍候片刻再试。"],
    ["Moving to another node", "Try again in a moment."],
  ],
  "duplicate-command": [
    ["重复提交", "这个操作已经完成，请刷新后查看。"],
    ["Done already", "This took effect before: load it again."],
  ],
  "payload-too-large": [
    ["内容过大", "请求内容超过上限，请缩短后再提交。"],
    ["Too large", "The request exceeds a bound: send a shorter one."],
  ],
  "bug": [
    ["系统出错", "出错了，请稍后再试。"],
    ["Internal error", "Something went wrong: try again later."],
  ],
};
