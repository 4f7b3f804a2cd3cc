// Statements, their lines and what differs: kept once, however often they come.

import Payments
import Persistence
import Retail
import Testing

@Suite struct StatementTableTests {
    private func statement(_ day: String = "2026-11-23") throws -> StatementOf {
        StatementOf(wallet: .weChatPay, account: "1900000109", day: try Shop.date(day))
    }

    private static func row(_ line: Int, _ kind: StatementRow.Kind = .payment) -> StatementRow {
        StatementRow(
            line: line, kind: kind, orderNumber: "order-\(1_000 + line)", tradeNumber: "4200",
            refundNumber: kind == .refund ? "R\(line)" : nil, channelRefundNumber: nil,
            orderAmount: Money(fen: 1), settledAmount: Money(fen: 2), refundAmount: Money(fen: 3),
            settledRefundAmount: Money(fen: 4), fee: StatementFee(microyuan: -5),
            feeRate: line.isMultiple(of: 2) ? StatementRate(partsPerMillion: 6) : nil,
            at: Shop.at(Int64(line)), account: "1900000109", state: .processing)
    }

    /// Reads a statement in and ends it; the number that is believed, and whether it is a new one.
    private func keep(
        _ rows: [StatementRow], of statement: StatementOf, sha256: String? = nil,
        in database: any Database
    ) async throws -> (number: Int64, isNew: Bool) {
        try await database.write { transaction in
            let number = try StatementTable.begin(
                statement, how: .fetched, at: Shop.at(0), in: transaction)
            let lines = StatementRowTable.Lines(rows, of: number)
            try StatementRowTable.insert(lines, in: transaction)
            var sum = Checksum()
            StatementRowTable.add(lines, to: &sum)
            var report = StatementReport()
            report.sha256 = sha256
            let end = StatementEnd(
                .complete(report), rows: Int64(rows.count),
                rowChecksum: Int64(bitPattern: sum.value))
            let same = try StatementTable.end(
                number, of: statement, end, at: Shop.at(1), in: transaction)
            if same != nil {
                while try StatementTable.removeSome(of: number, limit: 7, in: transaction) {}
            }
            return (same ?? number, same == nil)
        }
    }

    @Test(
        "One that was removed while it was read cannot end, and the believed one stays",
        arguments: Engine.all)
    func removedMeanwhile(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let statement = try statement()
            let kept = try await keep([StatementTableTests.row(1)], of: statement, in: database)
            await #expect(throws: StoredError.self) {
                try await database.write { transaction in
                    let number = try StatementTable.begin(
                        statement, how: .uploaded, at: Shop.at(2), in: transaction)
                    while try StatementTable.removeSome(of: number, limit: 7, in: transaction) {}
                    _ = try StatementTable.end(
                        number, of: statement,
                        StatementEnd(.complete(StatementReport()), rows: 0, rowChecksum: 5),
                        at: Shop.at(3), in: transaction)
                }
            }
            let current = try await database.read {
                try StatementTable.current(statement, in: $0)
            }
            #expect(current == kept.number)
        }
    }

    @Test("A statement's files come back in their pieces, and go with it", arguments: Engine.all)
    func files(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let statement = try statement()
            try await database.write { transaction in
                let number = try StatementTable.begin(
                    statement, how: .uploaded, at: Shop.at(2), in: transaction)
                for seq in 0..<40 {
                    try StatementFileTable.insert(
                        [UInt8(seq), 0, 255], of: seq < 30 ? "a" : "b", as: Int64(seq),
                        statement: number, in: transaction)
                }
                let files = try StatementFileTable.files(of: number, in: transaction)
                #expect(files.map(\.name) == ["a", "b"])
                #expect(files.map(\.pieces) == [0...29, 30...39])
                let piece = try StatementFileTable.piece(7, of: number, in: transaction)
                #expect(piece?.bytes == [7, 0, 255] && piece?.name == "a")
                while try StatementTable.removeSome(of: number, limit: 7, in: transaction) {}
                #expect(try StatementFileTable.files(of: number, in: transaction).isEmpty)
                #expect(try !StatementTable.isReading(number, in: transaction))
            }
        }
    }

    @Test("Lines come back as they were written, by number", arguments: Engine.all)
    func lines(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let rows = (1...120).map { StatementTableTests.row($0) }
            let number = try await keep(rows, of: try statement(), in: database).number
            let found = try await database.read { transaction in
                try StatementRowTable.rows(
                    of: number, after: "order-1010", upTo: "order-1115", in: transaction)
            }
            #expect(found == Array(rows[10..<115]))
        }
    }

    @Test("The same statement again is not kept; another is believed", arguments: Engine.all)
    func same(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let rows = (1...30).map { StatementTableTests.row($0) }
            let statement = try statement()
            let first = try await keep(rows, of: statement, in: database)
            let again = try await keep(rows, of: statement, in: database)
            #expect(first.isNew)
            #expect(again.number == first.number)
            #expect(!again.isNew)
            let fewer = try await keep(Array(rows.dropLast()), of: statement, in: database)
            #expect(fewer.isNew)
            let counts = try await database.read { transaction in
                try transaction.rows(
                    """
                    SELECT statement_no, is_current,
                        (SELECT COUNT(*) FROM statement_row r
                         WHERE r.statement_no = s.statement_no) AS lines
                    FROM statement s ORDER BY statement_no
                    """
                ).map { [try $0.integer("is_current"), try $0.integer("lines")] }
            }
            #expect(counts == [[0, 30], [1, 29]])
        }
    }

    @Test("Kinds elsewhere are of other days' believed statements", arguments: Engine.all)
    func elsewhere(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let rows = [StatementTableTests.row(1), StatementTableTests.row(1, .reversal)]
            _ = try await keep([rows[0]], of: try statement(), in: database)
            let other = try statement("2026-11-24")
            let own = try statement()
            let found = try await database.read { transaction in
                try (
                    StatementRowTable.kindsElsewhere("order-1001", of: own, in: transaction),
                    StatementRowTable.kindsElsewhere("order-1001", of: other, in: transaction)
                )
            }
            #expect(found.0 == [])
            #expect(found.1 == [.payment])
        }
    }

    @Test("A break is there once, goes, and comes again", arguments: Engine.all)
    func breaks(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let statement = try statement()
            let found = StoredBreak(
                kind: .channelOnly, number: "order-1", store: try Shop.store(), order: "order-1",
                tradeNumber: "4200", books: nil, channel: Money(fen: 1_980), evidence: "line=2")
            let open: @Sendable (any Transaction) throws -> [StoredBreak] = { transaction in
                try BreakTable.open(of: statement, after: "", upTo: nil, in: transaction)
            }
            try await database.write { transaction in
                for _ in 0..<2 {
                    try BreakTable.write(found, of: statement, at: Shop.at(0), in: transaction)
                }
            }
            #expect(try await database.read(open) == [found])
            try await database.write { transaction in
                try BreakTable.markGone(found, of: statement, at: Shop.at(9), in: transaction)
            }
            #expect(try await database.read(open) == [])
            try await database.write { transaction in
                try BreakTable.write(found, of: statement, at: Shop.at(10), in: transaction)
            }
            #expect(try await database.read(open) == [found])
            #expect(
                try await database.read {
                    try BreakTable.isKnown("order-1", of: statement, in: $0)
                })
        }
    }
}
