// The tender methods with their dates: which were offered when, and who decided it (R05, R09, R10).

internal import Checkout
internal import Persistence
internal import Retail

struct MethodsPage {
    let words: ReportWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = words }

    func page(_ methods: [TenderMethod]) -> ReportPage {
        let table = HTML.table(
            [
                (words.methodNumber, true), (words.tenders, false), (words.offeredFrom, false),
                (words.offeredUntil, false), (words.decidedBy, false), (words.reason, false),
            ],
            methods.map { method in
                [
                    "\(method.id)",
                    HTML.words(words.isEnglish ? method.englishName : method.name)
                        + (method.kind == .retired
                            ? " <span class=\"chip\">\(words.retired)</span>" : ""),
                    month(method.validFrom), month(method.validUntil),
                    HTML.words(method.change?.by ?? ""), HTML.words(method.change?.reason ?? ""),
                ]
            })
        return ReportPage(
            words: words, title: words.methodList,
            other: "/reports/methods?lang=\(words.isEnglish ? "zh" : "en")",
            content: "<p class=\"hint\">\(words.methodsHint)</p>" + table
                + "<p class=\"path\"><a href=\"\(links.link("/reports/changeover"))\">"
                + "\(words.changeover)</a><a href=\"\(links.link("/import"))\">"
                + "\(words.importTitle)</a></p>")
    }

    /// A date leads to the chain's month, which stands on both sides of it.
    private func month(_ date: BusinessDate?) -> String {
        guard let date, let month = try? ReportMonth(date) else { return "" }
        return "<a href=\"\(links.chain(month))\">\(date.iso)</a>"
    }
}

extension ReportWords {
    var methodList: String { say("收款方式", "Tender methods") }
    var methodNumber: String { say("编号", "Number") }
    var offeredFrom: String { say("启用日", "Offered from") }
    var offeredUntil: String { say("停用日", "Offered until") }
    var decidedBy: String { say("决定部门", "Decided by") }
    var reason: String { say("依据", "Reason") }
    var retired: String { say("已清除", "retired") }
    var methodsHint: String {
        say(
            "以营业日为准。停用的方式不再用于新销售；以前的销售仍按原方式查看、重打、退货和统计。",
            "By business date. A retired method is offered no more; what was sold by it is still shown, printed, "
                + "given back and counted under it.")
    }
}
