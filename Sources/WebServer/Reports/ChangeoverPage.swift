// The days around the change-over by method: one table, and the same drawn with the boundary. A store
// has one figure 聚合支付 for 41 and 42 (N2); above it they are told apart.

internal import Checkout
internal import Persistence
internal import Retail
internal import Spreadsheets

struct ChangeoverPage {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    /// A column: a method, or 41 and 42 together.
    private struct Column {
        let name: String
        let methods: [Int64]
    }

    private func columns(_ report: ChangeoverReport) -> [Column] {
        let together = report.methods.filter { $0.kind == .aggregated || $0.kind == .supplementary }
        let others = report.methods.filter { $0.kind == .cash || $0.kind == .retired }
        let name = words.isEnglish ? \TenderMethod.englishName : \TenderMethod.name
        let apart = others.map { Column(name: "\($0[keyPath: name]) (\($0.id))", methods: [$0.id]) }
        guard report.store == nil else {
            let one = Column(name: words.aggregated, methods: together.map(\.id))
            return apart + (together.isEmpty ? [] : [one])
        }
        return apart
            + together.map { Column(name: "\($0[keyPath: name]) (\($0.id))", methods: [$0.id]) }
    }

    private func amounts(
        _ day: ChangeoverReport.Day, _ columns: [Column]
    ) throws -> [Money] {
        try columns.map { column in
            try column.methods.reduce(.zero) { try $0.adding(day.amounts[$1] ?? .zero) }
        }
    }

    private func sum(_ amounts: [Money]) throws -> Money {
        try amounts.reduce(.zero) { try $0.adding($1) }
    }

    func page(_ report: ChangeoverReport) throws -> ReportPage {
        let columns = columns(report)
        let rows = try report.days.map { ($0.date, try amounts($0, columns)) }
        let address = links.changeover(report.store?.id, report.first, report.last)
        var html = HTML("<p class=\"path\"><a href=\"\(links.link("/reports/methods"))\">")
        html.add("\(words.methodList)</a>\(links.files(address, words))</p>")
        html.add(range(report))
        if let boundary = report.boundary {
            html.add("<p class=\"hint\">\(words.boundary(boundary.iso))</p>")
        }
        html.add(
            StackedBars(
                days: rows.map { ($0.0, $0.1) }, names: columns.map(\.name),
                boundary: report.boundary, title: words.changeover
            ).html(words))
        let totals = try columns.indices.map { index in try sum(rows.map { $0.1[index] }) }
        html.add(
            HTML.table(
                [(words.date, false)] + columns.map { (HTML.words($0.name), true) }
                    + [(words.total, true)],
                try rows.map { date, amounts in
                    let mark = date == report.boundary
                    let link = report.store.map { links.day($0.id, date) } ?? links.chain(date)
                    return [
                        "<a href=\"\(link)\">\(date.iso)</a>"
                            + (mark ? " <span class=\"chip\">\(words.from41)</span>" : "")
                    ] + amounts.map(\.yuan) + [try sum(amounts).yuan]
                }, foot: [words.total] + totals.map(\.yuan) + [try sum(totals).yuan]))
        let other = ReportLinks(isEnglish: !words.isEnglish)
            .changeover(report.store?.id, report.first, report.last)
        return ReportPage(
            words: words, title: title(report),
            other: words.isEnglish ? ReportLinks.adding("lang=zh", to: other) : other,
            content: html.text)
    }

    private func range(_ report: ChangeoverReport) -> String {
        let store = report.store?.id.digits ?? ""
        let language = words.isEnglish ? "<input type=\"hidden\" name=\"lang\" value=\"en\">" : ""
        return "<form class=\"sign\" action=\"/reports/changeover\">\(language)"
            + "<label>\(words.store)<input name=\"store\" maxlength=\"4\" value=\"\(store)\"></label>"
            + [("from", words.fromDay, report.first), ("to", words.toDay, report.last)].map {
                "<label>\($0.1)<input name=\"\($0.0)\" maxlength=\"10\" value=\"\($0.2.iso)\"></label>"
            }.joined()
            + "<button type=\"submit\">\(words.show)</button></form>"
    }

    private func title(_ report: ChangeoverReport) -> String {
        let place = report.store.map { "\($0.id.digits) \($0.name)" } ?? words.wholeChain
        return "\(words.changeover) \(place)"
    }

