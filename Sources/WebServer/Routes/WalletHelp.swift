// Where each wallet shows the merchant order number (N15, R32–R34): the notice's own steps as they were
// sent out, with the date, and with the chain's bill name in place of the aggregator's brand.

struct WalletHelp: Encodable {
    let wallet: String
    let name: String
    let nameEn: String
    let steps: [String]
    let stepsEn: [String]
    let asOf: String

    static func all(billName: String) -> [WalletHelp] {
        [
            WalletHelp(
                wallet: "wechat", name: "微信", nameEn: "WeChat",
                steps: ["我", "支付", "钱包", "帐单", "\(billName)订单", "订单详情"],
                stepsEn: ["Me", "Pay", "Wallet", "Bills", "Order of \(billName)", "Order details"],
                asOf: "2019-10-14"),
            WalletHelp(
                wallet: "alipay", name: "支付宝", nameEn: "Alipay",
                steps: ["我的", "帐单", "\(billName)订单", "订单详情"],
                stepsEn: ["My", "Bills", "Order of \(billName)", "Order details"],
                asOf: "2019-10-14"),
            WalletHelp(
                wallet: "bestpay", name: "翼支付", nameEn: "BestPay",
                steps: ["+", "帐单", "\(billName)订单号", "订单详情"],
                stepsEn: ["+", "Bills", "Order number of \(billName)", "Order details"],
                asOf: "2019-10-14"),
        ]
    }
}
