// Every word of both pages, in Chinese and English.

export const words = {
  zh: {
    scan: "扫一扫", scanHowTo: "点收银机上的码，或输入它的内容", noOffers: "现在没有收银机在出码", scanTyped: "扫",
    scanRefused: {
      unknownCode: "不认识这个码", codeOver: "这个码已失效", scannedByAnother: "别人已扫了这个码",
      noSuchWallet: "没有这个钱包",
    },
    title: "练习手机", other: "EN", person: "顾客", tabPay: "付款码", tabBills: "账单",
    caption: "练习用:虚构的人、虚构的钱。付款码可由收银机扫描。",
    walletNames: {
      wechat: "青豆钱包", alipay: "蓝贝钱包", bestpay: "橙羽钱包", unionpay: "红桥钱包",
    },
    walletPlays: {
      wechat: "模拟微信支付", alipay: "模拟支付宝", bestpay: "模拟翼支付", unionpay: "模拟云闪付",
    },
    showCode: "向收银员出示付款码", refresh: "换一个", balance: "余额", secondsLeft: "秒后更新",
    reveal: "点击复制付款码", copied: "已复制", barcode: "付款条形码", square: "付款二维码",
    passwordAbove: (limit) => limit === 0 ? "每笔都需要密码" : `超过 ¥${limit / 100} 需要密码`,
    merchant: "示例药房连锁", payTo: "付款给", enterPassword: "请输入支付密码",
    practicePassword: "练习密码", decline: "取消支付", approve: "确认支付",
    wrongPassword: (left) => `密码错误,还可以试 ${left} 次`, erase: "删除", secondsToPay: "剩余",
    paid: "支付成功", notPaid: "未支付", noBills: "还没有账单", noBillsHint: "付过的款会显示在这里",
    back: "返回", bill: "账单详情", status: "当前状态", paidAt: "支付时间", createdAt: "下单时间",
    goods: "商品", fullName: "商户全称", method: "支付方式", returned: "退回金额",
    tradeNumber: "交易单号", merchantNumber: "商户单号", scanHint: "可在支持的商户扫码退款或核对",
    offline: "连接不上练习网络", seconds: "秒",
    states: {
      PAID: "支付成功", WAITING: "等待输入密码", CLOSED: "已关闭", DECLINED: "未支付",
      REVERSED: "已撤销",
    },
    reasons: {
      notEnoughMoney: "余额不足", declinedByPerson: "顾客取消", wrongPassword: "密码错误次数过多",
    },
    refunded: "已全额退款", partlyRefunded: (amount) => `已退款 ¥${amount}`, refunding: "退款中",
    refund: "退款", refundArrived: "退款到账",
    refundStates: { PROCESSING: "退款中", SUCCESS: "已退回余额", CLOSED: "退款失败" },
    panelTitle: "练习网络", panelLead: "在本机扮演四个钱包。这里由培训师切换故障、查看订单与余额。",
    faults: "故障", scope: "遇到下一个这样的请求时", wallet: "钱包", call: "请求", times: "次数",
    both: "全部钱包", allCalls: "全部", calls: {
      pay: "付款", offer: "出示收款码", query: "查询", reverse: "撤销", close: "关单", refund: "退款", refundQuery: "退款查询",
      notification: "通知", statement: "对账单", statementFile: "对账单文件",
    },
    once: "一次", three: "三次", always: "直到关闭", share: (n) => `${n}% 的请求`, delay: "延迟(秒)", active: "已打开的故障",
    noFaults: "没有故障,一切正常", allOff: "全部关闭", off: "关闭", left: (n) => `还剩 ${n} 次`,
    untilOff: "直到关闭", orders: "订单", noOrders: "还没有订单", accounts: "顾客与余额",
    openPhone: "打开手机", reset: "全部还原", resetAsk: "余额、订单和故障都回到最初,确定吗?",
    save: "保存", refundDelay: "退款几秒后到账", number: "商户单号", amount: "金额", state: "状态", debited: "扣款", who: "顾客",
    time: "时间", given: "退回", waiting: "等待", password: "密码", above: "超过此额要密码",
    money: { moved: "钱已动", not: "钱未动", later: "钱稍后才动", maybe: "查询",
      told: "通知", listed: "对账单" },
    kinds: {
      loseAnswer: ["答复丢失", "已办理,答复在路上丢了"],
      loseRequest: ["请求丢失", "请求没有到达,什么也没发生"],
      delay: ["答复迟到", "立即办理,过几秒才答复"],
      delayRequest: ["请求迟到", "连接先断开,过几秒请求才到达并办理"],
      systemError: ["系统错误", "回答系统错误,没有办理"],
      systemErrorAfter: ["办理后系统错误", "已办理,却回答系统错误"],
      down: ["通道中断", "连接直接断开"],
      http500: ["HTTP 500", "已办理,回答服务器错误"],
      badSignature: ["签名错误", "已办理,答复的签名不对"],
      truncated: ["答复截断", "已办理,答复只到一半"],
      garbage: ["答复乱码", "已办理,答复无法读取"],
      wrongAmount: ["金额不符", "已办理,答复的金额多一元"],
      notFound: ["查无此单", "单子存在,查询却说没有"],
      refundNotEnough: ["商户余额不足", "退款被拒绝,商户账户的钱不够"],
      refundClosed: ["退款关闭", "先受理退款,到账时却失败(支付宝没有)"],
      twice: ["通知两次", "同一通知发两次"],
      otherOrder: ["他单通知", "签名正确,说的却是另一张单"],
      statementRowMissing: ["对账单缺行", "最后一行没有了,汇总仍算它"],
      statementRowDoubled: ["对账单重行", "最后一行出现两次,汇总只算一次"],
      statementOtherDay: ["对账单串日", "最后一行写成次日"],
      statementWrongTotal: ["对账单汇总错", "汇总金额多一分"],
      statementCutOff: ["对账单截断", "文件只有前一半"],
      statementNotReady: ["对账单未生成", "回答账单还没有准备好"],
    },
  },
  en: {
    scan: "Scan", scanHowTo: "Choose a code on a till's screen, or type what it says",
    noOffers: "No till shows a code now", scanTyped: "Scan",
    scanRefused: {
      unknownCode: "This code is not known", codeOver: "This code is over",
      scannedByAnother: "Somebody else has scanned it", noSuchWallet: "You do not have this wallet",
    },
    title: "Practice phone", other: "中文", person: "Customer", tabPay: "Pay", tabBills: "Bills",
    caption: "For practice: invented people, invented money. A till can scan the payment code.",
    walletNames: {
      wechat: "Greenbean", alipay: "Bluebay", bestpay: "Orangewing", unionpay: "Redbridge",
    },
    walletPlays: {
      wechat: "plays WeChat Pay", alipay: "plays Alipay", bestpay: "plays BestPay",
      unionpay: "plays UnionPay",
    },
    showCode: "Show this code to the cashier", refresh: "New code", balance: "Balance",
    secondsLeft: "seconds until it changes", reveal: "Copy the payment code", copied: "Copied",
    barcode: "Payment bar code", square: "Payment QR code",
    passwordAbove: (limit) =>
      limit === 0 ? "Password for every payment" : `Password above ¥${limit / 100}`,
    merchant: "Example Pharmacy Chain", payTo: "Pay to", enterPassword: "Enter your password",
    practicePassword: "Practice password", decline: "Cancel payment", approve: "Pay",
    wrongPassword: (left) => `Wrong password, ${left} ${left === 1 ? "try" : "tries"} left`,
    erase: "Erase", secondsToPay: "Time left", paid: "Paid", notPaid: "Not paid",
    noBills: "No bills yet", noBillsHint: "What you pay appears here",
    back: "Back", bill: "Bill", status: "Status", paidAt: "Paid at", createdAt: "Ordered at",
    goods: "Goods", fullName: "Merchant", method: "Paid with", returned: "Returned",
    tradeNumber: "Trade no.", merchantNumber: "Order no.",
    scanHint: "A merchant can scan this to find or check the payment",
    offline: "The practice network cannot be reached", seconds: "s",
    states: {
      PAID: "Paid", WAITING: "Waiting for password", CLOSED: "Closed", DECLINED: "Not paid",
      REVERSED: "Reversed",
    },
    reasons: {
      notEnoughMoney: "not enough money", declinedByPerson: "cancelled by the customer",
      wrongPassword: "wrong password too often",
    },
    refunded: "Refunded in full", partlyRefunded: (amount) => `Refunded ¥${amount}`,
    refunding: "Refund on its way", refund: "Refund", refundArrived: "Refund received",
    refundStates: { PROCESSING: "on its way", SUCCESS: "returned to balance", CLOSED: "failed" },
    panelTitle: "Practice network",
    panelLead: "Four wallets, played on this machine. Trainers switch faults and watch the money.",
    faults: "Faults", scope: "At the next request like this", wallet: "Wallet", call: "Request",
    times: "How often", both: "All wallets", allCalls: "Every",
    calls: {
      pay: "Pay", offer: "Show a code", query: "Query", reverse: "Reverse", close: "Close",
      refund: "Refund",
      refundQuery: "Refund query", notification: "Notification", statement: "Statement",
      statementFile: "Statement's file",
    },
    once: "Once", three: "Three times", always: "Until off", share: (n) => `${n}%`,
    delay: "Delay (s)", active: "Switched on",
    noFaults: "No faults: everything works", allOff: "All off", off: "Off",
    left: (n) => `${n} left`, untilOff: "until off", orders: "Orders", noOrders: "No orders yet",
    accounts: "Customers", openPhone: "Open phone", reset: "Start afresh",
    resetAsk: "Put balances, orders and faults back as at first?", save: "Save",
    refundDelay: "Refund arrives after (s)",
    number: "Merchant order no.", amount: "Amount", state: "State", debited: "Debited",
    who: "Customer", time: "Time", given: "Returned", waiting: "Waiting", password: "Password",
    above: "Password above",
    money: { moved: "money moved", not: "money did not move", later: "moves later", maybe: "query",
      told: "notification", listed: "statement" },
    kinds: {
      loseAnswer: ["Answer lost", "Done; the answer is lost on its way"],
      loseRequest: ["Request lost", "The request never arrives; nothing happens"],
      delay: ["Answer late", "Done at once, answered seconds later"],
      delayRequest: ["Request late", "The connection drops; the request arrives and is done later"],
      systemError: ["System error", "Says system error; nothing was done"],
      systemErrorAfter: ["System error after", "Done, yet it says system error"],
      down: ["Channel down", "The connection just closes"],
      http500: ["HTTP 500", "Done; answers with a server error"],
      badSignature: ["Bad signature", "Done; the answer's signature is wrong"],
      truncated: ["Cut off", "Done; only half of the answer arrives"],
      garbage: ["Garbage", "Done; the answer cannot be read"],
      wrongAmount: ["Wrong amount", "Done; the answer says one yuan more"],
      notFound: ["Not found", "It exists, a query says it does not"],
      refundNotEnough: ["Merchant is short", "The refund is refused: too little on the account"],
      refundClosed: ["Refund closed", "Accepted, then it fails to arrive (not at Alipay)"],
      twice: ["Told twice", "The same notification comes twice"],
      otherOrder: ["Another order", "A signed notification about another order"],
      statementRowMissing: ["Line missing", "The last line is gone, its totals still count it"],
      statementRowDoubled: ["Line doubled", "The last line comes twice, its totals count it once"],
      statementOtherDay: ["Another day", "The last line is of the next day"],
      statementWrongTotal: ["Wrong total", "A total is one fen too high"],
      statementCutOff: ["File cut off", "Only the first half of the file"],
      statementNotReady: ["Not ready", "Says that the statement is not there yet"],
    },
  },
};

let language = "zh";
try {
  language = localStorage.getItem("language") === "en" ? "en" : "zh";
} catch { /* Storage may be switched off; Chinese then. */ }

/** The words of the language in use. */
export function say() {
  return words[language];
}

/** The name of a person in the language in use. */
export function nameOf(person) {
  return language === "en" ? person.nameEn : person.name;
}

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  try {
    localStorage.setItem("language", language);
  } catch { /* Then only for now. */ }
  translatePage();
}

/** Fills every element that names its word. */
export function translatePage() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = say()[element.dataset.word];
  }
}
