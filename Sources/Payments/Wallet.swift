// One method, 41, stands for every wallet (R08): nobody at the counter is asked which. The wallet is
// read off the shape of the code, and from then on chooses the channel and the merchant account.

/// A wallet that a customer may pay from.
package enum Wallet: String, CaseIterable, Sendable {
    case weChatPay = "wechat"
    case alipay = "alipay"
    case bestPay = "bestpay"
    case unionPay = "unionpay"
    case digitalYuan = "ecny"

    /// The name cashiers and customers use.
    package var chineseName: String {
        switch self {
        case .weChatPay: "微信支付"
        case .alipay: "支付宝"
        case .bestPay: "翼支付"
        case .unionPay: "云闪付"
        case .digitalYuan: "数字人民币"
        }
    }

    package var englishName: String {
        switch self {
        case .weChatPay: "WeChat Pay"
        case .alipay: "Alipay"
        case .bestPay: "BestPay"
        case .unionPay: "UnionPay"
        case .digitalYuan: "e-CNY"
        }
    }
}
