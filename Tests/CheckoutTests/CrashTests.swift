// The process dies at each write of a payment's life in turn, before the commit or after it with
// nobody told; the next one dies there as well; the third lives. Whatever was left, the books agree
// with the wallets in the end (P1 to P5), which the auditor says.

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct CrashTests {
    enum Story: CaseIterable, Sendable {
        case debits
        case debitsUnheard
        case lost
        case arrivesLate
        case password
        case otherAmount
        case takenBack
        case voided
        case cashOverScan
        case supplemented
    }

    @Test("R07 P1 P2 P3 P4 killed at every write, twice in a row", arguments: Story.allCases, 1...7)
    func everywhere(_ story: Story, _ write: Int) async throws {
        for point in Death.Point.allCases {
            try await withShop { shop in
                let sale = try await shop.till().ringUp()
                for _ in 0..<2 {
                    try shop.process.database.die(Death(write: write, point: point))
                    await live(story, sale, shop)
                    try await shop.restart()
                }
                await live(story, sale, shop)
                try await shop.pass(.minutes(4), lookingEvery: .seconds(5))
                let till = try await shop.till()
                let attempts = try await till.attempts(of: sale)
                #expect(attempts.allSatisfy { !$0.attempt.isOpen }, "\(story) \(write) \(point)")
                // Whoever comes last can still end the sale, one way or the other.
                switch try await till.sale(sale).state {
                case .posted, .voided: break
                case .open, .suspended:
                    if try await till.sale(sale).totals().left.isPositive {
                        try await till.cash(sale, Fixture.usual)
                    }
                    try await till.complete(sale)
                }
            }
        }
    }

    /// What the people do, as far as the process lets them; they use the same keys each time.
    private func live(_ story: Story, _ sale: SaleID, _ shop: Shop) async {
        guard let till = try? await shop.till() else { return }
        shop.weChatPay.change { $0.pays = [story.fate] }
        _ = try? await till.scan(sale, key: "scan")
        try? await shop.settle()
        let number = shop.weChatPay.asked.keys.first.flatMap {
            try? MerchantOrderNumber(reading: $0)
        }
        guard let number else { return }
        switch story {
        case .arrivesLate:
            try? await shop.pass(.seconds(20), lookingEvery: .seconds(2))
            shop.weChatPay.deliverDelayed()
        case .password:
            try? await shop.pass(.seconds(10), lookingEvery: .seconds(2))
            shop.weChatPay.confirm(number)
        case .takenBack:
            _ = try? await till.perform(.takeBack(sale: sale, number), key: "back")
        case .voided: _ = try? await till.perform(.voidSale(sale: sale), key: "void")
        case .cashOverScan:
            _ = try? await till.perform(
                .takeCash(sale: sale, received: Fixture.usual, .manager()), key: "cash")
            _ = try? await till.complete(sale, key: "f9")
        case .supplemented:
            _ = try? await till.supplement(sale, number.digits, key: "42")
            _ = try? await till.complete(sale, key: "f9")
        case .debits, .debitsUnheard, .lost, .otherAmount: break
        }
        try? await shop.pass(.seconds(30), lookingEvery: .seconds(2))
    }
}

extension CrashTests.Story {
    fileprivate var fate: FakeChannel.Pay {
        switch self {
        case .debits: .debits
        case .debitsUnheard: .debitsUnheard(.timeout)
        case .lost: .lost(.timeout)
        case .arrivesLate: .arrivesLater
        case .password: .asksForPassword
        case .otherAmount: .debitsOther(Money(fen: 651))
        case .takenBack, .voided, .cashOverScan, .supplemented: .debitsUnheard(.connectionLost)
        }
    }
}
