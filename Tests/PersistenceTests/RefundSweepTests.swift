// Whose refund is due, whose worker is gone, and that no two processes write one at once.

import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct RefundSweepTests {
    /// Three refunds of worker-1 and one of worker-2, begun at 0, 10, 20 and 30 seconds and due at
    /// once.
    private func begin(_ database: any Database) async throws {
        try await database.write { transaction in
            for serial in UInt32(1)...4 {
                let sale = "sale-\(serial)"
                try Shop.post(serial, sale: sale, in: transaction)
                try Shop.giveBack(
                    serial, of: serial, sale: sale, worker: serial == 4 ? "worker-2" : "worker-1",
                    startedAt: Shop.at(Int64(serial - 1) * 10), in: transaction)
            }
        }
    }

    private func serials(_ refunds: [StoredRefund]) throws -> [Int] {
        try refunds.compactMap { stored in
            try (1...4).first { try Shop.refundNumber(UInt32($0)) == stored.refund.number }
        }
    }

    @Test(
        "Due: one's own, once their time has come, soonest first", arguments: Engine.all,
        [
            ("worker-1", -1, 9, []), ("worker-1", 0, 9, [1]), ("worker-1", 20, 9, [1, 2, 3]),
            ("worker-1", 20, 2, [1, 2]), ("worker-2", 29, 9, []), ("worker-2", 99, 9, [4]),
            ("worker-3", 99, 9, []),
        ] as [(String, Int64, Int64, [Int])])
    func due(
        _ engine: Engine, _ row: (worker: String, seconds: Int64, limit: Int64, serials: [Int])
    ) async throws {
        try await engine.withShop { database in
            try await begin(database)
            let found = try await database.read {
                try RefundTable.due(
                    worker: row.worker, at: Shop.at(row.seconds), limit: row.limit,
                    paces: Shop.paces, in: $0)
            }
            #expect(try serials(found) == row.serials)
        }
    }

    @Test("Orphaned: whoever is not announced has lost its refunds", arguments: Engine.all)
    func orphaned(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await begin(database)
            try await database.write { transaction in
                func orphans() throws -> [Int] {
                    try serials(
                        try RefundTable.orphaned(limit: 9, paces: Shop.paces, in: transaction))
                }
                #expect(try orphans() == [1, 2, 3, 4])
                // By its own clock it is long dead; nobody asks that clock.
                try Workers.renew("worker-1", until: Shop.at(-86_400), in: transaction)
                #expect(try orphans() == [4])
                try Workers.strike("worker-1", in: transaction)
                #expect(try orphans() == [1, 2, 3, 4])
            }
        }
    }

    @Test(
        "What has ended is not due; what cannot be read stops nobody else's",
        arguments: Engine.all)
    func endedAndSpoiled(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await begin(database)
            let ended = try await database.write { transaction in
                var stored = try #require(
                    try RefundTable.find(
                        try Shop.refundNumber(1), paces: Shop.paces, in: transaction))
                let proof = RefundProof(
                    refundNumber: stored.refund.number.text,
                    merchantOrderNumber: stored.refund.order.digits, channelRefundNumber: "50",
                    amount: stored.refund.amount, refundedAt: nil)
                _ = try stored.refund.receive(.notified(proof), at: Shop.at(40))
                stored.version += 1
                try RefundTable.update(
                    stored, after: .notified(proof), actor: "channel", at: Shop.at(40),
                    in: transaction)
                return (stored, proof)
            }
            // Written over the version it was read at, and over no other.
            await #expect(throws: StoredError.outdated) {
                try await database.write { transaction in
                    try RefundTable.update(
                        ended.0, after: .notified(ended.1), actor: "channel", at: Shop.at(40),
                        in: transaction)
                }
            }
            try await database.write { transaction in
                try transaction.execute(
                    "UPDATE refund SET state_text = '%' WHERE refund_number = ?",
                    [.text(try Shop.refundNumber(2).text)])
                let due = try RefundTable.due(
                    worker: "worker-1", at: Shop.at(99), limit: 9, paces: Shop.paces,
                    in: transaction)
                #expect(try serials(due) == [3])
                #expect(
                    try RefundTable.unreadable(paces: Shop.paces, limit: 9, in: transaction)
                        == [try Shop.refundNumber(2).text])
                let open = try RefundTable.open(
                    store: try Shop.store(), register: try RegisterID("01"), paces: Shop.paces,
                    in: transaction)
                #expect(open.isEmpty)
            }
        }
    }
}
