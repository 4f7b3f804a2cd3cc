// What F1 says, screen by screen, in the words of the notice on posting aggregated payments.

/**
 * @typedef {[string, string]} Pair
 * @typedef {{title: Pair, steps: Pair[], never?: Pair}} HelpPage
 */

/** @type {HelpPage} */
const signIn = {
  title: ["登录", "Sign in"],
  steps: [
    ["输入工号，回车；输入密码，回车。", "Type your number, Enter; your PIN, Enter."],
    ["门店和款台本机会记住，换款台时在这里改。", "This till remembers store and register; change them here."],
  ],
};

/** @type {HelpPage} */
const sale = {
  title: ["功能 10034 零售前台开票", "Function 10034, front desk"],
  steps: [
    ["第一步：扫描商品，或输入编码、拼音首字母。", "1. Scan the goods, or type a code or pinyin initials."],
    ["第二步：打折、优惠、录入销售人员（F3、F4、F6）后，按 PageUp 到收款界面。",
      "2. Enter discounts and the salesperson (F3, F4, F6), then PageUp to the checkout."],
    ["第三步：选择收款 ID 41 聚合支付，弹出付款码框。不选直接扫也可以。",
      "3. Choose method 41, aggregated payment; its box opens. Scanning alone does the same."],
    ["第四步：扫描顾客的付款码；没有扫码枪的手工录入数字，再按确定。",
      "4. Scan the customer's code; without a scanner type the digits, then OK."],
    ["第五步：按 F9 完成，小票自动打印。", "5. F9 completes; the receipt prints by itself."],
    ["数量：先输入“3*”再扫，或 F2 修改。", "Quantity: type “3*” before the scan, or change it with F2."],
  ],
};

/** @type {HelpPage} */
const checkout = {
  title: ["收款界面", "Checkout"],
  steps: [
    ["扫付款码就是 41，扫商户单号就是 42，不用先选。",
      "A payment code is 41, a merchant order number 42; no need to choose."],
    ["现金输入 1 回车，再输入收到的钱。", "For cash type 1, Enter, then what you received."],
    ["可以分几次收：改小 41 的金额，或先收一部分现金。",
      "Several tenders: lower the amount of 41, or take part in cash."],
    ["收齐后按 F9。Esc 返回商品，什么都不会丢。",
      "F9 when all is paid. Esc goes back to the goods; nothing is lost."],
  ],
  never: ["顾客手机已付款、系统报错时，不能选现金，用 42 补单。",
    "If the phone says paid and the till shows an error: never cash, use 42."],
};

/** @type {HelpPage} */
const scan = {
  title: ["41 聚合支付", "41 Aggregated payment"],
  steps: [
    ["微信、支付宝、翼支付、云闪付同操作，系统自己认出是哪一种。",
      "WeChat Pay, Alipay, BestPay and UnionPay alike; the till tells which."],
    ["用扫描枪扫描顾客的付款码，或手工录入数字后按确定。", "Scan the customer's code, or type its digits, then OK."],
    ["扫码枪坏了：按 F3 出示收款码，选钱包，请顾客用手机扫屏幕；3 分钟内有效。",
      "Scanner broken: F3 shows a code; choose the wallet, the customer scans the screen; 3 minutes."],
    ["付款有延时：请耐心等 1 分钟以上，或直到报错，再做下一步。",
      "There is a delay: wait a minute or until an error before the next step."],
    ["之后根据情况：再次扫码，或用 42 补单。", "Then either scan again or use 42, as the till offers."],
  ],
  never: ["没有结果时不要再扫码，不要收现金。", "While there is no outcome: do not scan again, take no cash."],
};

