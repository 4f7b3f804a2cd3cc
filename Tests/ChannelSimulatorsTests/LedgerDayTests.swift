// BestPay and UnionPay take a payment back on its own day alone, and their days begin at different
// hours.

import ChannelSimulators
import Retail
import Testing

@Suite("Reversals of one day")
struct LedgerDayTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let wallet: Wallet
        let paid: String
        let reversed: String
        let isOpen: Bool
        var testDescription: String { "\(wallet.rawValue): \(paid), \(reversed)" }

        init(_ wallet: Wallet, _ paid: String, _ reversed: String, _ isOpen: Bool) {
            self.wallet = wallet
            self.paid = paid
            self.reversed = reversed
            self.isOpen = isOpen
        }
    }

    private static let rows = [
        Row(.bestpay, "20261123000000", "20261123235959", true),
        Row(.bestpay, "20261123235959", "20261124000000", false),
        Row(.unionpay, "20261122230000", "20261123225959", true),
        Row(.unionpay, "20261123225959", "20261123230000", false),
        Row(.unionpay, "20261123235959", "20261124000000", true),
        Row(.alipay, "20261123235959", "20261124235959", true),
    ]

    @Test("Within the day the money comes back, after it nothing changes", arguments: rows)
    func windows(_ row: Row) throws {
        var ledger = Ledger()
        let paid = try CivilTime(compact: row.paid).timestamp
        let issued = ledger.issueCode(account: "lin", wallet: row.wallet, entropy: 5, at: paid)
        let code = try #require(issued)
        let key = OrderKey(wallet: row.wallet, number: "1")
        let order = try ledger.pay(
            PayRequest(
                key: key, code: code.digits, amount: Money(fen: 100), subject: "", details: "",
                attachment: "", payableUntil: paid.advanced(by: .minutes(5))), at: paid)
        #expect(order.debited == Money(fen: 100))
        let later = try CivilTime(compact: row.reversed).timestamp
        let result = ledger.reverse(key, at: later)
        let returned = ledger.order(key, at: later)?.returned
        if row.isOpen {
            #expect(returned == Money(fen: 100))
        } else {
            #expect(result == .tooLate && returned == .zero)
        }
    }
}
