// A day beside others that were like it: the day before, and the same day of the week before.

package import Ledger
package import Persistence
package import Retail

/// Another day, to compare with.
package struct ComparedDay: Sendable {
    package enum Which: Sendable {
        case dayBefore, weekBefore
    }

    package let which: Which
    package let date: BusinessDate
    package let figures: DayFigures
    package let hours: [ReportedSum]
}

/// How payments were found by hand (补单): how many, for how much, and how long it took.
package struct Supplements: Sendable {
    package let count: Int64
    package let amount: Money
    /// Half of them took no longer; nil when there were none.
    package let median: Pause?

    /// In hundredths of a percent of the sales, rounded down.
    package func share(of sales: Int64) -> Int64 {
        sales > 0 ? count.multipliedReportingOverflow(by: 10_000).partialValue / sales : 0
    }
}

extension Counter {
    /// The days that a day is compared with.
    static func compared(
        with date: BusinessDate, of scope: ReportScope, in transaction: any Transaction
    ) throws -> [ComparedDay] {
        var other = date
        var found: [ComparedDay] = []
        for back in 1...7 {
            // Before the first day that we know nothing was sold.
            guard let before = try? other.previous() else { return found }
            other = before
            guard back == 1 || back == 7 else { continue }
            var figures = DayFigures()
            for day in try ReportTable.dates(
                of: scope, from: other, to: other, in: transaction)
            {
                try figures.add(day.figures)
            }
            found.append(
                ComparedDay(
                    which: back == 1 ? .dayBefore : .weekBefore, date: other, figures: figures,
                    hours: try ReportTable.hours(
                        of: scope, from: other, to: other, in: transaction)))
        }
        return found
    }

    static func supplements(
        of scope: ReportScope, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> Supplements {
        let sum = try ReportTable.supplements(
            of: scope, from: first, to: last, in: transaction)
        let times = try ReportTable.recoveries(
            of: scope, from: first, to: last, in: transaction)
        // Of an even count the lower one of the two in the middle.
        let median = times.isEmpty ? nil : times[(times.count - 1) / 2]
        return Supplements(count: sum.count, amount: sum.amount, median: median)
    }
}
