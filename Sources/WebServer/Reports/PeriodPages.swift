// The chain's month by store, and a store's month by day: a picture, the figures, and a link under each.

internal import Checkout
internal import Ledger
internal import Persistence
internal import Retail

struct PeriodPages {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    func chain(_ report: PeriodReport, _ month: ReportMonth) throws -> ReportPage {
        var html = HTML(pager(month, links.chain))
        html.add(
            "<p class=\"path\"><a href=\"\(links.statements(month))\">\(words.statements)</a>"
                + "<a href=\"\(links.balance(nil, month.last))\">\(words.balance)</a>"
                + "<a href=\"\(links.cashAfterScan(month))\">\(words.cashAfterScan)</a>"
                + links.files(links.chain(month), words) + "</p>")
        if report.lines.isEmpty {
            html.add("<p class=\"hint\">\(words.nothing)</p>")
        } else {
            html.add(try summary(report))
            html.add(
                HTML.bars(
                    try report.lines.prefix(60).map { ($0.store.id.digits, try $0.figures.net) },
                    words.stores))
            html.add(try hours(report))
            html.add(
                HTML.table(
                    heads(words.store),
                    try report.lines.map { line in
                        let name = HTML.words("\(line.store.id.digits) \(line.store.name)")
                        return
                            ["<a href=\"\(links.store(line.store.id, month))\">\(name)</a>"]
                            + (try cells(line.figures))
                    }, foot: [words.total] + (try cells(report.total))))
            html.add("<h2>\(words.wallets)</h2>")
            html.add(
                HTML.table(
                    [(words.wallets, false), (words.salesCount, true), (words.amount, true)],
                    report.wallets.map { sum in
                        [HTML.words(words.wallet(sum.name)), "\(sum.count)", sum.amount.yuan]
                    }))
        }
        return ReportPage(
            words: words, title: "\(words.chain) \(month.iso)",
            other: other(links: {
                $0.chain(month)
            }), content: html.text)
    }

    func store(
        _ report: PeriodReport, _ store: StoreID, _ month: ReportMonth, isManager: Bool
    ) throws -> ReportPage {
        var html = HTML(pager(month) { links.store(store, $0) })
        html.add("<p class=\"path\">")
        if !isManager {
            html.add(
                "<a href=\"\(links.chain(month))\">\(words.chain)</a>"
                    + "<a href=\"\(links.balance(store, month.last))\">\(words.balance)</a>")
        }
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
            html.add(try hours(report))
            html.add(
                HTML.table(
                    heads(words.date) + [(words.signed, false)],
                    try report.lines.map { line in
                        guard let date = line.date else { return [] }
                        return ["<a href=\"\(links.day(store, date))\">\(date.iso)</a>"]
                            + (try cells(line.figures)) + [line.isSigned ? "✓" : "–"]
                    }, foot: [words.total] + (try cells(report.total)) + [""]))
        }
        return ReportPage(
            words: words, title: "\(words.month) \(store.digits) \(month.iso)",
            other: other(links: { $0.store(store, month) }), content: html.text)
    }

    private func other(links address: (ReportLinks) -> String) -> String {
        let text = address(ReportLinks(isEnglish: !words.isEnglish))
        return words.isEnglish ? text + "&amp;lang=zh" : text
    }

    private func heads(_ first: String) -> [(text: String, isNumber: Bool)] {
        [(first, false)]
            + [
                words.salesCount, words.sales, words.returns, words.net, words.cash,
                words.aggregated,
            ].map { ($0, true) }
    }

    private func cells(_ figures: DayFigures) throws -> [String] {
        [
            "\(figures.salesCount)", try figures.sales.yuan, figures.returned.yuan,
            try figures.net.yuan, try figures.cash.yuan, try figures.aggregated.yuan,
        ]
    }

    private func summary(_ report: PeriodReport) throws -> String {
        let count = report.total.salesCount
        let share = count > 0 ? report.supplements.count * 10_000 / count : 0
        let tail = share % 100 < 10 ? "0\(share % 100)" : "\(share % 100)"
        let boxes = [
            (words.net, "¥" + (try report.total.net.yuan)),
            (words.cash, "¥" + (try report.total.cash.yuan)),
            (words.aggregated, "¥" + (try report.total.aggregated.yuan)),
            (
                words.supplements,
                "\(report.supplements.count) · ¥\(report.supplements.amount.yuan) · \(share / 100).\(tail)%"
            ),
        ]
        return "<dl class=\"boxes\">"
            + boxes.map { "<div><dt>\($0.0)</dt><dd class=\"num\">\($0.1)</dd></div>" }.joined()
            + "</dl>"
    }

    private func hours(_ report: PeriodReport) throws -> String {
        guard !report.hours.isEmpty else { return "" }
        let byHour = Dictionary(
            report.hours.map { ($0.name, $0.amount) }, uniquingKeysWith: { $1 })
        return HTML.bars(
            (0..<24).map { ("\($0)", byHour["\($0)"] ?? .zero) }, words.hours)
    }

    func pager(_ month: ReportMonth, _ link: (ReportMonth) -> String) -> String {
        let links = [(month.before, words.previousPeriod), (month.after, words.nextPeriod)]
            .compactMap { month, text in month.map { "<a href=\"\(link($0))\">\(text)</a>" } }
        return "<nav class=\"pager\">\(links.joined())</nav>"
    }
}
