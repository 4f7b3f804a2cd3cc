// Refunds, decided without a network: what is accepted, when it arrives, and what never happens twice.

import ChannelSimulators
import Retail
import Testing

@Suite("Refunds in the wallets' ledger")
struct LedgerRefundTests {
    static let start = Timestamp(microseconds: 1_795_403_365_000_000)

    var ledger = Ledger()
    var now = LedgerRefundTests.start

    mutating func paid(
        _ fen: Int64 = 6_510, number: String = "n1", wallet: Wallet = .wechat,
        account: String? = nil
    ) throws -> OrderKey {
        let account = account ?? (wallet == .wechat ? "lin" : "zhou")
        let issued = ledger.issueCode(account: account, wallet: wallet, entropy: 77, at: now)
        let code = try #require(issued)
        let request = PayRequest(
            key: OrderKey(wallet: wallet, number: number), code: code.digits,
            amount: Money(fen: fen), subject: "药品", details: "", attachment: "",
            payableUntil: now.advanced(by: .minutes(5)))
        return try ledger.pay(request, at: now).key
    }

    mutating func look(_ key: OrderKey, at moment: Timestamp) throws -> Order {
        let order = ledger.order(key, at: moment)
        return try #require(order)
    }

    func request(
        _ key: OrderKey, _ fen: Int64, _ number: String = "R1", of total: Int64? = nil,
        outcome: RefundRequest.Outcome = .arrives
    ) -> RefundRequest {
        RefundRequest(
            order: key, number: number, amount: Money(fen: fen),
            orderAmount: total.map { Money(fen: $0) }, outcome: outcome)
    }

    func balance(_ account: String = "lin", _ wallet: Wallet = .wechat) -> Int64? {
        ledger.accounts.first { $0.id == account }?.purse(wallet)?.balance.fen
    }

    @Test("WeChat Pay accepts first and gives back two seconds later, to the microsecond")
    mutating func arrives() throws {
        let key = try paid()
        let accepted = try ledger.refund(request(key, 2_000), at: now)
        #expect(accepted.isNew)
        #expect(accepted.refund.stateName == "PROCESSING")
        #expect(accepted.refund.channelNumber?.utf8.count == 29)
        #expect(balance() == 493_490)
        now = now.advanced(by: Pause(microseconds: 1_999_999))
        #expect(ledger.order(key, at: now)?.returned == .zero)
        now = now.advanced(by: Pause(microseconds: 1))
        let order = try look(key, at: now)
        #expect(order.refunds.map(\.state) == [.arrived(at: now)])
        #expect(order.returned == Money(fen: 2_000))
        #expect(order.state == .paid)
        #expect(balance() == 495_490)
    }

    @Test("Alipay gives back at once")
    mutating func atOnce() throws {
        let key = try paid(wallet: .alipay)
        let accepted = try ledger.refund(request(key, 2_000), at: now)
        #expect(accepted.refund.state == .arrived(at: now))
        #expect(accepted.refund.channelNumber == nil)
        #expect(accepted.order.returned == Money(fen: 2_000))
        #expect(balance("zhou", .alipay) == 495_490)
    }

    @Test(
        "the same number gives back once, before and after it has arrived",
        arguments: Wallet.allCases)
    mutating func repeats(_ wallet: Wallet) throws {
        let key = try paid(wallet: wallet)
        let first = try ledger.refund(request(key, 2_000), at: now)
        for pause in [Pause.zero, .seconds(2), .days(400)] {
            now = now.advanced(by: pause)
            let again = try ledger.refund(request(key, 2_000), at: now)
            #expect(!again.isNew)
            #expect(again.refund.channelNumber == first.refund.channelNumber)
            #expect(again.order.refunds.count == 1)
        }
        #expect(ledger.order(key, at: now)?.returned == Money(fen: 2_000))
    }

