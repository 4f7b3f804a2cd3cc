// Function 400449, finance remarks (财务备注). The notice ended one use of it: a remark that says "this
// cash was really a scan" (N14, N16). Such a remark is refused and leads to 42, on whatever it is made.

internal import Persistence
internal import Retail
internal import Sales

enum Remarks {
    /// Words by which shops used to say that cash on paper was a scan in truth.
    private static let scanWords = [
        "聚合", "微信", "支付宝", "翼支付", "扫码", "补单", "wechat", "alipay", "bestpay", "scan",
    ]
    /// Words that say what paper says is not so.
    ///
    /// On a whole day a wallet may be spoken of for many
    /// reasons, and only with one of these does it claim what cash was.
    private static let claimWords = [
        "实为", "实际", "其实", "应为", "应是", "现金", "当成", "误", "算作", "really", "actually",
        "in fact", "cash", "instead",
    ]
    /// The methods' ids, as numbers of their own: a telephone number may hold them, too.
    private static let methods: Set<Substring> = ["41", "42"]

    /// Whether a remark on a sale paid in cash claims that it was paid by scan.
    static func standsInForRecovery(_ words: String, on sale: Sale) -> Bool {
        let hasCash = sale.tenders.contains { tender in
            tender.method == TenderMethodID.cash && tender.state == .paid
        }
        return hasCash && speaksOfScans(words)
    }

    /// Whether a remark on a day claims that its cash was paid by scan.
    static func standsInForRecovery(_ words: String, onDayWithCash hasCash: Bool) -> Bool {
        let said = words.lowercased()
        return hasCash && speaksOfScans(words) && claimWords.contains { said.contains($0) }
    }

    private static func speaksOfScans(_ words: String) -> Bool {
        let said = words.lowercased()
        let numbers = said.split { !$0.isASCII || !$0.isNumber }
        return scanWords.contains { said.contains($0) }
            || numbers.contains(where: methods.contains)
    }

    /// What is to be said of a payment before anything may be remarked on it.
    static func refusal(on payment: StoredStory) -> OperatorNotice? {
        if let posted = payment.posted, posted.receipt != nil {
            return posted.method == TenderMethodID.supplementary ? .remarkNotNeeded : nil
        }
        // Ended without a debit: there is nothing to recover.
        if let asked = payment.asked, payment.posted == nil,
            ["declined", "reversed"].contains(asked.state), payment.rows.isEmpty
        {
            return nil
        }
        // Debited, or perhaps debited, and on no posted sale: it is recovered, and not explained.
        return .remarkStandsInForRecovery
    }
}
