// Statements that finance brings, asks for, or has compared again: each a run whose progress all of
// finance sees, one at a time for an account's day, and nothing half is kept of what was not sound.

import Checkout
import Payments
import Persistence
import Retail
import Synchronization
import Testing

@Suite struct StatementDeskTests {
    private static let account = "1900000109"

    /// A desk that takes `ok …` as a sound file with one line, and anything else as a broken one.
    private func desk(
        source: (any StatementSource)? = nil, isNamedInFiles: Bool = true,
        written: String = StatementDeskTests.account, number: String = "unknown"
    ) -> StatementDesk {
        let accounts = [
            StatementDesk.Account(
                wallet: .weChatPay, name: StatementDeskTests.account, source: source,
                isNamedInFiles: isNamedInFiles),
            StatementDesk.Account(
                wallet: .weChatPay, name: "1900000208", source: nil,
                isNamedInFiles: isNamedInFiles),
        ]
        return StatementDesk(accounts: accounts, schedule: StatementSchedule()) {
            wallet, _, parts in
            Read(wallet: wallet, parts: parts, written: written, number: number)
        }
    }

    private struct Read: StatementSource {
        let wallet: Wallet
        let parts: [StatementPart]
        let written: String
        let number: String

        func fetch(
            _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
        ) async -> StatementVerdict {
            var (bytes, report) = ([UInt8](), StatementReport())
            do throws(StatementPartError) {
                for part in parts {
                    while let some = try await part.next() { bytes += some }
                }
            } catch {
                report.note(StatementProblem(.uploadBrokenOff))
                return .broken(report)
            }
            var batch = StatementBatch()
            batch.rows = [
                StatementRow(
                    line: 2, kind: .payment, orderNumber: number, tradeNumber: "4200",
                    orderAmount: Fixture.usual, settledAmount: Fixture.usual,
                    at: afternoon, account: written, state: .succeeded)
            ]
            await take(batch)
            report.sha256 = String(repeating: "a", count: 64)
            if !bytes.starts(with: Array("ok".utf8)) {
                report.note(StatementProblem(.noTotals, line: 3))
                return .broken(report)
            }
            return .complete(report)
        }
    }

    private var yesterday: StatementOf {
        get throws {
            StatementOf(
                wallet: .weChatPay, account: StatementDeskTests.account,
                day: try BusinessDate(iso: "2019-10-30"))
        }
    }

    /// Brings a file and waits for its end.
    private func upload(
        _ text: String, to shop: Shop, at desk: StatementDesk, size: Int? = nil,
        of statement: StatementOf? = nil
    ) async throws -> StatementRun {
        let finance = try await shop.till(by: "1900").session
        let bytes = Array(text.utf8)
        let (run, pipe) = try await shop.process.counter.uploadStatement(
            statement ?? (try yesterday),
            [StatementFileOffer(name: "bill.csv", size: size ?? bytes.count)], at: desk,
            by: finance)
        try await shop.besideBackground {
            for byte in bytes { _ = await pipe.give([byte]) }
            await pipe.end()
        }
        return try #require(try await shop.read { try StatementRunTable.find(run.id, in: $0) })
    }

    /// Rows of what a run may leave behind.
    private func left(_ shop: Shop) async throws -> [Int64] {
        var counts: [Int64] = []
        for table in ["statement", "statement_row", "statement_file", "statement_break"] {
            counts.append(try await shop.count(table))
        }
        return counts
    }

    @Test(
        "A sound file is kept as received and compared; the same again changes nothing, and says so"
    )
    func again() async throws {
        try await withShop { shop in
            let first = try await upload("ok 1", to: shop, at: desk())
            #expect(first.state == .done && first.verdict == "complete" && !first.wasKnown)
            #expect([first.rows, first.compared, first.breaks, first.new] == [1, 1, 1, 1])
            #expect(first.sha256?.count == 64)
            #expect(try await left(shop) == [1, 1, 1, 1])
            let kept = try await shop.read {
                try StatementFileTable.piece(0, of: first.number ?? 0, in: $0)
            }
            #expect(kept?.bytes == Array("ok 1".utf8) && kept?.name == "bill.csv")
            let second = try await upload("ok 1", to: shop, at: desk())
            #expect(second.state == .done && second.wasKnown && second.new == 0)
            #expect(try await left(shop) == [1, 1, 1, 1])
        }
    }

    @Test("Nothing half is kept of what is not sound, broke off, or is of another account")
    func refused() async throws {
        try await withShop { shop in
            let broken = try await upload("bad", to: shop, at: desk())
            #expect(broken.state == .refused && broken.problemCount == 1)
            #expect(broken.problems.first?.chinese.contains("第 3 行") == true)
            #expect(broken.problems.first?.english.contains("Line 3") == true)
            let cut = try await upload("ok", to: shop, at: desk(), size: 10)
            #expect(cut.state == .refused)
            #expect(cut.problems.map(\.english) == ["the upload broke off; upload the file again"])
            let other = try await upload("ok", to: shop, at: desk(written: "1900000208"))
            #expect(other.state == .refused)
            #expect(other.problems.first?.english.contains("1900000208") == true)
            #expect(try await left(shop) == [0, 0, 0, 0])
        }
    }

