// The chain's month or day by store, and a store's month by day: pictures, the figures, and a link under
// each.

internal import Checkout
internal import Ledger
internal import Persistence
internal import Retail

struct PeriodPages {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    func chain(
        _ report: PeriodReport, _ month: ReportMonth, today: BusinessDate
    ) throws -> ReportPage {
        var html = HTML(pager(month, links.chain))
        html.add(
            "<p class=\"path\"><a href=\"\(links.chain(today))\">\(words.today)</a>"
                + "<a href=\"\(links.statements(month))\">\(words.statements)</a>"
                + "<a href=\"\(links.settlements(month))\">\(words.settlements)</a>"
                + "<a href=\"\(links.balance(nil, month.last))\">\(words.balance)</a>"
                + "<a href=\"\(links.cashAfterScan(month))\">\(words.cashAfterScan)</a>"
                + "<a href=\"\(links.shifts(nil, month))\">\(words.shifts)</a>"
                + "<a href=\"\(links.link("/organisation"))\">\(words.organisation)</a>"
                + links.files(links.chain(month), words) + "</p>")
        if report.lines.isEmpty {
            html.add("<p class=\"hint\">\(words.nothing)</p>")
        } else {
            html.add(try summary(report))
            html.add(
                try places(report, words.region, words.regions) {
                    $0 == 0 ? links.place(.area(0), month) : links.place(.region($0), month)
                })
            html.add(try stores(report))
            html.add(try days(report, links.chain))
            html.add(hours(report))
            html.add(try table(report) { links.store($0, month) })
            html.add(splits(report))
        }
        return ReportPage(
            words: words, title: "\(words.chain) \(month.iso)", other: other { $0.chain(month) },
            content: html.text)
    }

    /// All stores on one day, beside other days.
    func chain(_ report: PeriodReport, _ date: BusinessDate) throws -> ReportPage {
        let near = [
            (try? date.previous(), words.previousPeriod), (try? date.next(), words.nextPeriod),
        ]
        let pager = near.compactMap { day, text in
            day.map { "<a href=\"\(links.chain($0))\">\(text)</a>" }
        }.joined()
        var html = HTML("<nav class=\"pager\">\(pager)</nav>")
        let month = try ReportMonth(date)
        html.add(
            "<p class=\"path\"><a href=\"\(links.chain(month))\">\(words.month(month))</a>"
                + links.files(links.chain(date), words) + "</p>")
        html.add(try summary(report))
        html.add(try Comparisons(words).page(report.total, report.compared))
        if report.lines.isEmpty {
            html.add("<p class=\"hint\">\(words.nothing)</p>")
        } else {
            html.add(
                try places(report, words.region, words.regions) {
                    $0 == 0 ? links.place(.area(0), date) : links.place(.region($0), date)
                })
            html.add(hours(report))
            html.add(try stores(report))
            html.add(try table(report) { links.day($0, date) })
            html.add(splits(report))
        }
        return ReportPage(
            words: words, title: "\(words.chainDay) \(date.iso)",
            other: other(isFirst: true) { $0.chain(date) }, content: html.text)
    }

    func store(
        _ report: PeriodReport, _ store: StoreID, _ month: ReportMonth, by reader: Staff.Role
    ) throws -> ReportPage {
        var html = HTML(pager(month) { links.store(store, $0) })
        html.add("<p class=\"path\">")
        if reader != .manager {
            let above =
                reader == .area
                ? "<a href=\"\(links.link("/reports"))\">\(words.area)</a>"
                : "<a href=\"\(links.chain(month))\">\(words.chain)</a>"
            html.add(
                above + "<a href=\"\(links.balance(store, month.last))\">\(words.balance)</a>")
        }
        html.add("<a href=\"\(links.shifts(store, month))\">\(words.shifts)</a>")
        html.add(links.files(links.store(store, month), words) + "</p>")
        if report.lines.isEmpty {
            html.add("<p class=\"hint\">\(words.nothing)</p>")
        } else {
            html.add(try summary(report))
            html.add(
                HTML.bars(
                    try report.lines.map {
                        (String(($0.date?.iso ?? "").suffix(2)), try $0.figures.net)
                    },
                    words.days))
            html.add(hours(report))
            html.add(
                HTML.table(
                    heads(words.date, report) + [(words.signed, false)],
                    try report.lines.map { line in
                        guard let date = line.date else { return [] }
                        return ["<a href=\"\(links.day(store, date))\">\(date.iso)</a>"]
                            + (try cells(line.figures, report)) + [line.isSigned ? "✓" : "–"]
                    }, foot: [words.total] + (try cells(report.total, report)) + [""]))
        }
        return ReportPage(
            words: words, title: "\(words.month) \(store.digits) \(month.iso)",
            other: other { $0.store(store, month) }, content: html.text)
    }

