// The page of one payment: both halves side by side, then everything that happened, drawn between those
// it was between. No script; the search is a form.

internal import Checkout
internal import Foundation
internal import Ledger
internal import Payments
internal import Persistence
internal import Retail

struct StoryPage {
    let words: StoryWords
    private var links: ReportLinks { ReportLinks(isEnglish: words.isEnglish) }

    init(_ words: ReportWords) { self.words = StoryWords(report: words) }

    /// The search, with what came of it.
    func search(_ text: String, found: [String]?) -> ReportPage {
        var html = HTML(form(text))
        if let found, found.isEmpty {
            html.add("<p class=\"open\" role=\"status\">\(HTML.words(words.nothing(text)))</p>")
        } else if let found {
            html.add("<h2>\(words.several)</h2><ul class=\"standing\">")
            for number in found {
                let link = links.payment(number)
                html.add("<li><a href=\"\(link)\" class=\"num\">\(HTML.words(number))</a></li>")
            }
            html.add("</ul>")
        }
        return ReportPage(
            words: words.report, title: words.title, other: other("/payments"),
            content: html.text)
    }

    func page(_ story: PaymentStory) -> ReportPage {
        var html = HTML(form(""))
        html.add(halves(story))
        html.add("<h2>\(words.timeline)</h2>")
        html.add(StoryPage.drawing(Timeline(words: words, story: story), words))
        if !story.stored.cases.isEmpty {
            html.add("<h2>\(words.cases)</h2><ul class=\"standing\">")
            let cases = CaseWords(report: words.report)
            for found in story.stored.cases {
                html.add(
                    "<li><a href=\"\(links.oneCase(found.store, found.id))\">"
                        + HTML.words(cases.name(of: found.cause)) + "</a> · "
                        + "¥\(found.amount.yuan) · \(found.isOpen ? cases.open : cases.closed)</li>"
                )
            }
            html.add("</ul>")
        }
        return ReportPage(
            words: words.report, title: "\(words.paymentTitle) \(story.stored.number)",
            other: other("/payments/" + HTML.query(story.stored.number)), content: html.text)
    }

    private func other(_ path: String) -> String {
        path + (words.isEnglish ? "?lang=zh" : "?lang=en")
    }

    private func form(_ text: String) -> String {
        let language = words.isEnglish ? "<input type=\"hidden\" name=\"lang\" value=\"en\">" : ""
        return "<form class=\"sign\" method=\"get\" action=\"/payments\" role=\"search\">"
            + "<label>\(words.ask)<input name=\"number\" data-field=\"number\" value=\"\(HTML.words(text))\" "
            + "maxlength=\"64\" autocomplete=\"off\" autofocus></label>\(language)"
            + "<button type=\"submit\">\(words.find)</button></form>"
    }

    /// For every yuan a wallet gave, the store's half exists and says the same: or it is seen here.
    private func halves(_ story: PaymentStory) -> String {
        let stored = story.stored
        var facts: [(String, String)] = []
        if let asked = stored.asked {
            facts.append((words.report.store, "\(asked.store) \(story.storeName)"))
            facts.append((words.report.register, asked.register))
            facts.append((words.report.cashier, story.cashier))
            facts.append((words.report.amount, "¥\(asked.amount.yuan)"))
            facts.append((words.state, words.name(ofState: asked.state)))
        }
        if story.showsWallet, let wallet = stored.posted?.wallet ?? stored.asked?.wallet,
            let known = Wallet(rawValue: wallet)
        {
            facts.append((words.report.wallet, words.report.name(of: known)))
        }
        if let trade = stored.posted?.tradeNumber ?? stored.asked?.tradeNumber {
            facts.append((words.trade, trade))
        }
        let boxes = facts.map {
            "<div><dt>\($0.0)</dt><dd class=\"num\">\(HTML.words($0.1))</dd></div>"
        }.joined()
        return "<dl class=\"boxes\">\(boxes)</dl><div class=\"halves\">"
            + "<section><h2>\(words.storeSays)</h2>\(storesHalf(story))</section>"
            + "<section><h2>\(words.walletSays)</h2>\(walletsHalf(story))</section></div>"
    }

