// The audit at the end can fail, on each promise.

import Payments
import Persistence
import Retail
import Testing

@testable import Simulation

@Suite("The audit of settled books", .serialized) struct ClosingTests {
    /// Small, and with something of everything that can be lied about.
    private static let settled: (world: PlayedWorld, situation: Situation)? = {
        for seed in UInt64(1)...40 {
            let plan = WorldPlan(seed: seed, payments: 40, faults: [.statementOnly])
            guard let played = try? PlayedWorld(plan) else { return nil }
            played.serve()
            if let situation = try? played.world.database.look({ try Situation($0) }) {
                return (played, situation)
            }
            played.stop()
        }
        return nil
    }()

    @Test("finds each lie, and nothing but the lie", arguments: Lie.all)
    func findsLies(_ lie: Lie) throws {
        let (played, situation) = try #require(Self.settled, "no seed has all that is needed")
        let world = played.world
        let found = try played.found {
            Closing(world, try played.books { try lie.edit($0, situation) }).audit()
        }
        #expect(found == lie.kinds)
    }

    @Test("each lie is found under its own promise")
    func promises() throws {
        let (played, _) = try #require(Self.settled)
        let expected: [String: Promise] = [
            "debited, and nobody counts it": .nothingIsLost,
            "claimed twice": .nothingIsDoubled,
            "2 receipts": .nothingIsDoubled,
            "counted, and never debited": .nothingIsGuessed,
            "refund called failed, and was done": .nothingIsGuessed,
            "open at the end, and nobody knows": .nothingIsForgotten,
            "posted and not paid exactly": .booksBalance,
        ]
        for violation in played.world.auditor.violations {
            guard let promise = expected[violation.kind] else { continue }
            #expect(violation.promise == promise)
            #expect(violation.words.contains(violation.subject))
        }
    }

    @Test("finds a wallet that takes its money back behind a posted sale")
    func reversedBehindASale() throws {
        let played = try PlayedWorld(WorldPlan(seed: 1, payments: 12, faults: []))
        defer { played.stop() }
        played.serve()
        let world = played.world
        let number = try #require(try played.postedNumber())
        let found = try played.found {
            for wallet in world.wallets where wallet.orders[number] != nil {
                let order = try MerchantOrderNumber(reading: number)
                #expect(wallet.undo(order) == .reversed)
            }
            Closing(world, try world.database.look { try AuditedBooks($0) }).audit()
        }
        #expect(
            found == [
                "given back, and a sale counts it",
                "the ledger and the wallet hold different sums",
            ])
    }

    @Test("finds cash that a manager allowed over a scan that was debited, without a case")
    func cashOverAScan() throws {
        let played = try PlayedWorld(WorldPlan(seed: 1, payments: 12, faults: []))
        defer { played.stop() }
        played.serve()
        let world = played.world
        let number = try #require(try played.postedNumber())
        let books = try world.database.look { try AuditedBooks($0) }
        let sale = try #require(books.attempts[number]?.sale)
        try played.tell(of: number, ["restarted → unresolved"])
        world.auditor.tookCash(sale: sale, approved: true)
        try played.tell(of: number, ["queried → succeeded"])
        let found = played.found { Closing(world, books).audit() }
        #expect(found == ["cash over a scan, and no case"])
    }
}

extension PlayedWorld {
    /// An order that is debited and posted.
    func postedNumber() throws -> String? {
        try world.database.look { transaction in
            try transaction.row(
                """
                SELECT order_number FROM attempt WHERE state = 'succeeded'
                AND order_number NOT IN (SELECT order_number FROM refund) ORDER BY order_number
                """, [])?.text("order_number")
        }
    }
}
