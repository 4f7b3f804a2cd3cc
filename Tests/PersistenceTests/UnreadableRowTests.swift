// A row that does not say what it must is an error with a reason, never a trap and never a guess; and it
// stops nobody else's payment.

import Payments
import Persistence
import Retail
import Sales
import Testing

/// A column spoiled as a bad disk, a bad tool or a newer program might, and who reads it.
struct SpoiledRow: CustomTestStringConvertible, Sendable {
    let sql: String
    let value: SQLValue
    let read: @Sendable (any Transaction) throws -> Void

    var testDescription: String { "\(sql) \(value)" }

    private static func attempts(_ column: String, _ values: [String]) -> [SpoiledRow] {
        values.map { value in
            SpoiledRow(
                sql: "UPDATE attempt SET \(column) = ?", value: .text(value),
                read: { transaction in
                    _ = try AttemptTable.find(
                        try Shop.number(), paces: Shop.paces, in: transaction)
                })
        }
    }

    private static func sales(
        _ table: String, _ column: String, _ values: [SQLValue]
    ) -> [SpoiledRow] {
        values.map { value in
            SpoiledRow(
                sql: "UPDATE \(table) SET \(column) = ?", value: value,
                read: { transaction in
                    _ = try SaleTable.find(
                        SaleID("sale-1"), store: try Shop.store(), in: transaction)
                })
        }
    }

    private static func claims(_ column: String, _ values: [String]) -> [SpoiledRow] {
        values.map { value in
            SpoiledRow(
                sql: "UPDATE claim SET \(column) = ?", value: .text(value),
                read: { transaction in
                    _ = try ClaimTable.find(
                        number: try Shop.number(), tradeNumber: nil, in: transaction)
                })
        }
    }

    static let all: [SpoiledRow] =
        attempts(
            "state_text",
            [
                "", " ", "=", "%", "%G0", "%0", "x", "succeeded", "succeeded order", "unresolved",
                "unresolved kind=nobody detail=", "reversing cause=cashier",
                "reversing cause=cashier progress=far", "reversing cause=me progress=sending",
                "declined kind=other", "reversed", "reversed cause=", "SENDING",
                "succeeded order=1 trade=2 fen=6510.0 currency=CNY account=3",
                "succeeded order=1 trade=2 fen=99999999999999999999 currency=CNY account=3",
                "succeeded order=1 trade=2 fen=1 currency=CNY account=3 paidAt=noon",
            ])
        + attempts("wallet", ["", "paypal", "WECHAT"]) + attempts("escalation", ["", "maybe"])
        + attempts("register_id", ["2", "abc"])
        + sales(
            "sale", "discount",
            [
                .text(""), .text("some"), .text("amount"), .text("amount fen="),
                .text("amount fen=1e3"), .text("percent bp=99999999999999999999"),
            ])
        + sales("sale", "business_date", [.text(""), .text("2026-02-29"), .text("20261123")])
        + sales("sale_line", "expires_on", [.text("never")])
        + sales("sale_line", "discount", [.text("%")])
        + sales("tender", "received_fen", [.null])
        + claims("proof", ["", "paid", "paid order=1 trade=2 fen=x currency=CNY account="])
        + claims("wallet", ["", "paypal"])
}

@Suite struct UnreadableRowTests {
    private func fill(_ transaction: any Transaction) throws {
        var sale = try Shop.sale("sale-1", state: .open)
        try sale.takeCash(received: Money(fen: 100), approval: nil)
        try SaleTable.insert(sale, at: Shop.at(0), in: transaction)
        try AttemptTable.begin(try Shop.attempt(), in: transaction)
        _ = try ClaimTable.insert(try Shop.claim(), in: transaction)
    }

