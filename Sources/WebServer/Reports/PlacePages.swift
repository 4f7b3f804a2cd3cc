// A region by area and an area by store, by the month and by the day: what lies between the chain and a
// store, each level opening the one below it.

internal import Checkout
internal import Ledger
internal import Persistence
internal import Retail

struct PlacePages {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }
    private var periods: PeriodPages { PeriodPages(words) }

    init(_ words: ReportWords) { self.words = words }

    func title(_ report: PlaceReport, _ time: String) -> String {
        "\(report.name.isEmpty ? words.unassigned : report.name) \(time)"
    }

    /// `own` are the areas of who reads it, to go from one to another.
    func month(
        _ report: PlaceReport, _ month: ReportMonth, _ own: [Area], by reader: Staff.Role
    ) throws -> ReportPage {
        let period = report.period
        var html = HTML(periods.pager(month) { links.place(report.asked, $0) })
        let others = own.count > 1 ? own : []
        html.add(
            path(
                above(report, by: reader, links.chain(month)) { links.place($0, month) }
                    + others.map { link(links.place(.area($0.id), month), $0.name) }
                    + [link(links.cashAfterScan(month), words.cashAfterScan)],
                files: links.place(report.asked, month)))
        html.add(looksAfter(report))
        if period.lines.isEmpty {
            html.add("<p class=\"hint\">\(words.nothing)</p>")
        } else {
            html.add(try periods.summary(period))
            html.add(
                try periods.places(period, words.area, words.areas) {
                    links.place(.area($0), month)
                })
            html.add(try periods.stores(period))
            html.add(try periods.days(period) { links.place(report.asked, $0) })
            html.add(periods.hours(period))
            html.add(try periods.table(period) { links.store($0, month) })
            html.add(periods.splits(period))
        }
        return ReportPage(
            words: words, title: title(report, month.iso),
            other: periods.other { $0.place(report.asked, month) }, content: html.text)
    }

    func day(
        _ report: PlaceReport, _ date: BusinessDate, by reader: Staff.Role
    ) throws -> ReportPage {
        let period = report.period
        let near = [
            (try? date.previous(), words.previousPeriod), (try? date.next(), words.nextPeriod),
        ]
        let pager = near.compactMap { day, text in
            day.map { "<a href=\"\(links.place(report.asked, $0))\">\(text)</a>" }
        }.joined()
        var html = HTML("<nav class=\"pager\">\(pager)</nav>")
        let month = try ReportMonth(date)
        html.add(
            path(
                above(report, by: reader, links.chain(date)) { links.place($0, date) }
                    + [link(links.place(report.asked, month), words.month(month))],
                files: links.place(report.asked, date)))
        html.add(looksAfter(report))
        html.add(try periods.summary(period))
        html.add(try Comparisons(words).page(period.total, period.compared))
        if period.lines.isEmpty {
            html.add("<p class=\"hint\">\(words.nothing)</p>")
        } else {
            html.add(
                try periods.places(period, words.area, words.areas) {
                    links.place(.area($0), date)
                })
            html.add(periods.hours(period))
            html.add(try periods.stores(period))
            html.add(try periods.table(period) { links.day($0, date) })
            html.add(periods.splits(period))
        }
        return ReportPage(
            words: words, title: title(report, date.iso),
            other: periods.other(isFirst: true) { $0.place(report.asked, date) },
            content: html.text)
    }

    /// The way up, for who may read what is above.
    private func above(
        _ report: PlaceReport, by reader: Staff.Role, _ chain: String,
        _ place: (AskedPlace) -> String
    ) -> [String] {
        guard reader == .finance else { return [] }
        let region = report.region.map { [link(place(.region($0.id)), $0.name)] } ?? []
        return [link(chain, words.chain)] + region
    }

    private func looksAfter(_ report: PlaceReport) -> String {
        guard case .area = report.asked, !report.manager.isEmpty else { return "" }
        return "<p class=\"hint\">\(words.areaManager) \(HTML.words(report.manager))</p>"
    }

    private func path(_ parts: [String], files page: String) -> String {
        "<p class=\"path\">" + parts.joined() + links.files(page, words) + "</p>"
    }

    private func link(_ address: String, _ text: String) -> String {
        "<a href=\"\(address)\">\(HTML.words(text))</a>"
    }
}

extension ReportWords {
    var region: String { say("战区", "Region") }
    var regions: String { say("各战区净销售额", "Net sales by region") }
    var area: String { say("片区", "Area") }
    var areas: String { say("各片区净销售额", "Net sales by area") }
    var areaManager: String { say("片长", "Area manager") }
    var places: String { say("战区和片区", "Regions and areas") }
    var unassigned: String { say("未归属", "Unassigned") }
    var organisation: String { say("组织架构", "Organisation") }
}
