// The process dies at each write of a return's life in turn, before the commit or after it with nobody
// told; the next one dies there as well; the third lives. The customer gets the money once, or a person
// has a case, which the auditors say.

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct ReturnCrashTests {
    enum Story: CaseIterable, Sendable {
        case done
        case doneUnheard
        case lost
        case arrivesLate
        case promised
        case later
        case failed
        case cash
        case twoWallets
    }

    @Test("P1 P2 P4 killed at every write, twice in a row", arguments: Story.allCases, 1...6)
    func everywhere(_ story: Story, _ write: Int) async throws {
        for point in Death.Point.allCases {
            try await withShop { shop in
                let sale = try await posted(story, shop)
                for _ in 0..<2 {
                    try shop.process.database.die(Death(write: write, point: point))
                    await live(story, sale, shop)
                    try await shop.restart()
                }
                await live(story, sale, shop)
                shop.weChatPay.finishRefunds()
                try await shop.pass(.minutes(4), lookingEvery: .seconds(5))
                let till = try await shop.till()
                let refunds = try await till.refunds(of: sale)
                #expect(refunds.allSatisfy { !$0.isOpen }, "\(story) \(write) \(point)")
                #expect(try await till.returnable(sale).returns.count == 1)
                let kept = (shop.weChatPay.orders + shop.alipay.orders).map(\.kept).reduce(0, +)
                #expect(kept == story.kept, "\(story) \(write) \(point)")
            }
        }
    }

    private func posted(_ story: Story, _ shop: Shop) async throws -> SaleID {
        let till = try await shop.till()
        let sale = try await till.ringUp(Fixture.plaster, quantity: 3)
        if story == .twoWallets { try await till.pay(sale, .alipay, amount: Money(fen: 600)) }
        try await till.pay(sale, .weChatPay)
        try await till.complete(sale)
        return sale
    }

    /// What the cashier does, as far as the process lets them; with the same key each time.
    private func live(_ story: Story, _ sale: SaleID, _ shop: Shop) async {
        guard let till = try? await shop.till() else { return }
        shop.weChatPay.change { $0.refunds.fates = story.fates }
        _ = try? await till.giveBack(
            sale, [pieces(2)], toCash: story == .cash,
            override: story == .cash ? .manager() : nil, key: "return")
        if story == .arrivesLate {
            try? await shop.pass(.seconds(20), lookingEvery: .seconds(2))
            shop.weChatPay.deliverDelayedRefunds()
        }
        try? await shop.pass(.seconds(30), lookingEvery: .seconds(2))
    }
}

extension ReturnCrashTests.Story {
    fileprivate var fates: [FakeChannel.Refund] {
        switch self {
        case .done, .cash, .twoWallets: []
        case .doneUnheard: [.doneUnheard(.timeout)]
        case .lost: [.lost(.timeout)]
        case .arrivesLate: [.arrivesLater]
        case .promised: [.processing]
        case .later: [.later, .later]
        case .failed: [.failed(.other)]
        }
    }

    /// What the wallets still have of the three pieces in the end.
    ///
    /// *Unit*: fen.
    fileprivate var kept: Int64 {
        switch self {
        case .done, .doneUnheard, .lost, .arrivesLate, .promised, .later, .twoWallets: 1_200
        case .failed, .cash: 3_600
        }
    }
}