    @Test("the delay can be set; refunds arrive in the order of their times")
    mutating func delays() throws {
        let key = try paid()
        for (number, seconds) in [("a", Int64(30)), ("b", 10), ("c", 20), ("d", 0)] {
            #expect(ledger.setRefundDelay(.seconds(seconds)) == true)
            _ = try ledger.refund(request(key, 1_000, number), at: now)
        }
        for (after, arrived) in [(0, "d"), (10, "bd"), (20, "bcd"), (30, "abcd")] {
            let moment = now.advanced(by: .seconds(Int64(after)))
            let refunds = try look(key, at: moment).refunds
            #expect(
                refunds.filter { $0.stateName == "SUCCESS" }.map(\.number).joined() == arrived)
        }
        #expect(ledger.setRefundDelay(Pause(microseconds: -1)) == false)
        #expect(ledger.setRefundDelay(Ledger.refundDelayMax.advancedByOne) == false)
    }

    @Test("one that is to fail is accepted, closed later, and its money can be given back again")
    mutating func closes() throws {
        let key = try paid()
        _ = try ledger.refund(request(key, 6_510, outcome: .fails), at: now)
        #expect(throws: RefundRefusal.nothingLeft) {
            try ledger.refund(request(key, 1, "R2"), at: now)
        }
        now = now.advanced(by: .seconds(2))
        let order = try look(key, at: now)
        #expect(order.refunds.map(\.state) == [.closed(at: now)])
        #expect(order.returned == .zero)
        #expect(balance() == 493_490)
        _ = try ledger.refund(request(key, 6_510, "R2"), at: now)
        now = now.advanced(by: .seconds(2))
        #expect(ledger.order(key, at: now)?.returned == Money(fen: 6_510))
        #expect(balance() == 500_000)
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let what: String
        let refusal: RefundRefusal
        let fen: Int64
        var number = "R2"
        var total: Int64? = 6_510
        var later = Pause.zero
        var outcome = RefundRequest.Outcome.arrives
        var testDescription: String { what }
    }

    @Test(
        "after 20.00 of 65.10 were given back",
        arguments: [
            Refused(what: "a fen too much", refusal: .tooMuch, fen: 4_511),
            Refused(what: "another order amount", refusal: .otherOrderAmount, fen: 1, total: 6_511),
            Refused(what: "another amount", refusal: .numberUsedForOther, fen: 1_999, number: "R1"),
            Refused(
                what: "another total", refusal: .numberUsedForOther, fen: 2_000, number: "R1",
                total: 1),
            Refused(what: "after a year", refusal: .tooLate, fen: 1, later: .days(366)),
            Refused(
                what: "a short merchant", refusal: .merchantIsShort, fen: 1,
                outcome: .merchantIsShort),
        ])
    mutating func refused(_ row: Refused) throws {
        let key = try paid()
        _ = try ledger.refund(request(key, 2_000), at: now)
        now = now.advanced(by: row.later)
        let asked = request(key, row.fen, row.number, of: row.total, outcome: row.outcome)
        #expect(throws: row.refusal) { try ledger.refund(asked, at: now) }
        #expect(ledger.order(key, at: now)?.refunds.count == 1)
        // To the fen and the last moment it would have been accepted.
        let last = LedgerRefundTests.start.advanced(by: .days(365))
        _ = try ledger.refund(request(key, 4_510, "R3", of: 6_510), at: last)
        #expect(throws: RefundRefusal.nothingLeft) {
            try ledger.refund(request(key, 1, "R4"), at: last)
        }
    }

    @Test("what was not paid, or was taken back, has nothing to refund")
    mutating func notPaid() throws {
        let unknown = OrderKey(wallet: .wechat, number: "none")
        #expect(throws: RefundRefusal.orderNotFound) {
            try ledger.refund(request(unknown, 1), at: now)
        }
        let waiting = try paid(number: "n2", account: "slow")
        #expect(throws: RefundRefusal.notPaid) { try ledger.refund(request(waiting, 1), at: now) }
        _ = ledger.decline(waiting, at: now)
        #expect(throws: RefundRefusal.notPaid) { try ledger.refund(request(waiting, 1), at: now) }
        let back = try paid(number: "n3")
        _ = ledger.reverse(back, at: now)
        #expect(throws: RefundRefusal.reversed) { try ledger.refund(request(back, 1), at: now) }
        #expect(balance() == 500_000)
    }

    @Test("after a refund there is no reversal, until it has failed", arguments: Wallet.allCases)
    mutating func noReversal(_ wallet: Wallet) throws {
        let key = try paid(wallet: wallet)
        _ = try ledger.refund(request(key, 1), at: now)
        #expect(ledger.reverse(key, at: now) == .refunded)
        let other = try paid(number: "n2", wallet: wallet)
        _ = try ledger.refund(request(other, 1, "R2", outcome: .fails), at: now)
        now = now.advanced(by: .seconds(2))
        guard case .returned(let order) = ledger.reverse(other, at: now) else {
            Issue.record("not returned")
            return
        }
        #expect(order.returned == order.debited)
    }

    @Test("a number belongs to the merchant at WeChat Pay, to the order at Alipay")
    mutating func numbers() throws {
        for wallet in Wallet.allCases {
            let first = try paid(number: "n1", wallet: wallet)
            let second = try paid(number: "n2", wallet: wallet)
            _ = try ledger.refund(request(first, 1), at: now)
            switch wallet {
            case .wechat, .bestpay, .unionpay:
                #expect(throws: RefundRefusal.numberUsedForOther) {
                    try ledger.refund(request(second, 1), at: now)
                }
            case .alipay:
                #expect(try ledger.refund(request(second, 1), at: now).isNew == true)
            }
        }
    }

    @Test("an order is given back in fifty parts at most")
    mutating func parts() throws {
        let key = try paid()
        for part in 1...50 { _ = try ledger.refund(request(key, 1, "R\(part)"), at: now) }
        #expect(throws: RefundRefusal.tooMany) {
            try ledger.refund(request(key, 1, "R51"), at: now)
        }
        now = now.advanced(by: .seconds(2))
        #expect(ledger.order(key, at: now)?.returned == Money(fen: 50))
    }

    @Test("a record keeps refunds that have yet to arrive, and the delay")
    mutating func record() throws {
        let key = try paid()
        #expect(ledger.setRefundDelay(.seconds(9)) == true)
        _ = try ledger.refund(request(key, 2_000), at: now)
        var again = try #require(Ledger(ledger.record))
        #expect(again.refundDelay == .seconds(9))
        now = now.advanced(by: .seconds(9))
        #expect(again.order(key, at: now)?.returned == Money(fen: 2_000))
        #expect(again.order(refundNumber: "R1", at: now)?.key == key)
        let repeated = try again.refund(request(key, 2_000), at: now)
        #expect(!repeated.isNew)
    }

    @Test("reset forgets refunds and puts the delay back")
    mutating func reset() throws {
        _ = try ledger.refund(request(paid(), 2_000), at: now)
        #expect(ledger.setRefundDelay(.zero) == true)
        ledger.reset()
        now = now.advanced(by: .seconds(5))
        ledger.catchUp(at: now)
        #expect(balance() == 500_000)
        #expect(ledger.order(refundNumber: "R1", at: now) == nil)
        #expect(ledger.refundDelay == .seconds(2))
    }
}

extension Pause {
    fileprivate var advancedByOne: Pause { Pause(microseconds: microseconds + 1) }
}