    @Test(
        "A spoiled column is an error that is not the database's own", arguments: Engine.all,
        SpoiledRow.all)
    func spoiled(_ engine: Engine, _ row: SpoiledRow) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try fill(transaction)
                try row.read(transaction)
                try spoil(row.sql, [row.value], transaction)
                #expect {
                    try row.read(transaction)
                } throws: { error in
                    !(error is DatabaseError)
                }
            }
        }
    }

    private func refused(_ column: String, _ read: () throws -> Void) -> Bool {
        do {
            try read()
            return false
        } catch {
            return (error as? RowError)?.column == column
        }
    }

    private func spoil(
        _ sql: String, _ arguments: [SQLValue], _ transaction: any Transaction
    ) throws {
        #expect(try transaction.execute(sql, arguments) == 1)
    }

    @Test("A column that is missing, or of another type, is named", arguments: Engine.all)
    func rows(_ engine: Engine) async throws {
        try await engine.withEmpty { database in
            let row = try await database.read {
                try $0.row("SELECT 1 AS one, 'two' AS two, NULL AS none, 1.5 AS half", [])
            }
            let read = try #require(row)
            #expect(try read.integer("one") == 1)
            #expect(try read.text("two") == "two")
            #expect(try read.integerIfAny("none") == nil)
            #expect(try read.textIfAny("none") == nil)
            #expect(refused("two") { _ = try read.integer("two") })
            #expect(refused("one") { _ = try read.text("one") })
            #expect(refused("none") { _ = try read.text("none") })
            #expect(refused("none") { _ = try read.integer("none") })
            #expect(refused("three") { _ = try read.integerIfAny("three") })
            #expect(refused("half") { _ = try read.integer("half") })
            #expect(refused("one") { _ = try read.blob("one") })
        }
    }

    @Test(
        "Blobs, empty texts and the ends of the numbers come back as they went in",
        arguments: Engine.all)
    func values(_ engine: Engine) async throws {
        try await engine.withEmpty { database in
            try await database.write { transaction in
                let bytes = transaction.dialect == .postgres ? "BYTEA" : "BLOB"
                try transaction.execute("CREATE TABLE note (n BIGINT, t TEXT, b \(bytes))")
                try transaction.execute(
                    "INSERT INTO note (n, t, b) VALUES (?, ?, ?)",
                    [.integer(.min), .text(""), .blob([0, 255, 0])])
                try transaction.execute(
                    "INSERT INTO note (n, t, b) VALUES (?, ?, ?)",
                    [.integer(.max), .text("e\u{301}😷"), .blob([])])
                let rows = try transaction.rows("SELECT * FROM note ORDER BY n")
                #expect(try rows.map { try $0.integer("n") } == [.min, .max])
                #expect(try rows.map { try $0.text("t") } == ["", "e\u{301}😷"])
                #expect(try rows.map { try $0.blob("b") } == [[0, 255, 0], []])
            }
        }
    }

    @Test(
        "Text that would be cut at a NUL is refused rather than stored short", arguments: Engine.all
    )
    func nul(_ engine: Engine) async throws {
        try await engine.withShop { database in
            await #expect {
                try await database.write { transaction in
                    try ActTable.insert(
                        DoneAct(asked: "a", answered: "b"), key: "key\0one",
                        by: try Shop.cashier(), store: try Shop.store(), at: Shop.at(0),
                        in: transaction)
                }
            } throws: { error in
                isConstraint(error)
            }
        }
    }

    @Test("An attempt that cannot be read stops nobody else's (P4)", arguments: Engine.all)
    func sweepGoesOn(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                for serial in UInt32(1)...3 {
                    let sale = try Shop.sale("sale-\(serial)")
                    try SaleTable.insert(sale, at: Shop.at(0), in: transaction)
                    try AttemptTable.begin(
                        try Shop.attempt(
                            serial, sale: sale.id.text, wallet: serial == 1 ? .bestPay : .alipay),
                        in: transaction)
                }
                try transaction.execute(
                    "UPDATE attempt SET state_text = '%' WHERE order_number = ?",
                    [.text(try Shop.number(2).digits)])

                // 1 has no channel any more, 2 is spoiled; 3 must be driven on all the same.
                let due = try AttemptTable.due(
                    worker: "worker-1", at: Shop.at(99), limit: 9, paces: Shop.paces,
                    in: transaction)
                #expect(due.map(\.attempt.number) == [try Shop.number(3)])
                let orphaned = try AttemptTable.orphaned(
                    limit: 9, paces: Shop.paces, in: transaction)
                #expect(orphaned.map(\.attempt.number) == [try Shop.number(3)])
                // What is passed over is not forgotten: it can be listed, and is by `doctor`.
                let unreadable = try AttemptTable.unreadable(
                    paces: Shop.paces, limit: 9, in: transaction)
                #expect(unreadable == [try Shop.number(1).digits, try Shop.number(2).digits])
            }
        }
    }
}
