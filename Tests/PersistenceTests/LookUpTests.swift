// What tills ask for each second, and the one writer for each payment, must not read the whole of a
// table that grows: the engine's own plan of every such statement is looked at.

import Payments
import Persistence
import Retail
import Sales
import Testing

/// Runs statements as they are, and keeps the plan of each.
private final class Planning: Transaction {
    private let inner: any Transaction
    private(set) var plan: [String] = []

    init(_ inner: any Transaction) {
        self.inner = inner
    }

    var dialect: SQLDialect { inner.dialect }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try note(sql, arguments)
        return try inner.execute(sql, arguments)
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
        try note(sql, arguments)
        return try inner.rows(sql, arguments)
    }

    private func note(_ sql: String, _ arguments: [SQLValue]) throws {
        switch dialect {
        case .sqlite:
            plan += try inner.rows("EXPLAIN QUERY PLAN " + sql, arguments)
                .map { try $0.text("detail") }
        case .postgres:
            // On empty tables everything is cheap; a table is read whole only where nothing else is
            // left.
            try inner.execute("SET LOCAL enable_seqscan = off")
            plan += try inner.rows("EXPLAIN (COSTS OFF) " + sql, arguments)
                .map { try $0.text("QUERY PLAN") }
        }
    }

    /// Steps that read a whole table, or all that a store ever had in it.
    var wide: [String] {
        // These indexes hold only what is open, held or waiting.
        let partial = [
            "attempt_open_sale", "attempt_due", "sale_suspended", "print_job_queued", "refund_due",
        ]
        return plan.filter { step in
            (step.hasPrefix("SCAN") || step.hasSuffix("(store_id=?)") || step.contains("Seq Scan"))
                && !partial.contains { step.contains($0) }
        }
    }
}

private struct LookUp: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let run: @Sendable (any Transaction) throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (any Transaction) throws -> Void) {
        testDescription = name
        self.run = run
    }

    static let all: [LookUp] = [
        LookUp("attempt by number") {
            _ = try AttemptTable.find(try Shop.number(), paces: Shop.paces, in: $0)
        },
        LookUp("attempt by the wallet's number") {
            _ = try AttemptTable.find(tradeNumber: "42", paces: Shop.paces, in: $0)
        },
        LookUp("attempts of a sale") {
            _ = try AttemptTable.ofSale(
                SaleID("1"), store: try Shop.store(), paces: Shop.paces, in: $0)
        },
        LookUp("open attempts of a register") {
            _ = try AttemptTable.open(
                store: try Shop.store(), register: try RegisterID("02"), paces: Shop.paces, in: $0)
        },
        LookUp("due attempts") {
            _ = try AttemptTable.due(
                worker: "w", at: Shop.at(0), limit: 9, paces: Shop.paces, in: $0)
        },
        LookUp("orphaned attempts") {
            _ = try AttemptTable.orphaned(limit: 9, paces: Shop.paces, in: $0)
        },
        LookUp("claim") {
            _ = try ClaimTable.find(number: try Shop.number(), tradeNumber: "42", in: $0)
        },
        LookUp("claims of a sale") {
            _ = try ClaimTable.ofSale(SaleID("1"), store: try Shop.store(), in: $0)
        },
        LookUp("closing cases") {
            try CaseTable.close(
                subject: "1", causes: ["late-success"], how: "x", at: Shop.at(0), in: $0)
        },
        LookUp("sale by receipt") {
            _ = try SaleTable.byReceipt("1", store: try Shop.store(), in: $0)
        },
        LookUp("sales on a register") {
            let (store, register) = (try Shop.store(), try RegisterID("02"))
            _ = try SaleTable.open(store: store, register: register, in: $0)
            _ = try SaleTable.suspended(store: store, limit: 9, in: $0)
            _ = try SaleTable.countSuspended(store: store, in: $0)
            _ = try SaleTable.lastPosted(
                store: store, register: register, on: try BusinessDate(iso: "2026-11-23"), in: $0)
        },
        LookUp("receipts") {
            let (store, register) = (try Shop.store(), try RegisterID("02"))
            _ = try PrintJobTable.countQueued(store: store, register: register, in: $0)
            _ = try PrintJobTable.latest(of: SaleID("1"), store: store, in: $0)
            _ = try PrintJobTable.due(at: Shop.at(0), limit: 9, in: $0)
        },
        LookUp("the sales of a day, and what went back of them") {
            let (store, date) = (try Shop.store(), try BusinessDate(iso: "2026-11-23"))
            _ = try SaleTable.posted(store: store, on: date, limit: 9, in: $0)
            _ = try ReturnTable.amounts(ofSalesOn: date, store: store, in: $0)
            _ = try ReturnTable.made(store: store, on: date, limit: 9, in: $0)
        },
        LookUp("returns and refunds of a sale") {
            let store = try Shop.store()
            _ = try ReturnTable.find(ReturnID("1"), store: store, in: $0)
            _ = try ReturnTable.ofSale(SaleID("1"), store: store, in: $0)
            _ = try RefundTable.ofSale(SaleID("1"), store: store, paces: Shop.paces, in: $0)
            _ = try PrintJobTable.latest(of: SaleID("1"), returnSeq: 1, store: store, in: $0)
        },
        LookUp("refund by number") {
            _ = try RefundTable.find(try Shop.refundNumber(), paces: Shop.paces, in: $0)
        },
        LookUp("due, orphaned and open refunds") {
            _ = try RefundTable.due(
                worker: "w", at: Shop.at(0), limit: 9, paces: Shop.paces, in: $0)
            _ = try RefundTable.orphaned(limit: 9, paces: Shop.paces, in: $0)
            _ = try RefundTable.open(
                store: try Shop.store(), register: try RegisterID("02"), paces: Shop.paces, in: $0)
        },
        LookUp("reserving of a claim") {
            _ = try ClaimTable.reserve(Money(fen: 1), of: try Shop.number(), in: $0)
        },
        LookUp("act") { _ = try ActTable.find("key", store: try Shop.store(), in: $0) },
    ]
}

@Suite struct LookUpTests {
    @Test("No look-up reads the whole of a table that grows", arguments: Engine.all, LookUp.all)
    private func narrow(_ engine: Engine, _ lookUp: LookUp) async throws {
        try await engine.withShop { database in
            let (plan, wide) = try await database.write { transaction in
                let planning = Planning(transaction)
                try lookUp.run(planning)
                return (planning.plan, planning.wide)
            }
            #expect(!plan.isEmpty)
            #expect(wide == [])
        }
    }
}
