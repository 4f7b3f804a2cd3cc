// Who takes part in a story. The order of the cases is the order of the lifelines from left to right:
// a payment goes that way, from the counter to the channel and on to the customer's phone.

/// One who speaks or is spoken to in a story.
package enum Party: Hashable, Comparable, Sendable {
    /// A register of a store, each by its digits.
    case till(store: String, register: String)
    case server(Int)
    case database
    /// A wallet by the name that is stored (`wechat`), or by any that people use.
    case channel(String)
    /// The phone of a customer, by the number of the customer.
    case phone(customer: Int)
    /// What a channel says on the next day.
    case statement

    /// A short name, the same in the text and above a lifeline.
    package func name(in language: StoryLanguage) -> String {
        switch self {
        case .till(let store, let register):
            language.choose("till \(store)/\(register)", "收银机 \(store)/\(register)")
        case .server(let number): language.choose("server \(number)", "服务器 \(number)")
        case .database: language.choose("database", "数据库")
        case .channel(let wallet): Party.walletName(wallet, in: language)
        case .phone(let customer): language.choose("phone \(customer)", "手机 \(customer)")
        case .statement: language.choose("statement", "对账单")
        }
    }

    /// The names of the wallets; a story needs no more of them, so it does not need `Payments`.
    private static let wallets = [
        (stored: "wechat", english: "WeChat Pay", chinese: "微信支付"),
        (stored: "alipay", english: "Alipay", chinese: "支付宝"),
        (stored: "bestpay", english: "BestPay", chinese: "翼支付"),
        (stored: "unionpay", english: "UnionPay", chinese: "云闪付"),
        (stored: "ecny", english: "e-CNY", chinese: "数字人民币"),
    ]

    private static func walletName(_ name: String, in language: StoryLanguage) -> String {
        for wallet in wallets
        where [wallet.stored, wallet.english, wallet.chinese].contains(name) {
            return language.choose(wallet.english, wallet.chinese)
        }
        return name
    }
}
