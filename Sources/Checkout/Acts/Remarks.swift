// Function 400449, finance remarks (财务备注). The notice ended one use of it: a remark that says "this
// cash was really a scan" (N14, N16). Such a remark is refused and leads to 42.

internal import Sales

enum Remarks {
    /// Words by which shops used to say that cash on paper was a scan in truth.
    private static let scanWords = [
        "聚合", "微信", "支付宝", "翼支付", "扫码", "补单", "wechat", "alipay", "bestpay", "scan",
    ]
    /// The methods' ids, as numbers of their own: a telephone number may hold them, too.
    private static let methods: Set<Substring> = ["41", "42"]

    /// Whether a remark on a sale paid in cash claims that it was paid by scan.
    static func standsInForRecovery(_ words: String, on sale: Sale) -> Bool {
        let hasCash = sale.tenders.contains { tender in
            tender.method == TenderMethodID.cash && tender.state == .paid
        }
        let said = words.lowercased()
        let numbers = said.split { !$0.isASCII || !$0.isNumber }
        return hasCash
            && (scanWords.contains { said.contains($0) }
                || numbers.contains(where: methods.contains))
    }
}