    func export(_ report: ChangeoverReport) throws -> ReportExport {
        let columns = columns(report)
        var sheet = Sheet(
            words.byDayAndMethod, heads: [words.date] + columns.map(\.name) + [words.total])
        var rows: [[Money]] = []
        for day in report.days {
            let amounts = try amounts(day, columns)
            let total = try sum(amounts)
            rows.append(amounts + [total])
            let mark = day.date == report.boundary ? " \(words.from41)" : ""
            sheet.add([.text(day.date.iso + mark)] + (amounts + [total]).map { .money($0) })
        }
        sheet.total =
            [.text(words.total)]
            + (try (0...columns.count).map { index in .money(try sum(rows.map { $0[index] })) })
        let place = report.store?.id.digits ?? "chain"
        return ReportExport(
            name: "changeover-\(place)-\(report.first.iso)",
            title: "\(title(report)) \(report.first.iso)", sheets: [sheet])
    }
}

/// Bars of several parts, with a line where something began.
struct StackedBars {
    let days: [(date: BusinessDate, parts: [Money])]
    let names: [String]
    let boundary: BusinessDate?
    let title: String

    private static let full: UInt64 = 460
    private static let ground: UInt64 = 500

    func html(_ words: ReportWords) -> String {
        // What went back is not stacked: a day's bar is of what came in by each.
        let sums = days.map { day in
            day.parts.reduce(UInt64(0)) { $0 &+ UInt64(max(0, $1.fen)) }
        }
        let most = max(1, sums.max() ?? 1)
        let width = 10_000 / max(days.count, 1)
        var bars = HTML("")
        for (index, day) in days.enumerated() {
            var base = StackedBars.ground
            for (part, amount) in day.parts.enumerated() where amount.isPositive {
                let fen = UInt64(amount.fen)
                let height = most.dividingFullWidth(
                    fen.multipliedFullWidth(by: StackedBars.full)
                ).quotient
                base -= height
                bars.add(
                    "<rect class=\"part p\(part % 6)\" x=\"\(index * width + width / 10)\" "
                        + "y=\"\(base)\" width=\"\(width * 8 / 10)\" height=\"\(height)\"><title>"
                        + "\(day.date.iso) \(HTML.words(names[part])) ¥\(amount.yuan)</title></rect>"
                )
            }
        }
        var line = ""
        if let boundary, let place = days.firstIndex(where: { $0.date == boundary }) {
            line = "<path class=\"mark\" d=\"M\(place * width) 0V500\"/>"
        }
        let legend = names.enumerated().map { index, name in
            "<span class=\"key\"><i class=\"p\(index % 6)\"></i>\(HTML.words(name))</span>"
        }.joined()
        let labels = days.map { day in
            let isMark = day.date == boundary
            let label = day.date.iso.suffix(5)
            return isMark ? "<span><b>\(label)</b></span>" : "<span>\(label)</span>"
        }.joined()
        return "<figure class=\"bars\"><figcaption>\(legend) · ≤ "
            + "¥\(Money(fen: Int64(clamping: most)).yuan)</figcaption>"
            + "<svg role=\"img\" aria-label=\"\(HTML.words(title))\" viewBox=\"0 0 10000 502\" "
            + "preserveAspectRatio=\"none\">\(bars.text)\(line)"
            + "<path class=\"ground\" d=\"M0 500H10000\"/></svg>"
            + "<div class=\"labels\">\(labels)</div></figure>"
    }
}

extension ReportWords {
    var changeover: String { say("收款方式切换前后", "Before and after the change of methods") }
    /// Short, since a sheet is called so.
    var byDayAndMethod: String { say("按日按收款方式", "By day and method") }
    var wholeChain: String { say("全连锁", "chain") }
    var from41: String { say("聚合支付起", "41 begins") }
    var toDay: String { say("截止营业日", "To business date") }
    var show: String { say("查看", "Show") }

    func boundary(_ date: String) -> String {
        say(
            "营业日 \(date) 起改收聚合支付；竖线是切换日。当日退回的已减去。",
            "From business date \(date) on the wallets are taken by 41; the line is that day. What went back "
                + "on a day is taken off.")
    }
}
