// Two statements of one day, compared at once: what is booked is of the one that is believed.

import Ledger
import Payments
import Persistence
import Retail
import Testing

@testable import Checkout

@Suite struct BelievedTests {
    @Test("A statement that another has replaced while it was compared books nothing")
    func replaced() async throws {
        try await withShop { shop in
            let proof = try shop.weChatPay.proof(of: try await shop.till().sold().1)
            let statement = StatementOf(
                wallet: .weChatPay, account: "1900000109", day: try BusinessDate(iso: "2019-10-31"))
            let reconciler = Reconciler(driver: try shop.process.driver)
            func believe(fee: Int64) async throws -> (number: Int64, result: ReconcileResult) {
                var source = MadeStatement(wallet: .weChatPay)
                try source.add(proof, fee: fee)
                let result = try await reconciler.run(
                    source, account: statement.account, day: statement.day, how: .fetched)
                let number = try await shop.read {
                    try StatementTable.current(statement, in: $0)
                }
                return (try #require(number), result)
            }
            func fees() async throws -> [Int64] {
                try await shop.read { transaction in
                    let booked = try LedgerTable.trialBalance(in: transaction)[.fees].fen
                    return try StatementShareTable.shares(of: statement, in: transaction)
                        .map(\.fee.fen) + [booked]
                }
            }
            let (old, result) = try await believe(fee: 100_000)
            #expect(try await fees() == [10, 10])
            _ = try await believe(fee: 120_000)
            var late = result
            try await reconciler.finish(old, of: statement, into: &late)
            #expect(try await fees() == [12, 12])
        }
    }
}
