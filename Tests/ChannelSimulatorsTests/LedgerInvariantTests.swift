// Ten thousand operations at random, seeded: whatever is asked in whatever order, money is conserved
// and no order debits twice. A failure prints the seed and the step.

import ChannelSimulators
import Retail
import TestSupport
import Testing

@Suite("The ledger's invariants")
struct LedgerInvariantTests {
    @Test("10,000 random operations keep every invariant", arguments: [1, 2, 20_261_123])
    func random(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var ledger = Ledger()
        var now = LedgerTests.start
        var codes: [(String, Wallet)] = []
        var requests: [PayRequest] = []
        let whole = sum(ledger)
        var worst: [OrderKey: Money] = [:]
        for step in 0..<10_000 {
            now = now.advanced(by: .milliseconds(Int64.random(in: 0...9_000, using: &random)))
            switch Int.random(in: 0..<12, using: &random) {
            case 0, 1:
                let account = ["lin", "zhou", "poor", "slow"].randomElement(using: &random) ?? ""
                let wallet: Wallet = Bool.random(using: &random) ? .wechat : .alipay
                if let code = ledger.issueCode(
                    account: account, wallet: wallet, entropy: random.next(), at: now)
                {
                    codes.append((code.digits, wallet))
                }
            case 2, 3, 4:
                let request = newRequest(codes, requests.count, now, &random)
                requests.append(request)
                _ = try? ledger.pay(request, at: now)
            case 5:
                guard let request = requests.randomElement(using: &random) else { continue }
                _ = try? ledger.pay(request, at: now)
            case 6:
                guard let request = requests.randomElement(using: &random) else { continue }
                _ = ledger.reverse(request.key, at: now)
            case 7, 8:
                guard let order = ledger.orders.suffix(20).randomElement(using: &random) else {
                    continue
                }
                let password = Bool.random(using: &random) ? "445566" : "135790"
                _ = ledger.approve(order.key, password: password, at: now)
            case 9:
                guard let order = ledger.orders.randomElement(using: &random) else { continue }
                _ = ledger.decline(order.key, at: now)
            default:
                guard let order = ledger.orders.suffix(60).randomElement(using: &random) else {
                    continue
                }
                _ = try? ledger.refund(refund(of: order, &random), at: now)
            }
            // A broken invariant stays broken, so it need not be looked for at each step.
            guard step % 50 != 0 || check(ledger, whole: whole, worst: &worst) else {
                Issue.record("seed \(seed), step \(step)")
                return
            }
        }
        #expect(check(ledger, whole: whole, worst: &worst))
        // The play was worth something.
        let names = Set(ledger.orders.map(\.stateName))
        #expect(names.isSuperset(of: ["PAID", "DECLINED", "CLOSED", "REVERSED"]))
        #expect(ledger.orders.count > 400)
        let ends = Set(ledger.orders.flatMap(\.refunds).map(\.stateName))
        #expect(ends.isSuperset(of: ["SUCCESS", "CLOSED"]))
        #expect(ledger.orders.contains { $0.refunds.count > 1 && $0.promised == $0.debited })
        let again = try #require(Ledger(ledger.record))
        #expect(again.orders == ledger.orders)
        #expect(again.accounts == ledger.accounts)
    }

    private func newRequest(
        _ codes: [(String, Wallet)], _ serial: Int, _ now: Timestamp, _ random: inout SeededRandom
    ) -> PayRequest {
        let (code, wallet) = codes.suffix(12).randomElement(using: &random) ?? ("", .wechat)
        // One in eight takes a number that was used before.
        let number = Int.random(in: 0..<8, using: &random) == 0 ? serial / 2 : serial
        return PayRequest(
            key: OrderKey(wallet: wallet, number: "n\(number)"), code: code,
            amount: Money(fen: Int64.random(in: 1...30_000, using: &random)), subject: "药品",
            details: "", attachment: "",
            payableUntil: now.advanced(by: .seconds(Int64.random(in: 0...120, using: &random))))
    }

    // Some numbers are used before, some amounts are more than is left, some are all of it.
    private func refund(of order: Order, _ random: inout SeededRandom) -> RefundRequest {
        let left = order.debited.fen - order.promised.fen
        let isRest = left > 0 && Int.random(in: 0..<3, using: &random) == 0
        return RefundRequest(
            order: order.key,
            number: "\(order.number)-\(Int.random(in: 0...order.refunds.count, using: &random))",
            amount: Money(
                fen: isRest ? left : Int64.random(in: 1...order.amount.fen, using: &random)),
            outcome: Int.random(in: 0..<4, using: &random) == 0 ? .fails : .arrives)
    }

    private func sum(_ ledger: Ledger) -> Int64 {
        let balances = ledger.accounts.flatMap(\.purses).reduce(0) { $0 + $1.balance.fen }
        return ledger.orders.reduce(balances) { $0 + $1.debited.fen - $1.returned.fen }
    }

    private func check(
        _ ledger: Ledger, whole: Int64, worst: inout [OrderKey: Money]
    ) -> Bool {
        guard sum(ledger) == whole,
            ledger.accounts.allSatisfy({ $0.purses.allSatisfy { !$0.balance.isNegative } })
        else { return false }
        for order in ledger.orders {
            guard order.debited == .zero || order.debited == order.amount,
                order.returned <= order.promised || order.state == .reversed,
                order.promised <= order.debited, order.returned <= order.debited,
                order.state != .reversed || order.returned == order.debited,
                (order.state == .paid) == (order.debited > .zero && order.state != .reversed),
                // What was once debited stays debited in the record.
                order.debited >= worst[order.key] ?? .zero
            else { return false }
            worst[order.key] = order.debited
        }
        return Set(ledger.orders.map(\.key)).count == ledger.orders.count
    }
}