    @Test("Where files do not name the account, what earlier ones said does; another's is refused")
    func writtenBefore() async throws {
        try await withShop { shop in
            func desk(_ written: String) -> StatementDesk {
                self.desk(isNamedInFiles: false, written: written)
            }
            let first = try await upload("ok", to: shop, at: desk("2088"))
            #expect(first.state == .done)
            let other = try await upload("ok 2", to: shop, at: desk("2099"))
            #expect(other.state == .refused)
            let elsewhere = StatementOf(
                wallet: .weChatPay, account: "1900000208",
                day: try BusinessDate(iso: "2019-10-30"))
            let foreign = try await upload("ok", to: shop, at: desk("2088"), of: elsewhere)
            #expect(foreign.state == .refused)
        }
    }

    @Test("While it runs all of finance sees how far it is, and it is not begun twice")
    func progress() async throws {
        try await withShop { shop in
            let finance = try await shop.till(by: "1900").session
            let area = try await shop.till(by: "1800").session
            let counter = try shop.process.counter
            let desk = desk()
            let statement = try yesterday
            let offers = [StatementFileOffer(name: "bill.csv", size: 2)]
            let (run, pipe) = try await counter.uploadStatement(
                statement, offers, at: desk, by: finance)
            let seen = try await counter.statementDesk(desk, by: finance)
            #expect(seen.runs.map(\.run.id) == [run.id] && seen.isRunning && seen.mayWork)
            await #expect(throws: OperatorNotice.overrideRefused) {
                try await counter.statementDesk(desk, by: area)
            }
            await #expect(throws: OperatorNotice.statementRefused(.busy)) {
                try await counter.uploadStatement(statement, offers, at: desk, by: finance)
            }
            // Its process is gone: after a while it counts as over, and can be begun again.
            shop.clock.advance(by: .seconds(31))
            #expect(try await !counter.statementDesk(desk, by: finance).isRunning)
            let (next, _) = try await counter.uploadStatement(
                statement, offers, at: desk, by: finance)
            let gone = try #require(
                try await shop.read { try StatementRunTable.find(run.id, in: $0) })
            #expect(gone.state == .failed && gone.code == "interrupted")
            #expect(next.id != run.id)
            _ = await pipe.give(Array("ok".utf8))
            await pipe.end()
            try shop.process.background.finish()
        }
    }

    @Test("A wallet is asked now, and what is there is compared again")
    func fetched() async throws {
        try await withShop { shop in
            var made = MadeStatement(wallet: .weChatPay)
            let unknown = try orderNumber(ago: .minutes(1), serial: 7)
            shop.weChatPay.customerPaid(unknown.digits, Fixture.usual)
            try made.add(try shop.weChatPay.proof(of: unknown))
            let desk = desk(source: made)
            let finance = try await shop.till(by: "1900").session
            let statement = try yesterday
            await #expect(throws: OperatorNotice.statementRefused(.nothingThere)) {
                try await shop.process.counter.reconcileAgain(statement, by: finance)
            }
            try await shop.process.counter.fetchStatement(statement, at: desk, by: finance)
            try await shop.settle()
            try await shop.process.counter.reconcileAgain(statement, by: finance)
            try await shop.settle()
            let runs = try await shop.process.counter.statementDesk(desk, by: finance).runs
                .map(\.run)
            #expect(Set(runs.map(\.how)) == [.fetched, .again])
            #expect(runs.allSatisfy { $0.state == .done && $0.compared == 1 })
            #expect(try await shop.count("statement_break") > 0)
            let days = try await shop.process.counter.statementDesk(desk, by: finance).days
            #expect(days.first?.statement == statement && days.first?.listed?.verdict == "complete")
            #expect(days.map(\.mayFetch) == (0..<4).flatMap { _ in [true, false] })
        }
    }

    @Test("What cannot be done is refused before anything is written")
    func rights() async throws {
        try await withShop { shop in
            let counter = try shop.process.counter
            let finance = try await shop.till(by: "1900").session
            let (desk, statement) = (desk(), try yesterday)
            let file = StatementFileOffer(name: "a", size: 1)
            for staff in ["1007", "1001", "1800"] {
                let other = try await shop.till(by: staff).session
                await #expect(throws: OperatorNotice.overrideRefused) {
                    try await counter.uploadStatement(statement, [file], at: desk, by: other)
                }
                await #expect(throws: OperatorNotice.overrideRefused) {
                    try await counter.fetchStatement(statement, at: desk, by: other)
                }
                await #expect(throws: OperatorNotice.overrideRefused) {
                    try await counter.reconcileAgain(statement, by: other)
                }
            }
            let today = StatementOf(
                wallet: .weChatPay, account: StatementDeskTests.account,
                day: try BusinessDate(iso: "2019-10-31"))
            let strange = StatementOf(wallet: .alipay, account: "x", day: statement.day)
            let huge = StatementFileOffer(name: "a", size: .max)
            let refused: [(StatementOf, [StatementFileOffer], StatementRefusal)] = [
                (today, [file], .dayNotOver), (strange, [file], .accountUnknown("x")),
                (statement, [], .noFile), (statement, [file, file, file], .noFile),
                (statement, [StatementFileOffer(name: "", size: 1)], .noFile),
                (statement, [StatementFileOffer(name: "a", size: 0)], .noFile),
                (statement, [huge], .tooLarge(megabytes: 256)),
                (statement, [huge, huge], .tooLarge(megabytes: 256)),
            ]
            for (statement, files, refusal) in refused {
                await #expect(throws: OperatorNotice.statementRefused(refusal)) {
                    try await counter.uploadStatement(statement, files, at: desk, by: finance)
                }
            }
            await #expect(throws: OperatorNotice.statementRefused(.notFetchable)) {
                try await counter.fetchStatement(statement, at: desk, by: finance)
            }
            #expect(try await shop.count("statement_run") == 0)
        }
    }
}