/** @type {HelpPage} */
const supplementary = {
  title: ["42 聚合支付（补单）", "42 Aggregated payment (supplementary)"],
  steps: [
    ["顾客手机显示支付成功，系统却报错或没有反应时用 42。",
      "For when the phone says paid and the till shows an error or nothing."],
    ["请顾客打开订单详情，出示单号。右边有各钱包的步骤。",
      "The customer opens the order's details; the steps for each wallet are shown."],
    ["扫描最下面的商户单号，以当年年份开头。", "Scan the bottom-most number, the one beginning with the year."],
    ["核实后按 F9 完成。这视为正常下账，不用再在 400449 备注。",
      "Once verified, F9. It counts as normal posting; no remark in 400449."],
  ],
  never: ["再次强调：此处不能选现金。选成现金的，财务视为现金。",
    "Again: never cash here. What is taken as cash, finance treats as cash."],
};

/** @type {HelpPage} */
const attempt = {
  title: ["正在付款", "A payment under way"],
  steps: [
    ["上面一排是进度：已发送、顾客确认、查询、已付款。系统自己查询，不用重扫。",
      "The row shows: sent, customer, asking, paid. The till asks by itself."],
    ["请耐心等 1 分钟以上，或直到报错，按钮才会出现。", "Wait a minute or until an error; then the buttons appear."],
    ["顾客手机显示已付款：用 42 补单。没有付款：撤销后重新扫码。",
      "If the phone says paid: 42. If not: take it back, then scan again."],
    ["队伍长：F8 挂起这张单，先服务下一位；有结果会提示。",
      "A queue: F8 holds the sale; the outcome will be announced."],
  ],
  never: ["没有结果时不能收现金；特殊情况由店长授权，财务马上看到。",
    "No cash while there is no outcome; a manager may approve it, and finance sees it at once."],
};

/** @type {HelpPage} */
const cash = {
  title: ["现金", "Cash"],
  steps: [
    ["输入收到的钱，回车；空着回车就是正好。", "Type what you received, Enter; empty means the exact amount."],
    ["找零会大字显示，F9 完成后再找。", "The change is shown large; F9, then hand it over."],
  ],
  never: ["顾客已经扫码付款的，不能选成现金。", "What was paid by a scan is never entered as cash."],
};

/** @type {HelpPage} */
const returning = {
  title: ["退货", "Return"],
  steps: [
    ["扫小票，或 F8 后输入小票号、商户单号，或选今日销售。",
      "Scan the receipt; or F8, then a receipt or order number, or one of today's sales."],
    ["空格退整行，数字改件数，↑↓ 换行；也可以扫退回的商品，一次一件。",
      "Space returns the line, digits set pieces, ↑↓ change line; or scan the goods, one each."],
    ["回车到原因：1 质量问题，2 发错，3 店长特批（要店长授权）。",
      "Enter goes to the reason: 1 quality, 2 wrong item, 3 manager's leave (needs the manager)."],
    ["钱按原路退回：扫码付的退回顾客自己的钱包，现金退现金。",
      "Money goes back the way it came: a scan to the customer's own wallet, cash in cash."],
    ["核对应退金额，F9 确认一次。退回的商品放到待处理，不再出售。",
      "Check the amount; F9 confirms, once. The goods are set aside and not sold again."],
  ],
  never: ["扫码付的不能随手改退现金：F4 改退现金要店长授权，财务马上看到。",
    "A scan is not paid out in cash: F4 needs the manager, and finance sees it at once."],
};

/** @type {HelpPage} */
const returned = {
  title: ["退货以后", "After a return"],
  steps: [
    ["已受理：钱包已答应退款，等到账。已到账：顾客已收到。",
      "Accepted: the wallet has promised it. Arrived: the customer has it."],
    ["未知：不用做任何事，系统自己再问，不会退两次。",
      "In doubt: nothing to do; it is asked again by itself and never sent twice."],
    ["未退成：已报财务，按提示处理。", "Failed: finance has been told; do as the line says."],
    ["不用等：直接扫下一位顾客的商品，或按回车。", "Do not wait: scan the next customer's goods, or Enter."],
    ["再扫这张小票，就能再看到退款状态。", "Scan the receipt again to see how the refunds stand."],
  ],
};

/** @type {Record<string, HelpPage>} */
export const HELP = {
  signIn, sale, checkout, scan, supplementary, attempt, cash, return: returning, returned,
};
