// Where each wallet shows the merchant order number (N15, R32, R33): the notice's own steps, with the
// date they were written down.

struct WalletHelp: Encodable {
    let wallet: String
    let name: String
    let nameEn: String
    let steps: [String]
    let stepsEn: [String]
    let asOf: String

    static let all: [WalletHelp] = [
        WalletHelp(
            wallet: "wechat", name: "微信", nameEn: "WeChat",
            steps: ["我", "支付", "钱包", "账单", "本店的订单", "订单详情：最下面的商户单号"],
            stepsEn: [
                "Me", "Pay", "Wallet", "Bills", "This shop's order",
                "Details: the merchant order number at the bottom",
            ],
            asOf: "2019-10-14"),
        WalletHelp(
            wallet: "alipay", name: "支付宝", nameEn: "Alipay",
            steps: ["我的", "账单", "本店的订单", "订单详情：最下面的商户单号"],
            stepsEn: [
                "My", "Bills", "This shop's order",
                "Details: the merchant order number at the bottom",
            ],
            asOf: "2019-10-14"),
        WalletHelp(
            wallet: "bestpay", name: "翼支付", nameEn: "BestPay",
            steps: ["＋", "账单", "本店的订单号", "订单详情：最下面的商户单号"],
            stepsEn: [
                "＋", "Bills", "This shop's order number",
                "Details: the merchant order number at the bottom",
            ],
            asOf: "2019-10-14"),
    ]
}
