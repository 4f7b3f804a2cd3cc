// The faults a trainer can switch on: what each does to the money, and which requests it can meet.

/** Each kind with what it does to the money: moved, later, not, maybe (a query), or
 * whether it bends a notification (told) or a statement (listed). */
export const kinds = [
  ["loseAnswer", "moved"], ["systemErrorAfter", "moved"], ["delay", "moved"],
  ["http500", "moved"], ["badSignature", "moved"], ["truncated", "moved"],
  ["garbage", "moved"], ["wrongAmount", "moved"], ["delayRequest", "later"],
  ["loseRequest", "not"], ["systemError", "not"], ["down", "not"], ["notFound", "maybe"],
  ["refundNotEnough", "not"], ["refundClosed", "not"], ["twice", "told"],
  ["otherOrder", "told"], ["statementRowMissing", "listed"], ["statementRowDoubled", "listed"],
  ["statementOtherDay", "listed"], ["statementWrongTotal", "listed"],
  ["statementCutOff", "listed"], ["statementNotReady", "listed"],
];

const bendsNotices = new Set(["loseRequest", "delayRequest", "badSignature", "wrongAmount"]);

/** Where a fault is put when these are chosen: some kinds can meet one call or one wallet alone. */
export function scopeOf(kind, channel, call) {
  switch (kind) {
    case "notFound":
      return { channel, call: ["refund", "refundQuery"].includes(call) ? "refundQuery"
        : call === "all" ? "all" : "query" };
    case "refundNotEnough": return { channel, call: "refund" };
    case "twice":
    case "otherOrder": return { channel, call: "notification" };
    // Alipay gives back at once.
    case "refundClosed":
      return { channel: channel === "alipay" ? "wechat" : channel, call: "refund" };
    case "statementRowMissing": case "statementRowDoubled": case "statementOtherDay":
    case "statementWrongTotal": case "statementCutOff": case "statementNotReady":
      return { channel, call: "statement" };
    default:
      return { channel, call: call === "notification" && !bendsNotices.has(kind) ? "all" : call };
  }
}
