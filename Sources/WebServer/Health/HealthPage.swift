// The page of the channels' health as text: a card for each wallet, and for the chain a tile for each
// store. What people typed, the stores' names, is made harmless.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail

struct HealthPage {
    private let words: HealthWords
    private let store: Store?
    private let content: String

    init(_ words: HealthWords, _ overview: ChannelOverview) {
        self.words = words
        store = overview.store
        let cards = overview.totals.map { HealthPage.card($0, overview, words) }.joined()
        let hasCalls = overview.totals.contains { $0.day.asked > 0 || $0.hour.asked > 0 }
        var content = "<p class=\"hint\">\(words.hint)</p>"
        if let store {
            let back =
                overview.seesAll
                ? "<a class=\"back\" href=\"?lang=\(words.language)\">\(words.allStores)</a>" : ""
            content += "\(back)<h2>\(HTML.words(store.id.digits + " " + store.name))</h2>"
        } else {
            content += "<h2>\(words.wallets)</h2>"
        }
        if !hasCalls { content += "<p class=\"nothing\">\(words.nothing)</p>" }
        content += "<ul class=\"cards\">\(cards)</ul>"
        if !overview.stores.isEmpty { content += HealthPage.tiles(overview, words) }
        self.content = content
    }

    init(_ words: HealthWords, refusing notice: OperatorNotice) {
        self.words = words
        store = nil
        let text = notice.text
        content =
            "<p role=\"alert\"><b>\(notice.code)</b> "
            + HTML.words(
                words.isEnglish
                    ? "\(text.english). \(text.nextEnglish)."
                    : "\(text.chinese)。\(text.nextChinese)。") + "</p>"
    }

    var html: String {
        let other =
            "?lang=\(words.isEnglish ? "zh" : "en")"
            + (store.map { "&amp;store=\($0.id.digits)" } ?? "")
        return """
            <!doctype html>
            <html lang="\(words.isEnglish ? "en" : "zh-CN")"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(words.title)</title>
            <link rel="icon" href="/static/shared/mark.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/static/shared/base.css">
            <link rel="stylesheet" href="/static/health/health.css"></head>
            <body><header class="bar"><h1>\(words.title)</h1>
            <a href="\(other)" hreflang="\(words.isEnglish ? "zh-CN" : "en")">\
            \(words.otherLanguage)</a> <a href="/10034">\(words.till)</a></header>
            <main class="sheet">\(content)</main></body></html>
            """
    }

    // MARK: A wallet

    private static func card(
        _ line: ChannelLine, _ overview: ChannelOverview, _ words: HealthWords
    ) -> String {
        let pictures = HealthPictures(words: words)
        let tone = line.hour.tone
        let refused =
            line.refusedSince.map { "<p class=\"refused\">\(words.refused(since: $0))</p>" } ?? ""
        let head = """
            <li class="card \(tone.rawValue)"><h3>\(words.name(line.wallet))
            <span class="light">\(words.tone(tone))</span></h3>\(refused)
            """
        guard line.day.asked + line.hour.asked > 0 else { return head + "</li>" }
        let heads = ["", words.calls, words.success, words.doubt, "p50 ≤", "p95 ≤"]
        return """
            \(head)
            <table><thead><tr>\(heads.map { "<th>\($0)</th>" }.joined())</tr></thead>
            <tbody>\(row(words.hour, line.hour, words))\(row(words.day, line.day, words))</tbody>
            </table><div class="pictures">
            \(pictures.bars(line.hours, from: overview.firstHour, each: .hour, words.dayPicture))
            \(pictures.bars(
                line.slices, from: overview.firstSlice, each: .fiveMinutes, words.hourPicture))
            </div></li>
            """
    }

    private static func row(
        _ name: String, _ counts: CallCounts, _ words: HealthWords
    ) -> String {
        let cells = [
            "\(counts.asked)", words.percent(counts.succeededOfThousand),
            words.percent(counts.inDoubtOfThousand),
            words.time(counts.milliseconds(ofHundred: 50)),
            words.time(counts.milliseconds(ofHundred: 95)),
        ]
        return "<tr><th scope=\"row\">\(name)</th>"
            + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }

    // MARK: Stores

    private static func tiles(_ overview: ChannelOverview, _ words: HealthWords) -> String {
        let wallets = overview.totals.filter { $0.day.asked > 0 }.map(\.wallet)
        let legend = [CallCounts.Tone.good, .watch, .bad, .none].map {
            "<span class=\"\($0.rawValue)\"><i></i>\(words.tone($0))</span>"
        }.joined()
        let tiles = overview.stores.map { tile($0, wallets, words) }.joined()
        return "<h2>\(words.stores(overview.stores.count, of: overview.storeCount))</h2>"
            + "<p class=\"legend\">\(words.tilesHint) \(legend)</p>"
            + "<ul class=\"tiles\">\(tiles)</ul>"
    }

    /// A store with its light; the worst wallet has a word where something is wrong.
    private static func tile(
        _ store: ChannelOverview.StoreLines, _ wallets: [Wallet], _ words: HealthWords
    ) -> String {
        let tone = store.tone
        let worst = store.lines.max {
            ($0.hour.tone, $0.hour.inDoubtOfThousand ?? 0)
                < ($1.hour.tone, $1.hour.inDoubtOfThousand ?? 0)
        }
        var state = words.tone(tone)
        if let worst, tone > .good {
            state =
                "\(words.sign(tone)) \(words.name(worst.wallet)) "
                + (worst.hour.isInDoubt
                    ? words.percent(worst.hour.inDoubtOfThousand) : words.slow)
        }
        let digits = store.store.digits
        let name = HTML.words(store.name)
        let picture = HealthPictures(words: words).heat(
            store.lines, wallets: wallets, words.dayPicture)
        return """
            <li class="tile \(tone.rawValue)"><a href="?lang=\(words.language)&amp;store=\(digits)">
            <b>\(digits)</b> <span class="name">\(name)</span>
            <span class="light">\(state)</span>\(picture)</a></li>
            """
    }
}