    private func storesHalf(_ story: PaymentStory) -> String {
        guard let posted = story.stored.posted else { return "<p>\(words.notPosted)</p>" }
        let link = (try? StoreID(posted.store)).map { links.sale($0, posted.sale) }
        let receipt = HTML.words(posted.receipt ?? posted.sale)
        let name = link.map { "<a href=\"\($0)\">\(receipt)</a>" } ?? receipt
        let back = posted.refunded.isPositive ? " − ¥\(posted.refunded.yuan)" : ""
        return "<p class=\"half\">¥\(posted.amount.yuan)\(back)</p>"
            + "<p>\(posted.receipt == nil ? words.notPosted : words.posted) · \(name)"
            + " · \(posted.method)</p>"
    }

    private func walletsHalf(_ story: PaymentStory) -> String {
        let rows = story.stored.rows.map(\.row)
        guard !rows.isEmpty else { return "<p>\(words.notListed)</p>" }
        let paid = rows.reduce(Int64(0)) { $0 &+ $1.orderAmount.fen }
        let returned = rows.reduce(Int64(0)) { $0 &+ $1.refundAmount.fen }
        let posted = story.stored.posted
        let isSame =
            posted.map { $0.amount.fen == paid && $0.refunded.fen == returned }
            ?? (paid == returned)
        let back = returned > 0 ? " − ¥\(Money(fen: returned).yuan)" : ""
        return "<p class=\"half\">¥\(Money(fen: paid).yuan)\(back)</p>"
            + "<p class=\"\(isSame ? "signed" : "open")\">"
            + "\(isSame ? "✓ " + words.agree : words.differ)</p>" + settled(story)
    }

    /// The third side: whether the bank has what the statement's day comes to.
    private func settled(_ story: PaymentStory) -> String {
        guard story.showsSettlement else { return "" }
        return story.stored.settled.map { day in
            let state = (try? day.net).map { net in
                SettlementState(net: net, received: day.received, records: day.records, age: 0)
            }
            let link = links.settlement(day.statement)
            return "<p><a href=\"\(link)\">\(words.report.settlements) "
                + "\(day.statement.day.iso)</a> · "
                + "\(state.map { words.report.mark($0) } ?? "–")</p>"
        }.joined() + StoryPage.lines(of: story, words)
    }

    /// The lines of statements that it stands in, each a way there; for whoever may read them.
    static func lines(of story: PaymentStory, _ words: StoryWords) -> String {
        guard story.showsSettlement else { return "" }
        let links = ReportLinks(isEnglish: words.isEnglish)
        return story.stored.rows.map { listed in
            let row = listed.row
            let amount = row.kind == .payment ? row.orderAmount : row.refundAmount
            let text = words.listed(row.line, listed.day, words.name(of: row.kind), amount.yuan)
            let link = links.statementLines(listed.statement, from: row.number)
            return "<p class=\"hint\"><a href=\"\(link)\">\(HTML.words(text))</a></p>"
        }.joined()
    }

    /// One row for each step: its time, an arrow between two lanes, and its words.
    static func drawing(_ timeline: Timeline, _ words: StoryWords) -> String {
        var html = HTML("<ol class=\"story\"><li class=\"lanes\" aria-hidden=\"true\">")
        for lane in words.lanes { html.add("<span>\(lane)</span>") }
        html.add("</li>")
        var day = ""
        for step in timeline.steps {
            let time = CivilTime(step.at).spaced
            if !time.hasPrefix(day) || day.isEmpty {
                day = String(time.prefix(10))
                html.add("<li class=\"date\">\(day)</li>")
            }
            let (from, to) = (step.from.rawValue, step.to.rawValue)
            let way = from == to ? "dot" : from < to ? "right" : "left"
            let lost = step.isLost ? " lost" : ""
            html.add(
                "<li><time>\(time.suffix(8))</time><span class=\"line\">"
                    + "<i class=\"\(way)\(lost) s\(min(from, to)) e\(max(from, to))\"></i></span>"
                    + "<span class=\"said\">\(words.lanes[from])"
                    + (from == to ? "" : " → \(words.lanes[to])")
                    + ": <b>\(HTML.words(step.words))</b>"
                    + (step.state.isEmpty
                        ? "" : " <span class=\"chip\">\(HTML.words(step.state))</span>")
                    + "</span></li>")
        }
        html.add("</ol>")
        return html.text
    }
}
