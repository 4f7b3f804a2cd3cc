// Words of function 400449, finance remarks.

/** @type {Record<string, [string, string]>} */
export const REMARK_WORDS = {
  remarkReceipt: ["小票号", "Receipt number"],
  remarkReceiptHint: ["如 0101-02-20261123-0087", "such as 0101-02-20261123-0087"],
  remarkFind: ["查找", "Find"],
  remarkText: ["备注（最多 200 字）", "Remark (200 characters at most)"],
  remarkSave: ["保存备注", "Save remark"],
  remarkSaved: ["备注已保存", "The remark is saved"],
  remarkSavedNext: ["可以查下一张小票", "Look for the next receipt"],
  remarkNotNeeded: ["无需备注", "No remark is needed"],
  remarkNotNeededText: ["用 42 补单完成的销售视为正常下账，不用再备注。",
    "A sale completed by 42 counts as normal posting; it takes no remark."],
  remarkNone: ["还没有备注", "There are no remarks yet"],
  remarkList: ["已有备注", "Remarks"],
  remarkBy: ["{0} · {1}", "{0} · {1}"],
  remarkIntro: ["输入小票号查一笔销售。扫码已扣款而没有下账的，用 42 补单，不写备注。",
    "Find a sale by its receipt number. A debit that was not posted is recovered by 42."],
  remarkPosted: ["完成于 {0}", "Posted {0}"],
  remarkSignIn: ["请先在 10034 登录", "Sign in at 10034 first"],
  remarkSignInNext: ["打开 10034 登录后再来", "Open 10034, sign in, and come back"],
  goTill: ["去 10034", "Go to 10034"],
};
