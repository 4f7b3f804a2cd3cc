// The reports as tables for a spreadsheet: the figures of the pages, without their links.

internal import Checkout
internal import Ledger
internal import Payments
internal import Persistence
internal import Retail
internal import Spreadsheets

struct ReportSheets {
    let words: ReportWords

    init(_ words: ReportWords) { self.words = words }

    func chain(_ report: PeriodReport, _ month: ReportMonth) throws -> ReportExport {
        ReportExport(
            name: "chain-\(month.iso)", title: "\(words.chain) \(month.iso)",
            sheets: try chain(report))
    }

    func chain(_ report: PeriodReport, _ date: BusinessDate) throws -> ReportExport {
        ReportExport(
            name: "chain-\(date.iso)", title: "\(words.chainDay) \(date.iso)",
            sheets: try chain(report) + [
                try Comparisons(words).sheet(report.total, report.compared)
            ])
    }

    /// A region's or an area's: of a day with what it is compared with.
    func place(_ report: PlaceReport, title: String) throws -> ReportExport {
        let period = report.period
        let (kind, id) =
            switch report.asked {
            case .region(let id): ("region", id)
            case .area(let id): ("area", id)
            }
        let isDay = period.first == period.last
        var sheets = try chain(period, by: words.area)
        if isDay { sheets.append(try Comparisons(words).sheet(period.total, period.compared)) }
        let time = isDay ? period.first.iso : String(period.first.iso.prefix(7))
        return ReportExport(name: "\(kind)-\(id)-\(time)", title: title, sheets: sheets)
    }

    private func chain(_ report: PeriodReport, by head: String? = nil) throws -> [Sheet] {
        var stores = Sheet(words.stores, heads: [words.store] + figureHeads(report))
        for line in report.lines {
            stores.add(
                [.text("\(line.store.id.digits) \(line.store.name)")]
                    + (try cells(line.figures, report)))
        }
        stores.total = [.text(words.total)] + (try cells(report.total, report))
        return [stores] + (try places(report, head ?? words.region)) + [
            try hours(report.hours),
            try split(words.methods, words.byMethod, report.methods, words.method),
            try split(words.wallets, words.wallet, report.wallets, words.wallet(_:)),
            found(report),
        ]
    }

    /// By region or area, where there are such.
    private func places(_ report: PeriodReport, _ head: String) throws -> [Sheet] {
        guard !report.places.isEmpty else { return [] }
        var sheet = Sheet(words.places, heads: [head] + figureHeads(report))
        for place in report.places {
            sheet.add(
                [.text(place.id == 0 ? words.unassigned : place.name)]
                    + (try cells(place.figures, report)))
        }
        sheet.total = [.text(words.total)] + (try cells(report.total, report))
        return [sheet]
    }

    private func split(
        _ title: String, _ head: String, _ sums: [ReportedSum], _ name: (String) -> String
    ) throws -> Sheet {
        var sheet = Sheet(title, heads: [head, words.count, words.amount, words.share])
        for (sum, share) in zip(sums, ReportWords.shares(sums)) {
            sheet.add([
                .text(name(sum.name)), .count(sum.count), .money(sum.amount),
                .text(ReportWords.percent(of: share)),
            ])
        }
        sheet.total = try total(sums) + [.empty]
        return sheet
    }

    /// What a page says of 补单 in boxes.
    private func found(_ report: PeriodReport) -> Sheet {
        var sheet = Sheet(words.supplements, heads: [words.figure, words.count, words.amount])
        addSupplements(to: &sheet, report.supplements, report.total)
        return sheet
    }

    private func addSupplements(
        to sheet: inout Sheet, _ supplements: Supplements, _ figures: DayFigures
    ) {
        sheet.add([
            .text(words.supplements), .count(supplements.count), .money(supplements.amount),
        ])
        sheet.add([
            .text(words.supplementShare), .empty, .text(words.share(supplements, of: figures)),
        ])
        sheet.add([.text(words.recoveryTime), .empty, .text(words.time(supplements))])
    }

    func store(
        _ report: PeriodReport, _ store: StoreID, _ month: ReportMonth
    ) throws -> ReportExport {
        var days = Sheet(words.days, heads: [words.date] + figureHeads(report) + [words.signed])
        for line in report.lines {
            days.add(
                [.text(line.date?.iso ?? "")] + (try cells(line.figures, report))
                    + [.text(line.isSigned ? "✓" : "–")])
        }
        days.total = [.text(words.total)] + (try cells(report.total, report)) + [.empty]
        return ReportExport(
            name: "\(store.digits)-\(month.iso)",
            title: "\(words.month) \(store.digits) \(month.iso)",
            sheets: [days, try hours(report.hours), found(report)])
    }

    /// The text file has the sales, as the list of the page; the workbook the figures, too.
    func day(_ report: DayReport) throws -> ReportExport {
        var sheets = [try figures(report), try sales(report)]
        if !report.returns.isEmpty {
            var returns = Sheet(words.returns, heads: [words.receipt, words.time, words.amount])
            for made in report.returns {
                returns.add([
                    .text(made.number), .text(CivilTime(made.at).spaced), .money(made.amount),
                ])
            }
            returns.total = [
                .text(words.total), .empty, .money(try sum(report.returns.map(\.amount))),
            ]
            sheets.append(returns)
        }
        for (title, list) in [(words.doubt, report.doubt), (words.refundsDue, report.refundsDue)]
        where !list.isEmpty {
            var standing = Sheet(title, heads: [words.number, words.amount])
            // In the books it stands on the other side.
            let amounts = list.map { Money(fen: -$0.amount.fen) }
            for (one, amount) in zip(list, amounts) {
                standing.add([.text(one.number), .money(amount)])
            }
            standing.total = [.text(words.total), .money(try sum(amounts))]
            sheets.append(standing)
        }
        if !report.shifts.isEmpty { sheets.append(try ShiftPages(words).sheet(report.shifts)) }
        sheets += [
            try Comparisons(words).sheet(report.figures, report.compared), try hours(report.hours),
        ]
        let (store, date) = (report.store.id.digits, report.date.iso)
        return ReportExport(
            name: "\(store)-\(date)", title: "\(words.daily) \(store) \(date)", sheets: sheets,
            main: 1)
    }

