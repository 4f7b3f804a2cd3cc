// A day beside the day before and the same day of the week before, as a table of a page and of a file.

internal import Checkout
internal import Ledger
internal import Persistence
internal import Retail
internal import Spreadsheets

struct Comparisons {
    let words: ReportWords

    init(_ words: ReportWords) { self.words = words }

    private enum Value {
        case count(Int64)
        case money(Money)

        var number: Int64 {
            switch self {
            case .count(let count): count
            case .money(let amount): amount.fen
            }
        }

        var cell: Sheet.Cell {
            switch self {
            case .count(let count): .count(count)
            case .money(let amount): .money(amount)
            }
        }

        var text: String {
            switch self {
            case .count(let count): "\(count)"
            case .money(let amount): amount.yuan
            }
        }
    }

    func page(_ figures: DayFigures, _ compared: [ComparedDay]) throws -> String {
        guard !compared.isEmpty else { return "" }
        var heads = [(words.figure, false), (words.thisDay, true)]
        for day in compared { heads += [(head(day, " <br>"), true), ("±", true)] }
        return "<h2>\(words.comparison)</h2>"
            + HTML.table(
                heads,
                try rows(figures, compared).map { name, values in
                    let now = values[0]
                    return [name, now.text]
                        + values.dropFirst().flatMap { [$0.text, change(now, $0)] }
                })
    }

    /// The hours of a day, and across them those of the same day last week.
    func hours(_ hours: [ReportedSum], _ compared: [ComparedDay]) -> String {
        let week = compared.first { $0.which == .weekBefore && !$0.hours.isEmpty }
        let title = words.hours + (week.map { " · — \(head($0, " "))" } ?? "")
        return HTML.bars(
            zip(0..<24, all(hours)).map { ("\($0)", $1) }, title,
            marks: week.map { all($0.hours) } ?? [])
    }

    /// Of each of the 24 hours what was sold in it.
    private func all(_ hours: [ReportedSum]) -> [Money] {
        let sums = Dictionary(hours.map { ($0.name, $0.amount) }, uniquingKeysWith: { $1 })
        return (0..<24).map { sums["\($0)"] ?? .zero }
    }

    func sheet(_ figures: DayFigures, _ compared: [ComparedDay]) throws -> Sheet {
        var sheet = Sheet(
            words.comparison,
            heads: [words.figure, words.thisDay] + compared.flatMap { [head($0, " "), "±"] })
        for (name, values) in try rows(figures, compared) {
            let now = values[0]
            sheet.add(
                [.text(name), now.cell]
                    + values.dropFirst().flatMap { [$0.cell, .text(change(now, $0))] })
        }
        return sheet
    }

    private func head(_ day: ComparedDay, _ space: String) -> String {
        let name =
            switch day.which {
            case .dayBefore: words.dayBefore
            case .weekBefore: words.weekBefore
            }
        return name + space + day.date.iso
    }

    /// Each figure of the day itself, and of the others.
    private func rows(
        _ figures: DayFigures, _ compared: [ComparedDay]
    ) throws -> [(name: String, values: [Value])] {
        let all = [figures] + compared.map(\.figures)
        return [
            (words.salesCount, all.map { .count($0.salesCount) }),
            (words.net, try all.map { .money(try $0.net) }),
            (words.returns, all.map { .money($0.returned) }),
            (words.cash, try all.map { .money(try $0.cash) }),
            (words.aggregated, try all.map { .money(try $0.aggregated) }),
        ]
            + (all.contains(where: \.hasRetired)
                ? [(words.retiredMethods, try all.map { .money(try $0.retired) })] : [])
    }

    private func change(_ now: Value, _ before: Value) -> String {
        ReportWords.change(from: before.number, to: now.number)
    }
}

extension ReportWords {
    var comparison: String { say("对比", "Comparison") }
    var thisDay: String { say("当日", "This day") }
    var dayBefore: String { say("前一日", "Day before") }
    var weekBefore: String { say("上周同日", "Same day last week") }

    func month(_ month: ReportMonth) -> String { say("本月 \(month.iso)", "Month \(month.iso)") }

    func method(_ number: String) -> String {
        switch number {
        case "1": cash
        case "41": say("聚合支付 (41)", "Aggregated payment (41)")
        case "42": say("补单 (42)", "Supplementary (42)")
        default: "\(retiredMethods) (\(number))"
        }
    }

    /// Of each what it is of all together, in hundredths of a percent, rounded down.
    static func shares(_ sums: [ReportedSum]) -> [UInt64] {
        let amounts = sums.map { UInt64(max(0, $0.amount.fen)) }
        // Each is 63 bits at most: only then is a sum too large, and nothing is said of shares.
        let (whole, isLost) = amounts.reduce((UInt64(0), false)) { sum, amount in
            let (next, overflow) = sum.0.addingReportingOverflow(amount)
            return (next, sum.1 || overflow)
        }
        return amounts.map { amount in
            guard whole > 0, !isLost else { return 0 }
            // Never above the whole, so the quotient fits.
            return whole.dividingFullWidth(amount.multipliedFullWidth(by: 10_000)).quotient
        }
    }

    func share(_ supplements: Supplements, of figures: DayFigures) -> String {
        ReportWords.percent(of: supplements.share(of: figures.salesCount).magnitude)
    }

    /// How long a 补单 took: half of them no longer.
    func time(_ supplements: Supplements) -> String { supplements.median.map { time($0) } ?? "–" }

    /// How much more or less, in percent with two decimals; nothing to say of nothing.
    static func change(from before: Int64, to now: Int64) -> String {
        let (difference, isLost) = now.subtractingReportingOverflow(before)
        let (scaled, isLostToo) = difference.multipliedReportingOverflow(by: 10_000)
        guard before > 0, !isLost, !isLostToo else { return "–" }
        let share = scaled / before
        return (share < 0 ? "−" : "+") + percent(of: share.magnitude)
    }

    /// A share in hundredths of a percent.
    static func percent(of share: UInt64) -> String {
        let tail = share % 100
        return "\(share / 100).\(tail < 10 ? "0" : "")\(tail)%"
    }

    /// A length of time as people say it.
    func time(_ pause: Pause) -> String {
        let seconds = max(0, pause.wholeSeconds)
        if seconds < 60 { return say("\(seconds) 秒", "\(seconds) s") }
        let (minutes, rest) = (seconds / 60, seconds % 60)
        if minutes < 60 { return say("\(minutes) 分 \(rest) 秒", "\(minutes) min \(rest) s") }
        return say("\(minutes / 60) 小时 \(minutes % 60) 分", "\(minutes / 60) h \(minutes % 60) min")
    }
}
