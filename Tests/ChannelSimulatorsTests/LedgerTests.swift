// Money, decided without a network: each step is one line, the balances stand after it.

import ChannelSimulators
import Retail
import TestSupport
import Testing

@Suite("The wallets' ledger")
struct LedgerTests {
    static let start = Timestamp(microseconds: 1_795_403_365_000_000)
    static let number = "2026112315420501010200038742"

    var ledger = Ledger()
    var now = LedgerTests.start
    var entropy: UInt64 = 1

    mutating func code(_ account: String, _ wallet: Wallet) throws -> String {
        entropy += 1
        let issued = ledger.issueCode(
            account: account, wallet: wallet, entropy: entropy, at: now)
        return try #require(issued).digits
    }

    func request(
        _ code: String, _ fen: Int64, number: String = LedgerTests.number,
        wallet: Wallet = .wechat, subject: String = "药品", until: Pause = .minutes(5)
    ) -> PayRequest {
        PayRequest(
            key: OrderKey(wallet: wallet, number: number), code: code, amount: Money(fen: fen),
            subject: subject, details: "0101|02", attachment: "",
            payableUntil: now.advanced(by: until))
    }

    func balance(_ account: String, _ wallet: Wallet = .wechat) -> Int64? {
        ledger.accounts.first { $0.id == account }?.purse(wallet)?.balance.fen
    }

    @Test("a small payment debits at once and the wallet's number has 28 digits")
    mutating func pays() throws {
        let order = try ledger.pay(request(code("lin", .wechat), 6_510), at: now)
        #expect(order.state == .paid)
        #expect(order.debited == Money(fen: 6_510))
        #expect(balance("lin") == 493_490)
        #expect(order.tradeNumber.hasPrefix("4200"))
        #expect(order.tradeNumber.utf8.count == 28)
        let other = try ledger.pay(
            request(code("zhou", .alipay), 1, wallet: .alipay), at: now)
        #expect(other.tradeNumber.hasPrefix("20261123"))
        #expect(other.tradeNumber.utf8.count == 28)
    }

    @Test("200.00 needs no password, 200.01 does", arguments: [(20_000, true), (20_001, false)])
    mutating func limit(_ fen: Int64, _ isPaid: Bool) throws {
        let order = try ledger.pay(request(code("lin", .wechat), fen), at: now)
        #expect((order.state == .paid) == isPaid)
        #expect(balance("lin") == (isPaid ? 480_000 : 500_000))
    }

    @Test("the same request again changes nothing and is answered the same")
    mutating func repeats() throws {
        let first = request(try code("lin", .wechat), 6_510)
        let order = try ledger.pay(first, at: now)
        now = now.advanced(by: .minutes(10))
        #expect(try ledger.pay(first, at: now) == order)
        #expect(balance("lin") == 493_490)
        #expect(ledger.orders.count == 1)
    }