    /// The same page in the other language; `isFirst` where nothing else is asked in its address.
    func other(isFirst: Bool = false, links address: (ReportLinks) -> String) -> String {
        let text = address(ReportLinks(isEnglish: !words.isEnglish))
        return words.isEnglish ? text + (isFirst ? "?" : "&amp;") + "lang=zh" : text
    }

    /// The days of a month, each leading to its page.
    func days(_ report: PeriodReport, _ link: (BusinessDate) -> String) throws -> String {
        let days = try report.dates.map { ($0.date, try $0.figures.net) }
        return HTML.bars(days.map { (String($0.0.iso.suffix(2)), $0.1) }, words.days) { label in
            days.first { $0.0.iso.hasSuffix("-" + label) }.map { link($0.0) }
        }
    }

    /// What lies between a report and its stores, drawn and as a table that opens it.
    func places(
        _ report: PeriodReport, _ head: String, _ title: String, _ link: (Int64) -> String
    ) throws -> String {
        guard !report.places.isEmpty else { return "" }
        func name(_ place: PeriodReport.Place) -> String {
            place.id == 0 ? words.unassigned : place.name
        }
        return HTML.bars(try report.places.map { (name($0), try $0.figures.net) }, title)
            + HTML.table(
                heads(head, report),
                try report.places.map { place in
                    ["<a href=\"\(link(place.id))\">\(HTML.words(name(place)))</a>"]
                        + (try cells(place.figures, report))
                }, foot: [words.total] + (try cells(report.total, report)))
    }

    func stores(_ report: PeriodReport) throws -> String {
        HTML.bars(
            try report.lines.prefix(60).map { ($0.store.id.digits, try $0.figures.net) },
            words.stores)
    }

    func table(
        _ report: PeriodReport, _ link: (StoreID) -> String
    ) throws -> String {
        HTML.table(
            heads(words.store, report),
            try report.lines.map { line in
                let name = HTML.words("\(line.store.id.digits) \(line.store.name)")
                return ["<a href=\"\(link(line.store.id))\">\(name)</a>"]
                    + (try cells(line.figures, report))
            }, foot: [words.total] + (try cells(report.total, report)))
    }

    /// By method and by wallet.
    func splits(_ report: PeriodReport) -> String {
        let parts = [
            (words.methods, words.byMethod, report.methods, words.method),
            (words.wallets, words.wallet, report.wallets, words.wallet(_:)),
        ]
        return parts.filter { !$0.2.isEmpty }.map { title, head, sums, name in
            "<h2>\(title)</h2>"
                + HTML.table(
                    [
                        (head, false), (words.count, true), (words.amount, true),
                        (words.share, true),
                    ],
                    zip(sums, ReportWords.shares(sums)).map { sum, share in
                        [
                            HTML.words(name(sum.name)), "\(sum.count)", sum.amount.yuan,
                            HTML.share(share),
                        ]
                    })
        }.joined()
    }

    /// Retired methods have a column where anything was taken by them.
    private func heads(
        _ first: String, _ report: PeriodReport
    ) -> [(text: String, isNumber: Bool)] {
        [(first, false)]
            + [
                words.salesCount, words.sales, words.returns, words.net, words.cash,
                words.aggregated,
            ].map { ($0, true) }
            + (report.hasRetired ? [(words.retiredMethods, true)] : [])
    }

    private func cells(_ figures: DayFigures, _ report: PeriodReport) throws -> [String] {
        [
            "\(figures.salesCount)", try figures.sales.yuan, figures.returned.yuan,
            try figures.net.yuan, try figures.cash.yuan, try figures.aggregated.yuan,
        ] + (report.hasRetired ? [try figures.retired.yuan] : [])
    }

    func summary(_ report: PeriodReport) throws -> String {
        let found = report.supplements
        let boxes =
            [
                (words.net, "¥" + (try report.total.net.yuan)),
                (words.cash, "¥" + (try report.total.cash.yuan)),
                (words.aggregated, "¥" + (try report.total.aggregated.yuan)),
            ]
            + (report.hasRetired
                ? [(words.retiredMethods, "¥" + (try report.total.retired.yuan))] : []) + [
                (words.supplements, "\(found.count) · ¥\(found.amount.yuan)"),
                (words.supplementShare, words.share(found, of: report.total)),
                (words.recoveryTime, words.time(found)),
            ]
        return "<dl class=\"boxes six\">"
            + boxes.map { "<div><dt>\($0.0)</dt><dd class=\"num\">\($0.1)</dd></div>" }.joined()
            + "</dl>"
    }

    func hours(_ report: PeriodReport) -> String {
        report.hours.isEmpty ? "" : Comparisons(words).hours(report.hours, report.compared)
    }

    func pager(_ month: ReportMonth, _ link: (ReportMonth) -> String) -> String {
        let links = [(month.before, words.previousPeriod), (month.after, words.nextPeriod)]
            .compactMap { month, text in month.map { "<a href=\"\(link($0))\">\(text)</a>" } }
        return "<nav class=\"pager\">\(links.joined())</nav>"
    }
}