    private func figures(_ report: DayReport) throws -> Sheet {
        let figures = report.figures
        var sheet = Sheet(words.daily, heads: [words.figure, words.count, words.amount])
        func less(_ amount: Money) -> Sheet.Cell { .money(Money(fen: -amount.fen)) }
        sheet.add([.text(words.gross), .empty, .money(figures.gross)])
        sheet.add([.text(words.discounts), .empty, less(figures.discounts)])
        sheet.add([
            .text(words.sales), .count(figures.salesCount),
            .sum(try figures.sales, rows: [0, 1]),
        ])
        sheet.add([
            .text(words.returns), .count(figures.returnsCount), less(figures.returned),
        ])
        sheet.add([.text(words.net), .empty, .sum(try figures.net, rows: [2, 3])])
        sheet.add([.text(words.cash), .empty, .money(try figures.cash)])
        sheet.add([.text(words.aggregated), .empty, .money(try figures.aggregated)])
        if figures.hasRetired {
            sheet.add([.text(words.retiredMethods), .empty, .money(try figures.retired)])
        }
        if figures.importedCash != .zero {
            sheet.add([.text(words.importedCash), .empty, .money(figures.importedCash)])
        }
        addSupplements(to: &sheet, report.supplements, figures)
        if let over = try report.overShort {
            sheet.add([.text(words.overShort), .empty, .money(over)])
        }
        return sheet
    }

    private func sales(_ report: DayReport) throws -> Sheet {
        let hasRetired = report.sales.contains { $0.byRetired.isPositive }
        var sheet = Sheet(
            words.saleList,
            heads: [
                words.receipt, words.time, words.register, words.cashier, words.due, words.cash,
                words.aggregated, words.supplements,
            ] + (hasRetired ? [words.retiredMethods] : []))
        for sale in report.sales {
            sheet.add(
                [
                    .text(sale.receipt), .text(CivilTime(sale.postedAt).spaced),
                    .text(sale.register), .text(sale.cashier), .money(sale.due), .money(sale.cash),
                    .money(sale.scanned), .text(sale.isSupplemented ? "42" : ""),
                ] + (hasRetired ? [.money(sale.byRetired)] : []))
        }
        sheet.total =
            [.text(words.total), .empty, .empty, .empty]
            + (try [
                report.sales.map(\.due), report.sales.map(\.cash), report.sales.map(\.scanned),
            ].map { .money(try sum($0)) }) + [.empty]
            + (hasRetired ? [.money(try sum(report.sales.map(\.byRetired)))] : [])
        return sheet
    }

    func balance(_ report: BalanceReport) throws -> ReportExport {
        var sheet = Sheet(
            words.balance,
            heads: [words.account, words.debit, words.credit, words.balanceColumn])
        for line in report.balance.lines {
            sheet.add([
                .text(words.name(line.account)), .money(line.debits), .money(line.credits),
                .money(line.balance),
            ])
        }
        sheet.total = [.text(words.total), .empty, .empty, .money(try report.balance.sum())]
        let place = report.store?.id.digits
        return ReportExport(
            name: "balance-\(place ?? "chain")-\(report.until.iso)",
            title: "\(words.balance) \(place ?? words.chain) \(report.until.iso)"
                + (report.isOfOwnDays ? " \(words.ofOwnDays)" : ""),
            sheets: [sheet])
    }

    private func hours(_ sums: [ReportedSum]) throws -> Sheet {
        var sheet = Sheet(words.hours, heads: [words.hour, words.salesCount, words.amount])
        for sum in sums {
            sheet.add([.text("\(sum.name):00"), .count(sum.count), .money(sum.amount)])
        }
        sheet.total = try total(sums)
        return sheet
    }

    private func total(_ sums: [ReportedSum]) throws -> [Sheet.Cell] {
        // Counts of rows: far from overflow, and a wrong one would be no more than a wrong cell.
        let count = sums.reduce(Int64(0)) { $0 &+ $1.count }
        return [.text(words.total), .count(count), .money(try sum(sums.map(\.amount)))]
    }

    private func sum(_ amounts: [Money]) throws -> Money {
        try amounts.reduce(.zero) { try $0.adding($1) }
    }

    private func figureHeads(_ report: PeriodReport) -> [String] {
        [
            words.salesCount, words.sales, words.returns, words.net, words.cash,
            words.aggregated,
        ] + (report.hasRetired ? [words.retiredMethods] : [])
    }

    private func cells(_ figures: DayFigures, _ report: PeriodReport) throws -> [Sheet.Cell] {
        [
            .count(figures.salesCount), .money(try figures.sales), .money(figures.returned),
            .money(try figures.net), .money(try figures.cash), .money(try figures.aggregated),
        ] + (report.hasRetired ? [.money(try figures.retired)] : [])
    }
}

extension ReportWords {
    var figure: String { say("项目", "Figure") }
    var count: String { say("笔数", "Count") }
    var hour: String { say("时段", "Hour") }

    func wallet(_ name: String) -> String {
        Wallet(rawValue: name).map { self.name(of: $0) } ?? name
    }
}