    @Test("a number that stands for another request is refused")
    mutating func otherData() throws {
        let used = try code("lin", .wechat)
        _ = try ledger.pay(request(used, 6_510), at: now)
        let fresh = try code("lin", .wechat)
        #expect(throws: PayRefusal.numberUsedForOther) {
            try ledger.pay(request(used, 6_511), at: now)
        }
        #expect(throws: PayRefusal.numberUsedForOther) {
            try ledger.pay(request(fresh, 6_510, subject: "other"), at: now)
        }
        #expect(throws: PayRefusal.alreadyPaid) {
            try ledger.pay(request(fresh, 6_510), at: now)
        }
        #expect(balance("lin") == 493_490)
    }

    @Test("a code pays once, for its own wallet, within a minute and a little")
    mutating func codes() throws {
        let used = try code("lin", .wechat)
        let second = try code("lin", .wechat)
        let third = try code("lin", .wechat)
        _ = try ledger.pay(request(used, 1), at: now)
        #expect(throws: PayRefusal.codeUsed) {
            try ledger.pay(request(used, 1, number: "b"), at: now)
        }
        #expect(throws: PayRefusal.codeUnknown) {
            try ledger.pay(request(second, 1, number: "b", wallet: .alipay), at: now)
        }
        #expect(throws: PayRefusal.codeUnknown) {
            try ledger.pay(request("130000000000000000", 1, number: "b"), at: now)
        }
        now = now.advanced(by: .seconds(90))
        _ = try ledger.pay(request(second, 1, number: "b"), at: now)
        now = now.advanced(by: .milliseconds(1))
        #expect(throws: PayRefusal.codeExpired) {
            try ledger.pay(request(third, 1, number: "c"), at: now)
        }
        #expect(ledger.orders.count == 2)
    }

    @Test("codes have the wallet's shape and never a birth year in the seventh place")
    mutating func shapes() throws {
        var random = SeededRandom(seed: 3)
        for _ in 0..<500 {
            for (account, wallet, prefix, length) in [
                ("lin", Wallet.wechat, "13", 18), ("zhou", .alipay, "28", 18),
                ("lin", .bestpay, "51", 18), ("zhou", .unionpay, "62", 19),
            ] {
                let issued = ledger.issueCode(
                    account: account, wallet: wallet, entropy: random.next(), at: now)
                let code = try #require(issued)
                #expect(code.digits.utf8.count == length)
                #expect(code.digits.hasPrefix(prefix))
                #expect(!["1", "2"].contains(code.digits.dropFirst(6).prefix(1)))
            }
        }
        #expect(ledger.issueCode(account: "nobody", wallet: .alipay, entropy: 1, at: now) == nil)
    }

    @Test("too little money declines, and the number stays declined")
    mutating func poor() throws {
        let first = request(try code("poor", .wechat), 101)
        #expect(throws: PayRefusal.declined(.notEnoughMoney)) { try ledger.pay(first, at: now) }
        #expect(throws: PayRefusal.declined(.notEnoughMoney)) { try ledger.pay(first, at: now) }
        let fresh = try code("poor", .wechat)
        #expect(throws: PayRefusal.numberUsedForOther) {
            try ledger.pay(request(fresh, 101), at: now)
        }
        #expect(balance("poor") == 100)
    }

    @Test("the password: wrong, wrong, right pays; three times wrong declines")
    mutating func password() throws {
        let order = try ledger.pay(request(code("slow", .wechat), 100), at: now)
        #expect(
            ledger.approve(order.key, password: "1", at: now) == .wrongPassword(triesLeft: 2))
        #expect(
            ledger.approve(order.key, password: "", at: now) == .wrongPassword(triesLeft: 1))
        guard case .paid(let paid) = ledger.approve(order.key, password: "445566", at: now) else {
            Issue.record("not paid")
            return
        }
        #expect(paid.debited == Money(fen: 100))
        #expect(ledger.approve(order.key, password: "445566", at: now) == .notWaiting)
        let other = try ledger.pay(request(code("slow", .wechat), 100, number: "b"), at: now)
        for _ in 0..<2 { _ = ledger.approve(other.key, password: "0", at: now) }
        guard case .declined(let end) = ledger.approve(other.key, password: "0", at: now) else {
            Issue.record("not declined")
            return
        }
        #expect(end.state == .declined(.wrongPassword))
        #expect(balance("slow") == 499_900)
    }

    @Test("money that went elsewhere while the password was awaited declines")
    mutating func spentMeanwhile() throws {
        let order = try ledger.pay(request(code("slow", .wechat), 500_000), at: now)
        _ = ledger.adjust(
            account: "slow", wallet: .wechat, balance: Money(fen: 1), passwordAbove: nil)
        guard case .declined(let end) = ledger.approve(order.key, password: "445566", at: now)
        else {
            Issue.record("not declined")
            return
        }
        #expect(end.state == .declined(.notEnoughMoney))
        #expect(balance("slow") == 1)
    }

    @Test("the time to pay is kept to the microsecond, before and during the password")
    mutating func deadline() throws {
        let order = try ledger.pay(
            request(code("slow", .wechat), 100, until: .seconds(30)), at: now)
        let late = request(try code("lin", .wechat), 100, number: "b", until: .zero)
        #expect(throws: PayRefusal.closed) { try ledger.pay(late, at: now) }
        #expect(ledger.order(late.key, at: now) == nil)
        now = now.advanced(by: Pause(microseconds: 29_999_999))
        #expect(ledger.order(order.key, at: now)?.stateName == "WAITING")
        now = now.advanced(by: Pause(microseconds: 1))
        #expect(ledger.approve(order.key, password: "445566", at: now) == .notWaiting)
        #expect(ledger.order(order.key, at: now)?.state == .closed)
        #expect(ledger.decline(order.key, at: now) == nil)
        #expect(balance("slow") == 500_000)
    }

    @Test("a reversal gives everything back once, and then the number is dead")
    mutating func reverses() throws {
        let first = request(try code("lin", .wechat), 6_510)
        let order = try ledger.pay(first, at: now)
        for _ in 0..<3 {
            guard case .returned(let back) = ledger.reverse(order.key, at: now) else {
                Issue.record("not returned")
                return
            }
            #expect(back.returned == Money(fen: 6_510))
        }
        #expect(balance("lin") == 500_000)
        #expect(throws: PayRefusal.reversed) { try ledger.pay(first, at: now) }
    }

    @Test("while the person is paying WeChat Pay asks to come again once, Alipay closes at once")
    mutating func reversesWaiting() throws {
        let wechat = try ledger.pay(request(code("slow", .wechat), 100), at: now)
        #expect(ledger.reverse(wechat.key, at: now) == .personIsPaying)
        guard case .closed = ledger.reverse(wechat.key, at: now) else {
            Issue.record("not closed")
            return
        }
        #expect(ledger.approve(wechat.key, password: "445566", at: now) == .notWaiting)
        let alipay = try ledger.pay(
            request(code("slow", .alipay), 100, wallet: .alipay), at: now)
        guard case .closed = ledger.reverse(alipay.key, at: now) else {
            Issue.record("not closed")
            return
        }
        #expect(balance("slow", .alipay) == 500_000)
    }

    @Test("a password typed between two reversals pays, and the second one gives it back")
    mutating func lastSecond() throws {
        let order = try ledger.pay(request(code("slow", .wechat), 100), at: now)
        #expect(ledger.reverse(order.key, at: now) == .personIsPaying)
        _ = ledger.approve(order.key, password: "445566", at: now)
        #expect(balance("slow") == 499_900)
        guard case .returned = ledger.reverse(order.key, at: now) else {
            Issue.record("not returned")
            return
        }
        #expect(balance("slow") == 500_000)
    }

    @Test(
        "a reversal is open for its time",
        arguments: [(Wallet.wechat, "slow", Pause.days(7)), (.alipay, "slow", .hours(24))])
    mutating func window(_ wallet: Wallet, _ account: String, _ window: Pause) throws {
        _ = ledger.adjust(
            account: account, wallet: wallet, balance: nil, passwordAbove: Money(fen: 500))
        let order = try ledger.pay(request(code(account, wallet), 100, wallet: wallet), at: now)
        let last = now.advanced(by: window)
        var copy = ledger
        #expect(copy.reverse(order.key, at: last.advanced(by: .milliseconds(1))) == .tooLate)
        guard case .returned = ledger.reverse(order.key, at: last) else {
            Issue.record("not returned")
            return
        }
    }

    @Test("a reversal of a number never seen is not remembered: the late payment still pays")
    mutating func reversedTooEarly() throws {
        let late = request(try code("lin", .wechat), 100)
        #expect(ledger.reverse(late.key, at: now) == .notFound)
        #expect(try ledger.pay(late, at: now).state == .paid)
    }

    @Test("reset puts everything back but never uses a wallet's number twice")
    mutating func reset() throws {
        let before = try ledger.pay(request(code("lin", .wechat), 100), at: now)
        ledger.reset()
        #expect(ledger.orders.isEmpty)
        #expect(balance("lin") == 500_000)
        let after = try ledger.pay(request(code("lin", .wechat), 100), at: now)
        #expect(after.tradeNumber != before.tradeNumber)
    }
}
