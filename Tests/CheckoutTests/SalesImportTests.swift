// Sales of before the change-over, from a file: each mistake by its line and field, all or nothing,
// once; and what can be done with such a sale afterwards.

import Checkout
import Ledger
import Persistence
import Retail
import Sales
import Testing

@Suite struct SalesImportTests {
    private static let header = ImportField.header(isEnglish: false)

    /// A sale of syrup and plasters on the last day of the old methods, partly in cash.
    private static let rows = [
        "0101,A-17,2019-09-25,18:30,01,1007,商品,0001,,1,65.10,60.00",
        "0101,A-17,2019-09-25,18:30,01,1007,商品,0002,\"创可贴,大\",2,12.00,24.00",
        "0101,A-17,2019-09-25,18:30,01,1007,收款,43,,,,70.00",
        "0101,A-17,2019-09-25,18:30,01,1007,收款,1,,,,14.00",
    ]

    private func file(_ text: String, pieces: Int = 7) -> ImportFile {
        let bytes = Array(text.utf8)
        return ImportFile {
            var place = 0
            return {
                guard place < bytes.count else { return nil }
                defer { place += pieces }
                return Array(bytes[place..<min(place + pieces, bytes.count)])
            }
        } fromGBK: { _ in
            nil
        }
    }

    private func run(
        _ lines: [String], in shop: Shop, by staff: String = "1900", isRehearsal: Bool = false,
        end: String = "\n", header: String = SalesImportTests.header
    ) async throws -> ImportResult {
        let text = ([header] + lines).joined(separator: end) + end
        return try await SalesImport(try shop.process.database, at: shop.clock.now).run(
            file(text), by: StaffID(staff), isRehearsal: isRehearsal)
    }

    private func figures(
        _ shop: Shop, _ date: String, store: String = "0101"
    ) async throws -> DayFigures {
        try await shop.read { transaction in
            let date = try BusinessDate(iso: date)
            return try ReportTable.days(
                of: .store(StoreID(store)), from: date, to: date, in: transaction
            ).first?.figures ?? DayFigures()
        }
    }

