// What the page of the channels' health says, in both languages.

internal import Payments
internal import Persistence
internal import Retail

struct HealthWords {
    let isEnglish: Bool

    /// The value of `lang` for links.
    var language: String { isEnglish ? "en" : "zh" }

    private func say(_ chinese: String, _ english: String) -> String {
        isEnglish ? english : chinese
    }

    var title: String { say("支付通道健康", "Health of the channels") }
    var otherLanguage: String { say("English", "中文") }
    var till: String { say("去收银", "To the till") }
    var allStores: String { say("← 全部门店", "← All stores") }
    var wallets: String { say("各钱包，全部门店", "Each wallet, all stores") }
    var nothing: String { say("最近二十四小时没有调用", "No calls in the last 24 hours") }
    var day: String { say("近24小时", "24 h") }
    var hour: String { say("近1小时", "1 h") }
    var calls: String { say("调用", "Calls") }
    var success: String { say("成功", "Success") }
    var doubt: String { say("存疑", "Doubt") }
    var dayPicture: String { say("近24小时，每柱一小时", "The last 24 hours, an hour a bar") }
    var hourPicture: String { say("近1小时，每柱五分钟", "The last hour, five minutes a bar") }
    var hint: String {
        say(
            "各服务器合计，约十秒前为止；时间为北京时间。柱高为调用次数，红色为存疑：没有可用应答。"
                + "刷新页面即更新。",
            "All servers together, as of some ten seconds ago; Beijing time. A bar's height is the "
                + "calls, its red part the doubt: calls without a usable answer. Reload to see it anew."
        )
    }
    var tilesHint: String {
        say(
            "每格一小时，最右为现在；行为钱包。点门店看详情。",
            "A cell is an hour, now at the right; a row is a wallet. A store's tile leads to it.")
    }

    func stores(_ shown: Int, of count: Int64) -> String {
        say("门店，最差在前（\(shown) / \(count)）", "Stores, worst first (\(shown) of \(count))")
    }

    func name(_ wallet: Wallet) -> String {
        say(wallet.chineseName, wallet.englishName)
    }

    /// As short as a row's label.
    func initial(_ wallet: Wallet) -> String {
        switch wallet {
        case .weChatPay: say("微", "W")
        case .alipay: say("支", "A")
        case .bestPay: say("翼", "B")
        case .unionPay: say("云", "U")
        case .digitalYuan: say("数", "e")
        }
    }

    /// A sign and a word: colour is never the only one.
    func tone(_ tone: CallCounts.Tone) -> String { sign(tone) + " " + word(tone) }

    func sign(_ tone: CallCounts.Tone) -> String {
        switch tone {
        case .none: "–"
        case .good: "✓"
        case .watch: "!"
        case .bad: "✗"
        }
    }

    func word(_ tone: CallCounts.Tone) -> String {
        switch tone {
        case .none: say("无调用", "no calls")
        case .good: say("好", "well")
        case .watch: say("留意", "watch")
        case .bad: say("差", "bad")
        }
    }

    var slow: String { say("慢", "slow") }

    func refused(since: Timestamp) -> String {
        let time = clock(since)
        return say(
            "■ 本服务器自 \(time) 起不受理新付款", "■ This server begins no payments since \(time)")
    }

    func clock(_ moment: Timestamp) -> String {
        let civil = CivilTime(moment)
        return CivilTime.padded(civil.hour, 2) + ":" + CivilTime.padded(civil.minute, 2)
    }

    /// Of a thousand, as people read it; a dash for nil.
    func percent(_ share: Int64?) -> String {
        share.map { "\($0 / 10).\($0 % 10)%" } ?? "–"
    }

    /// A bound of the histogram; the last has none.
    func time(_ milliseconds: Int64?) -> String {
        guard let milliseconds else { return "–" }
        if milliseconds == CallCounts.bounds.last { return "&gt; 10 s" }
        return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
    }

    /// What a bar stands for.
    func bar(_ from: Timestamp, _ counts: CallCounts) -> String {
        "\(clock(from)) · \(calls) \(counts.asked) · \(doubt) \(counts.inDoubt)"
    }
}
