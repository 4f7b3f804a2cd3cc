// `/health/channels`: how each wallet has answered each store over the last hour, as pictures. Drawn
// here and not by the page: there is no script in it, it prints, and any browser shows it.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Payments
internal import Retail

struct HealthRoutes {
    let counter: Counter

    /// Of thousands of stores only the worst are drawn; the sums are over all.
    private static let worstMax = 50

    func add(to router: RouterGroup<TillContext>) {
        router.get("channels") { request, context in
            let isEnglish = request.uri.queryParameters["lang"].map(String.init) == "en"
            do throws {
                let (worst, totals, count) = try counter.channelFigures(
                    limit: HealthRoutes.worstMax, by: try context.signedIn())
                let page = HealthPage(isEnglish: isEnglish, worst, totals, count: count)
                return Reply.text(page.html, type: "text/html; charset=utf-8")
            } catch let notice as OperatorNotice {
                let page = HealthPage(isEnglish: isEnglish, refusing: notice)
                return Reply.text(
                    page.html, type: "text/html; charset=utf-8",
                    status: notice == .signInNeeded ? .unauthorized : .forbidden)
            }
        }
    }
}

/// The page as text.
///
/// Nothing that a person typed is on it, so nothing needs to be escaped.
struct HealthPage {
    private let isEnglish: Bool
    private let content: String

    init(
        isEnglish: Bool, _ worst: [ChannelFigures.Line], _ totals: [ChannelFigures.Line],
        count: Int
    ) {
        self.isEnglish = isEnglish
        let words = HealthWords(isEnglish: isEnglish)
        func list(_ lines: [ChannelFigures.Line]) -> String {
            "<ul class=\"lines\">" + lines.map { HealthPage.line($0, words) }.joined() + "</ul>"
        }
        content =
            totals.isEmpty
            ? "<p class=\"hint\">\(words.nothing)</p>"
            : "<h2>\(words.totals)</h2>\(list(totals))"
                + "<h2>\(words.worst(worst.count, of: count))</h2>\(list(worst))"
    }

    init(isEnglish: Bool, refusing notice: OperatorNotice) {
        self.isEnglish = isEnglish
        let text = notice.text
        content =
            "<p role=\"alert\"><b>\(notice.code)</b> "
            + (isEnglish
                ? "\(text.english). \(text.nextEnglish)." : "\(text.chinese)。\(text.nextChinese)。")
            + "</p>"
    }

    var html: String {
        let words = HealthWords(isEnglish: isEnglish)
        return """
            <!doctype html>
            <html lang="\(isEnglish ? "en" : "zh-CN")"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(words.title)</title>
            <link rel="icon" href="/static/shared/mark.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/static/shared/base.css">
            <link rel="stylesheet" href="/static/health/health.css"></head>
            <body><header class="bar"><h1>\(words.title)</h1>
            <a href="?lang=\(isEnglish ? "zh" : "en")" hreflang="\(isEnglish ? "zh-CN" : "en")">\
            \(words.otherLanguage)</a> <a href="/10034">\(words.till)</a></header>
            <main class="sheet"><p class="hint">\(words.hint)</p>
            \(content)
            </main></body></html>
            """
    }

    private static func line(_ line: ChannelFigures.Line, _ words: HealthWords) -> String {
        let share = line.hour.inDoubtOfThousand
        let tone = share >= 200 ? "bad" : share >= 20 ? "doubt" : "good"
        let name = isChinese(words) ? line.wallet.chineseName : line.wallet.englishName
        let times = [50, 95].map { percent in
            "p\(percent) ≤ \(line.hour.milliseconds(ofHundred: Int64(percent)) ?? 0) ms"
        }
        return """
            <li class="line \(tone)"><b>\(line.store.map { $0.digits + " " } ?? "")\(name)</b>
            <span class="share">\(words.tone(tone)) · \(words.inDoubt(share))</span>
            <span class="num">\(words.calls(line.hour.calls))</span>
            <span class="num">\(times.joined(separator: " · "))</span>
            \(sparkline(line.slices, words))</li>
            """
    }

    private static func isChinese(_ words: HealthWords) -> Bool { !words.isEnglish }

    /// A bar for each five minutes: its height the calls, its red part those in doubt.
    private static func sparkline(
        _ slices: [ChannelFigures.Counts], _ words: HealthWords
    ) -> String {
        let most = max(1, slices.map(\.calls).max() ?? 1)
        let bars = slices.enumerated().map { index, counts in
            func height(_ count: Int64) -> Int64 { count > 0 ? max(2, count * 38 / most) : 0 }
            let (all, dark) = (height(counts.calls), height(counts.inDoubt))
            let x = index * 10 + 1
            return "<rect class=\"calls\" x=\"\(x)\" y=\"\(40 - all)\" width=\"8\" "
                + "height=\"\(all)\"/>"
                + "<rect class=\"in-doubt\" x=\"\(x)\" y=\"\(40 - dark)\" width=\"8\" "
                + "height=\"\(dark)\"/>"
        }
        return
            "<svg role=\"img\" aria-label=\"\(words.picture)\" preserveAspectRatio=\"none\" viewBox=\"0 0 120 41\">"
            + bars.joined() + "<path class=\"ground\" d=\"M0 40.5H120\"/></svg>"
    }
}

/// What the page says.
private struct HealthWords {
    let isEnglish: Bool

    private func say(_ chinese: String, _ english: String) -> String {
        isEnglish ? english : chinese
    }

    var title: String { say("支付通道健康", "Health of the channels") }
    var otherLanguage: String { say("English", "中文") }
    var till: String { say("去收银", "To the till") }
    var totals: String { say("各钱包合计", "Each wallet, all stores") }
    var nothing: String { say("最近一小时没有调用", "No calls in the last hour") }
    var picture: String {
        say("最近一小时，每柱五分钟", "The last hour, five minutes a bar")
    }
    var hint: String {
        say(
            "最近一小时，每柱五分钟；红色为没有可用应答的调用。只含本服务器所见。刷新页面即更新。",
            "The last hour, five minutes a bar; red are calls without a usable answer. "
                + "What this server has met alone. Reload to see it anew.")
    }

    func worst(_ shown: Int, of count: Int) -> String {
        say(
            "门店与钱包，最差在前（\(shown) / \(count)）",
            "Stores and wallets, worst first (\(shown) of \(count))")
    }

    func tone(_ tone: String) -> String {
        switch tone {
        case "bad": say("✗ 差", "✗ bad")
        case "doubt": say("! 留意", "! watch")
        default: say("✓ 好", "✓ well")
        }
    }

    func inDoubt(_ share: Int64) -> String {
        say("存疑 \(share / 10).\(share % 10)%", "in doubt \(share / 10).\(share % 10)%")
    }

    func calls(_ count: Int64) -> String { say("\(count) 次", "calls: \(count)") }
}
