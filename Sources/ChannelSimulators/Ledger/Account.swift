// The people whose phones are played, and what they have in their wallets. All of them are
// invented.

package import Retail

/// A wallet that is played here.
package enum Wallet: String, Codable, Sendable, CaseIterable {
    case wechat
    case alipay
    case bestpay
    case unionpay

    /// The first two digits of the payment codes made here.
    ///
    /// *Source*: WeChat Pay micropay, auth_code: 10–15; alipay.trade.pay, auth_code: 25–30;
    /// BestPay, public examples: 51; UnionPay, public POS manuals: 62.
    var codePrefix: String {
        switch self {
        case .wechat: "13"
        case .alipay: "28"
        case .bestpay: "51"
        case .unionpay: "62"
        }
    }

    /// How many digits a code has.
    var codeLength: Int {
        switch self {
        case .wechat, .alipay, .bestpay: 18
        case .unionpay: 19
        }
    }

    /// Whether a refund is only accepted at first, and arrives afterwards.
    var refundsArriveLater: Bool {
        switch self {
        case .wechat, .bestpay, .unionpay: true
        case .alipay: false
        }
    }
}

/// One wallet of one person: what it holds and when it asks for the password.
package struct Purse: Codable, Equatable, Sendable {
    package let wallet: Wallet
    package internal(set) var balance: Money
    /// The password is asked for when a payment is above this; zero asks always.
    package internal(set) var passwordAbove: Money

    /// No balance set by hand is larger: one hundred million yuan, far from overflow in sums.
    package static let balanceMax = Money(fen: 10_000_000_000)
}

/// An invented customer.
package struct Account: Codable, Equatable, Sendable {
    package let id: String
    package let name: String
    package let nameEnglish: String
    /// Six digits, shown to everybody: it is for practice.
    package let password: String
    package internal(set) var purses: [Purse]

    package func purse(_ wallet: Wallet) -> Purse? {
        purses.first { $0.wallet == wallet }
    }

    /// Purses in the order in which the phone shows them.
    private static func ordinary(_ wallets: [Wallet]) -> [Purse] {
        wallets.map {
            Purse(
                wallet: $0, balance: Money(fen: 500_000), passwordAbove: Money(fen: 20_000))
        }
    }

    /// The four customers every fresh network has.
    package static let demo: [Account] = [
        Account(
            id: "lin", name: "林小溪", nameEnglish: "Lin Xiaoxi", password: "135790",
            purses: ordinary([.wechat, .alipay, .bestpay, .unionpay])),
        Account(
            id: "zhou", name: "周远", nameEnglish: "Zhou Yuan", password: "246801",
            purses: ordinary([.alipay, .wechat, .bestpay, .unionpay])),
        Account(
            id: "poor", name: "钱不多", nameEnglish: "Qian Buduo", password: "112233",
            purses: Wallet.allCases.map {
                Purse(
                    wallet: $0, balance: Money(fen: 100), passwordAbove: Money(fen: 20_000))
            }),
        Account(
            id: "slow", name: "慢慢来", nameEnglish: "Man Manlai", password: "445566",
            purses: Wallet.allCases.map {
                Purse(wallet: $0, balance: Money(fen: 500_000), passwordAbove: .zero)
            }),
    ]
}
