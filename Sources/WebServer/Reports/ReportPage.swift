// The frame of every report: no script, prints, keyboard only, in both languages.

internal import Checkout
internal import Ledger
internal import Persistence
internal import Retail

struct ReportPage {
    let words: ReportWords
    let title: String
    /// The same page in the other language.
    let other: String
    let content: String
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(words: ReportWords, title: String, other: String, content: String) {
        self.words = words
        self.title = title
        self.other = other
        self.content = content
    }

    var html: String {
        """
        <!doctype html>
        <html lang="\(words.isEnglish ? "en" : "zh-CN")"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(HTML.words(title))</title>
        <link rel="icon" href="/static/shared/mark.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/static/shared/base.css">
        <link rel="stylesheet" href="/static/reports/reports.css"></head>
        <body><header class="bar"><h1>\(HTML.words(title))</h1>
        <nav><a href="\(links.link("/reports"))">\(words.reports)</a>
        <a href="\(links.link("/cases"))">\(words.cases)</a>
        <a href="\(links.link("/payments"))">\(words.payments)</a></nav>
        <a href="\(other)" hreflang="\(words.isEnglish ? "zh-CN" : "en")">\(words.otherLanguage)</a>
        <a href="/10034">\(words.till)</a></header>
        <main class="sheet">\(content)</main></body></html>
        """
    }

    /// The page that refuses.
    static func refusing(_ notice: OperatorNotice, _ words: ReportWords) -> ReportPage {
        ReportPage(
            words: words, title: words.daily, other: "?lang=\(words.isEnglish ? "zh" : "en")",
            content: alert(notice, words))
    }

    /// What was refused, in words.
    static func alert(_ notice: OperatorNotice, _ words: ReportWords) -> String {
        let text = notice.text
        return "<p role=\"alert\"><b>\(notice.code)</b> "
            + HTML.words(
                words.isEnglish
                    ? "\(text.english). \(text.nextEnglish)."
                    : "\(text.chinese)。\(text.nextChinese)。")
            + "</p>"
    }
}

/// Addresses of the reports.
struct ReportLinks {
    let isEnglish: Bool

    func link(_ path: String, _ query: [String] = []) -> String {
        let all = query + (isEnglish ? ["lang=en"] : [])
        return path + (all.isEmpty ? "" : "?" + all.joined(separator: "&amp;"))
    }

    func chain(_ month: ReportMonth) -> String { link("/reports/chain", ["month=\(month.iso)"]) }

    func chain(_ date: BusinessDate) -> String { link("/reports/chain/\(date.iso)") }

    func place(_ place: AskedPlace, _ month: ReportMonth) -> String {
        link("/reports/\(path(place))", ["month=\(month.iso)"])
    }

    func place(_ place: AskedPlace, _ date: BusinessDate) -> String {
        link("/reports/\(path(place))/\(date.iso)")
    }

    private func path(_ place: AskedPlace) -> String {
        switch place {
        case .region(let id): "region/\(id)"
        case .area(let id): "area/\(id)"
        }
    }

    func store(_ store: StoreID, _ month: ReportMonth) -> String {
        link("/reports/store/\(store.digits)", ["month=\(month.iso)"])
    }

    func day(_ store: StoreID, _ date: BusinessDate, after receipt: String? = nil) -> String {
        link(
            "/reports/day/\(store.digits)/\(date.iso)", receipt.map { ["after=\($0)"] } ?? [])
    }

    /// The same as a table for a spreadsheet.
    func file(_ page: String, _ format: ReportFormat) -> String {
        page + (page.contains("?") ? "&amp;" : "?") + "format=\(format.rawValue)"
    }

    /// Links to the files of a page.
    func files(_ page: String, _ words: ReportWords) -> String {
        "<a href=\"\(file(page, .xlsx))\">\(words.xlsx)</a>"
            + "<a href=\"\(file(page, .csv))\">\(words.csv)</a>"
    }

    func sale(_ store: StoreID, _ sale: String) -> String {
        link("/reports/sale/\(store.digits)/\(HTML.words(sale))")
    }

    func cashAfterScan(_ month: ReportMonth) -> String {
        link("/reports/cash", ["month=\(month.iso)"])
    }

    func changeover(_ store: StoreID?, _ first: BusinessDate, _ last: BusinessDate) -> String {
        link(
            "/reports/changeover",
            (store.map { ["store=\($0.digits)"] } ?? []) + ["from=\(first.iso)", "to=\(last.iso)"])
    }

    func payment(_ number: String) -> String { link("/payments/" + HTML.query(number)) }

    func oneCase(_ store: StoreID, _ id: String) -> String {
        link("/cases/one", ["store=\(store.digits)", "id=" + HTML.query(id)])
    }

    func cases(
        _ filter: CaseFilter, isMine: Bool, after last: StoredCase? = nil
    ) -> String {
        var query: [String] = []
        if let store = filter.store { query.append("store=" + store.digits) }
        if let cause = filter.cause { query.append("cause=" + HTML.query(cause)) }
        if !filter.isOpen { query.append("state=closed") }
        if isMine { query.append("mine=1") }
        if let last {
            query.append(
                "after="
                    + HTML.query("\(last.dueAt.microseconds)/\(last.store.digits)/\(last.id)"))
        }
        return link("/cases", query)
    }

    /// One more part of a query.
    static func adding(_ part: String, to address: String) -> String {
        address + (address.contains("?") ? "&amp;" : "?") + part
    }

    func balance(_ store: StoreID?, _ date: BusinessDate) -> String {
        link("/reports/balance\(store.map { "/" + $0.digits } ?? "")", ["until=\(date.iso)"])
    }
}

/// A month of business dates.
struct ReportMonth: Equatable {
    let first: BusinessDate
    let last: BusinessDate

    init(_ date: BusinessDate) throws {
        first = try BusinessDate(year: date.year, month: date.month, day: 1)
        last = try BusinessDate(
            year: date.year, month: date.month,
            day: CivilTime.daysIn(month: date.month, year: date.year))
    }

    /// Reads `2026-11`.
    ///
    /// *Errors*: `DateError.impossible`.
    init(iso text: String) throws {
        try self.init(BusinessDate(iso: text + "-01"))
    }

    var iso: String { String(first.iso.prefix(7)) }

    /// Nil beyond the years we know.
    var before: ReportMonth? {
        let (year, month) = first.month > 1 ? (first.year, first.month - 1) : (first.year - 1, 12)
        return try? ReportMonth(BusinessDate(year: year, month: month, day: 1))
    }

    var after: ReportMonth? { (try? last.next()).flatMap { try? ReportMonth($0) } }
}