    @Test(
        "R11 an old sale is found by its number, is read, and stands in its day under the old method"
    )
    func imported() async throws {
        try await withShop { shop in
            let result = try await run(SalesImportTests.rows, in: shop)
            #expect((result.sales, result.known, result.amount.fen) == (1, 0, 8_400))
            let till = try await shop.till()
            let found = try await till.returnable("A-17")
            #expect(found.receipt == "0101-old-A-17")
            #expect(found.sale.businessDate.iso == "2019-09-25")
            #expect(found.postedAt == .local("2019-09-25 18:30:00"))
            #expect(found.sale.lines.map(\.goods.name) == ["止咳糖浆", "创可贴,大"])
            #expect(found.tenders.map(\.tender.method) == [43, 1], "the old wallet before cash")
            #expect(try await till.returnable("0101-old-A-17").sale.id == found.sale.id)
            let figures = try await figures(shop, "2019-09-25")
            #expect(
                try (figures.net.fen, figures.cash.fen, figures.retired.fen) == (
                    8_400, 1_400, 7_000
                ))
            #expect(try figures.aggregated == .zero && figures.discounts.fen == 510)
            // Of another store it is not there.
            let other = try await shop.till(store: "0102")
            await #expect(throws: OperatorNotice.notFoundHere(what: "A-17")) {
                _ = try await other.returnable("A-17")
            }
        }
    }

    @Test(
        "The same file again, in either language, with a mark or other line ends, changes nothing",
        arguments: ["\n", "\r\n"])
    func again(_ end: String) async throws {
        try await withShop { shop in
            _ = try await run(SalesImportTests.rows, in: shop)
            let before = try await shop.read { try LedgerTable.trialBalance(in: $0) }
            let english = SalesImportTests.rows.map {
                $0.replacing("商品", with: "goods").replacing("收款", with: "tender")
                    .replacing("2019-09-25", with: "2019/09/25")
            }
            let result = try await run(
                english, in: shop, end: end,
                header: "\u{FEFF}" + ImportField.header(isEnglish: true))
            #expect((result.sales, result.known) == (0, 1))
            #expect(try await shop.read { try LedgerTable.trialBalance(in: $0) } == before)
            let twice = try await run(SalesImportTests.rows + SalesImportTests.rows, in: shop)
            #expect((twice.sales, twice.known) == (0, 2))
        }
    }

    private static let boundary: BusinessDate = {
        guard let date = try? BusinessDate(iso: "2019-09-26") else {
            preconditionFailure("a date that exists")
        }
        return date
    }()

    struct Mistake: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let row: Int
        let field: ImportField?
        let kind: ImportProblem.Kind
        let change: @Sendable (inout [String]) -> Void

        init(
            _ description: String, line: Int, _ field: ImportField?,
            _ kind: ImportProblem.Kind, _ change: @escaping @Sendable (inout [String]) -> Void
        ) {
            testDescription = description
            row = line
            self.field = field
            self.kind = kind
            self.change = change
        }
    }

    /// Changes one field of a row, or of all.
    private static func set(
        _ field: ImportField, _ text: String, _ rows: [Int]
    ) -> @Sendable (inout [String]) -> Void {
        { lines in
            for row in rows {
                var fields = lines[row].split(separator: ",", omittingEmptySubsequences: false)
                    .map(String.init)
                // The quoted name of the second row is two parts.
                let place = ImportField.allCases.firstIndex(of: field) ?? 0
                fields[row == 1 && place > 8 ? place + 1 : place] = text
                lines[row] = fields.joined(separator: ",")
            }
        }
    }

    static let mistakes: [Mistake] = [
        Mistake("a store that is none", line: 2, .store, .unreadable, set(.store, "1", [0])),
        Mistake("an unknown store", line: 2, .store, .unknown, set(.store, "9999", [0, 1, 2, 3])),
        Mistake("no number", line: 2, .number, .unreadable, set(.number, "", [0])),
        Mistake("a number with a quote", line: 2, .number, .unreadable, set(.number, "A'1", [0])),
        Mistake("no date", line: 3, .date, .unreadable, set(.date, "2019-09-31", [1])),
        Mistake("a time that is none", line: 4, .time, .unreadable, set(.time, "24:00", [2])),
        Mistake("another time in one sale", line: 3, .time, .differs, set(.time, "18:31", [1])),
        Mistake("another day in one sale", line: 5, .date, .differs, set(.date, "2019-09-24", [3])),
        Mistake(
            "R09 a sale of the 26th", line: 2, .date,
            .tooLate(boundary),
            set(.date, "2019-09-26", [0, 1, 2, 3])),
        Mistake(
            "an unknown register", line: 2, .register, .unknown, set(.register, "09", [0, 1, 2, 3])),
        Mistake("nobody", line: 2, .cashier, .unknown, set(.cashier, "9999", [0, 1, 2, 3])),
        Mistake("another kind", line: 4, .kind, .unreadable, set(.kind, "退货", [2])),
        Mistake("unknown goods", line: 3, .code, .unknown, set(.code, "9998", [1])),
        Mistake("half a piece", line: 2, .quantity, .unreadable, set(.quantity, "0.5", [0])),
        Mistake("no piece", line: 2, .quantity, .unreadable, set(.quantity, "0", [0])),
        Mistake("a price of three places", line: 2, .price, .unreadable, set(.price, "1.005", [0])),
        Mistake("a price below zero", line: 2, .price, .unreadable, set(.price, "-1", [0])),
        Mistake(
            "more than the price", line: 2, .amount, .moreThanPrice, set(.amount, "65.11", [0])),
        Mistake("more than any sale", line: 2, .price, .unfit) { lines in
            set(.price, "99999.99", [0])(&lines)
            set(.quantity, "9999", [0])(&lines)
        },
        Mistake("a tender of nothing", line: 5, .amount, .unfit, set(.amount, "0", [3])),
        Mistake("an unknown method", line: 4, .code, .unknown, set(.code, "99", [2])),
        Mistake("R09 method 41", line: 4, .code, .needsPayment, set(.code, "41", [2])),
        Mistake("R09 method 42", line: 4, .code, .needsPayment, set(.code, "42", [2])),
        Mistake(
            "tenders that do not pay for it", line: 2, nil,
            .unbalanced(goods: Money(fen: 8_400), tenders: Money(fen: 8_399)),
            set(.amount, "13.99", [3])),
        Mistake("a column too few", line: 3, nil, .fieldCount(11)) {
            $0[1] = String($0[0].dropLast(6))
        },
        Mistake("an open quote", line: 3, nil, .openQuote) { $0[1].replace("大\"", with: "大") },
        Mistake("no goods", line: 2, nil, .noGoods) { $0.removeFirst(2) },
        Mistake("a long line", line: 3, nil, .lineTooLong) {
            $0[1] = String(repeating: "长", count: 3_000)
        },
        Mistake("zero bytes", line: 3, nil, .notText) { $0[1] = "\0" + $0[1] },
        Mistake("too many rows", line: 202, nil, .tooManyLines) { lines in
            lines = Array(repeating: lines[0], count: 201)
        },
    ]

    @Test("Each mistake is told by its line and field, and nothing is kept", arguments: mistakes)
    func mistake(_ mistake: Mistake) async throws {
        try await withShop { shop in
            var lines = SalesImportTests.rows
            mistake.change(&lines)
            let good = SalesImportTests.rows.map { $0.replacing("A-17", with: "A-99") }
            let refusal = await #expect(throws: ImportRefusal.self) {
                _ = try await run(lines + good, in: shop)
            }
            let problem = try #require(refusal?.problems.first)
            #expect(
                problem
                    == ImportProblem(
                        line: Int64(mistake.row), field: mistake.field, mistake.kind))
            #expect(refusal?.problems.count == 1, "\(refusal?.problems.map(\.english) ?? [])")
            #expect(problem.chinese.contains("第 \(mistake.row) 行"))
            #expect(problem.english.contains("Line \(mistake.row)"))
            let balance = try await shop.read { try LedgerTable.trialBalance(in: $0) }
            #expect(balance.lines.isEmpty)
            let till = try await shop.till()
            await #expect(throws: OperatorNotice.notFoundHere(what: "A-99")) {
                _ = try await till.returnable("A-99")
            }
        }
    }

    @Test("A number with other content, a file without a header, and one without sales are refused")
    func files() async throws {
        try await withShop { shop in
            _ = try await run(SalesImportTests.rows, in: shop)
            var other = SalesImportTests.rows
            other[2].replace("43", with: "44")
            let changed = await #expect(throws: ImportRefusal.self) {
                _ = try await run(other, in: shop)
            }
            #expect(changed?.problems.map(\.kind) == [.otherContent])
            let headless = await #expect(throws: ImportRefusal.self) {
                _ = try await run(SalesImportTests.rows, in: shop, header: "a,b,c")
            }
            #expect(headless?.problems.map(\.kind) == [.noHeader])
            let empty = await #expect(throws: ImportRefusal.self) {
                _ = try await run(["", ",,,,,,,,,,,"], in: shop)
            }
            #expect(empty?.problems.map(\.kind) == [.empty])
            for staff in ["1001", "1800", "9999"] {
                await #expect(throws: OperatorNotice.overrideRefused) {
                    _ = try await run(SalesImportTests.rows, in: shop, by: staff)
                }
            }
        }
    }

    @Test("A rehearsal says what would be done, and does nothing")
    func rehearsal() async throws {
        try await withShop { shop in
            let told = try await run(SalesImportTests.rows, in: shop, isRehearsal: true)
            #expect(told.sales == 1)
            #expect(try await figures(shop, "2019-09-25") == DayFigures())
            #expect(try await run(SalesImportTests.rows, in: shop) == told)
        }
    }

    @Test("A signed day stays as it was signed: the sale is a correction of the day after")
    func signed() async throws {
        try await withShop(at: .local("2019-10-31 09:00:00")) { shop in
            let manager = try await shop.till(by: "1001").session
            let date = try BusinessDate(iso: "2019-09-25")
            let store = manager.store
            _ = try await shop.process.counter.signDay(store, date, counted: nil, by: manager)
            let result = try await run(SalesImportTests.rows, in: shop)
            #expect(result.corrections == 1)
            #expect(try await figures(shop, "2019-09-25") == DayFigures())
            #expect(try await figures(shop, "2019-09-26").retired.fen == 7_000)
            let finance = try await shop.till(by: "1900").session
            // By method it stands on its own day.
            let report = try await shop.process.counter.changeoverReport(
                of: store, from: date, to: date, by: finance)
            #expect(report.days.first?.amounts[43]?.fen == 7_000)
        }
    }

    @Test(
        "R11 an old sale goes back by its old method: finance pays it out and has a case; cash needs leave"
    )
    func givenBack() async throws {
        try await withShop { shop in
            _ = try await run(SalesImportTests.rows, in: shop)
            let till = try await shop.till()
            let sale = try await till.returnable("A-17").sale
            let done = try await till.giveBack(sale.id, [pieces(1)])
            #expect((done.toWallets.fen, done.inCash.fen) == (6_000, 0))
            let view = try await till.returnable("A-17")
            #expect(view.returns.first?.made.givingBack.map(\.kind) == [.recorded])
            #expect(view.returns.first?.made.givingBack.map(\.method) == [43])
            #expect(view.tenders.map(\.givenBack.fen) == [6_000, 0])
            #expect(try await shop.cases(about: "0101-old-A-17-T1/1") == ["retired-refund"])
            let today = try await shop.process.counter.today(of: sale.store).iso
            #expect(try await figures(shop, today).retired.fen == -6_000)
            #expect(try await figures(shop, today).aggregated == .zero)
            await #expect(throws: OperatorNotice.refundInCashNeedsManager(Money(fen: 1_000))) {
                _ = try await till.giveBack(sale.id, [pieces(1, ofLine: 2)], toCash: true)
            }
            // What is left of the old method, and then cash.
            let rest = try await till.giveBack(sale.id, [pieces(2, ofLine: 2)])
            #expect((rest.toWallets.fen, rest.inCash.fen) == (1_000, 1_400))
            let finance = try await shop.till(by: "1900").session
            let counter = try shop.process.counter
            try await counter.closeCase(
                "retired-refund:0101-old-A-17-T1/1", of: sale.store, .givenBack,
                reason: "平台退款 50001", by: finance)
            #expect(
                try await shop.cases(about: "0101-old-A-17-T1/1")
                    == ["retired-refund (given-back by 1900: 平台退款 50001)"])
        }
    }

    @Test("R11 an old sale is printed again, marked as a copy")
    func printedAgain() async throws {
        try await withShop { shop in
            _ = try await run(SalesImportTests.rows, in: shop)
            let till = try await shop.till()
            let sale = try await till.returnable("A-17").sale
            try await till.perform(.reprint(sale: sale.id))
            let job = try await shop.read {
                try PrintJobTable.latest(of: sale.id, returnSeq: 0, store: sale.store, in: $0)
            }
            #expect(job?.copy == 1, "no original was printed here")
        }
    }

    @Test(
        "R05 R12 days around the change by method: a store has one figure for 41 and 42, the chain two"
    )
    func changeover() async throws {
        try await withShop(at: .local("2019-09-26 10:00:00")) { shop in
            _ = try await run(SalesImportTests.rows, in: shop)
            let till = try await shop.till()
            let (sold, _) = try await till.sold()
            try await till.sold(quantity: 2)
            try await till.giveBack(sold, [pieces(1)])
            let counter = try shop.process.counter
            let (finance, manager) = (
                try await shop.till(by: "1900").session, try await shop.till(by: "1001").session
            )
            let chain = try await counter.changeoverReport(
                of: nil, from: nil, to: nil, by: finance)
            #expect((chain.first.iso, chain.last.iso) == ("2019-09-16", "2019-10-05"))
            #expect(chain.boundary?.iso == "2019-09-26" && chain.days.count == 20)
            #expect(chain.methods.map(\.id) == [1, 41, 42, 43, 44])
            let days = Dictionary(
                uniqueKeysWithValues: chain.days.map { ($0.date.iso, $0.amounts) })
            #expect(days["2019-09-25"] == [1: Money(fen: 1_400), 43: Money(fen: 7_000)])
            #expect(days["2019-09-26"] == [41: Money(fen: 2_400)])
            let own = try await counter.changeoverReport(
                of: StoreID("0101"), from: nil, to: nil, by: manager)
            #expect(own.days.map(\.amounts) == chain.days.map(\.amounts))
            for (store, staff) in [
                (nil, "1001"), ("0102", "1001"), ("0101", "1007"), (nil, "1800"),
            ] {
                let session = try await shop.till(by: staff).session
                await #expect(throws: OperatorNotice.overrideRefused, "\(staff)") {
                    _ = try await counter.changeoverReport(
                        of: store.map { try StoreID($0) }, from: nil, to: nil, by: session)
                }
            }
            await #expect(throws: OperatorNotice.unreadable(field: "to")) {
                _ = try await counter.changeoverReport(
                    of: nil, from: chain.last, to: chain.first, by: finance)
            }
            await #expect(throws: OperatorNotice.unreadable(field: "to")) {
                _ = try await counter.changeoverReport(
                    of: nil, from: BusinessDate(iso: "2019-01-01"), to: chain.last, by: finance)
            }
        }
    }
}
