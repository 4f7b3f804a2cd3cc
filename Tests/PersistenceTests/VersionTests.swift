// A row is written only over the version that was read: two windows on one sale cannot overwrite each
// other, and two processes cannot both move one payment.

import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct VersionTests {
    @Test(
        "The second of two windows on one sale is told that it is outdated", arguments: Engine.all)
    func sale(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let sale = try Shop.sale("sale-1", state: .open)
            try await database.write { try SaleTable.insert(sale, at: Shop.at(0), in: $0) }
            let read = try await database.read {
                try SaleTable.find(sale.id, store: sale.store, in: $0)
            }
            let stored = try #require(read)
            try await database.write { transaction in
                var mine = stored
                try mine.sale.suspend(note: "one")
                try SaleTable.update(&mine, at: Shop.at(1), in: transaction)
            }
            await #expect(throws: StoredError.outdated) {
                try await database.write { transaction in
                    var theirs = stored
                    try theirs.sale.suspend(note: "two")
                    try SaleTable.update(&theirs, at: Shop.at(2), in: transaction)
                }
            }
            let after = try await database.read {
                try SaleTable.find(sale.id, store: sale.store, in: $0)
            }
            #expect(after?.sale.note == "one")
            #expect(after?.sale.lines.count == 1)
            #expect(after?.version == 2)
        }
    }

    @Test(
        "The second of two processes that move one payment leaves no trace", arguments: Engine.all)
    func attempt(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let stored = try Shop.attempt()
            try await database.write { transaction in
                try SaleTable.insert(try Shop.sale(), at: Shop.at(0), in: transaction)
                try AttemptTable.begin(stored, in: transaction)
            }
            try await database.write { transaction in
                var mine = stored
                try AttemptTable.feed(
                    .payAnswered(.awaitingShopper), to: &mine, at: Shop.at(1), in: transaction)
            }
            await #expect(throws: StoredError.outdated) {
                try await database.write { transaction in
                    var theirs = stored
                    try AttemptTable.feed(
                        .payAnswered(.paid(try Shop.proof())), to: &theirs, at: Shop.at(1),
                        in: transaction)
                }
            }
            let (found, lines) = try await database.read { transaction in
                (
                    try AttemptTable.find(
                        stored.attempt.number, paces: Shop.paces, in: transaction),
                    try JournalTable.lines(of: stored.attempt.number, in: transaction)
                )
            }
            #expect(found?.attempt.state == .awaitingShopper)
            #expect(lines.map(\.event) == ["begun", "pay-awaiting-shopper"])
        }
    }

    @Test(
        "A sale or an attempt that is not there cannot be written over", arguments: Engine.all)
    func absent(_ engine: Engine) async throws {
        try await engine.withShop { database in
            await #expect(throws: StoredError.outdated) {
                try await database.write { transaction in
                    let sale = try Shop.sale()
                    try SaleTable.insert(sale, at: Shop.at(0), in: transaction)
                    var stored = try #require(
                        try SaleTable.find(sale.id, store: sale.store, in: transaction))
                    for table in ["tender", "sale_line", "sale"] {
                        try transaction.execute("DELETE FROM \(table)")
                    }
                    try SaleTable.update(&stored, at: Shop.at(0), in: transaction)
                }
            }
            await #expect(throws: StoredError.outdated) {
                try await database.write { transaction in
                    var stored = try Shop.attempt()
                    try AttemptTable.feed(.due, to: &stored, at: Shop.at(9), in: transaction)
                }
            }
        }
    }

    @Test(
        "One transaction or none: what was written before an error is not kept",
        arguments: Engine.all)
    func allOrNothing(_ engine: Engine) async throws {
        struct Stop: Error {}
        try await engine.withShop { database in
            await #expect(throws: Stop.self) {
                try await database.write { transaction in
                    try SaleTable.insert(try Shop.sale(), at: Shop.at(0), in: transaction)
                    try AttemptTable.begin(try Shop.attempt(), in: transaction)
                    throw Stop()
                }
            }
            let counts = try await database.read { transaction in
                try ["sale", "sale_line", "attempt", "attempt_event"].map { table in
                    try transaction.row("SELECT count(*) AS n FROM \(table)", [])?.integer("n")
                }
            }
            #expect(counts == [0, 0, 0, 0])
        }
    }

    @Test(
        "A permit to send comes only with a commit, and only where a request was returned",
        arguments: Engine.all)
    func permits(_ engine: Engine) async throws {
        struct Stop: Error {}
        let request = ReverseRequest(number: try Shop.number(), amount: Money(fen: 6_510))
        try await engine.withShop { database in
            var sent = try await database.commit { transaction in
                try SaleTable.insert(try Shop.sale(), at: Shop.at(0), in: transaction)
                return ("written", request)
            }
            #expect(sent.result == "written")
            let spent = sent.permit.take()?.spend()
            #expect(spent == request)

            let silent = try await database.commit { _ in (1, ReverseRequest?.none) }
            #expect(silent.result == 1)
            let isSilent = silent.permit == nil
            #expect(isSilent)

            await #expect(throws: Stop.self) {
                _ = try await database.commit { _ -> (Int, ReverseRequest?) in throw Stop() }
            }
        }
    }
}
