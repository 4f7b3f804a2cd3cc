// The days around the change of the methods (N1), by method: what was taken before, and by what since.

package import Persistence
package import Retail

/// Some days by method.
package struct ChangeoverReport: Sendable {
    package struct Day: Sendable {
        package let date: BusinessDate
        /// By the numbers of the methods, less what went back by them.
        package let amounts: [Int64: Money]
    }

    /// Nil for the chain.
    package let store: Store?
    package let first: BusinessDate
    package let last: BusinessDate
    /// The first day of 41; nil where there is none.
    package let boundary: BusinessDate?
    /// Those that were offered on one of the days, or taken.
    package let methods: [TenderMethod]
    /// Each day of the range.
    package let days: [Day]
}

extension Counter {
    /// *Unit*: days of a report; a quarter of a year and a bit is drawn well.
    private static let changeoverDaysMax = 100

    /// Some days by method, by itself the ten on each side of the change-over.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` as for the store's month, `.unreadable` for days in
    /// the wrong order or too many, `.notFoundHere`; the database's own.
    package func changeoverReport(
        of store: StoreID?, from first: BusinessDate?, to last: BusinessDate?,
        by session: Session
    ) async throws -> ChangeoverReport {
        let scope = try Counter.scope(of: store, session)
        // All stores of an area manager are no chain.
        if store == nil { try mustReadAll(session) }
        let today = try await today(of: session.store)
        return try await driver.database.read { transaction in
            let found = try store.map { try Counter.find($0, in: transaction) }
            let all = try TenderMethodTable.all(in: transaction)
            let boundary = all.filter { $0.kind == .aggregated }.compactMap(\.validFrom).min()
            let middle = boundary ?? today
            let dates = try Counter.days(
                from: first ?? Counter.date(last ?? middle, moved: -10),
                to: last ?? Counter.date(first ?? middle, moved: first == nil ? 9 : 19))
            let (from, to) = (dates[0], dates[dates.count - 1])
            try Counter.mustRead(scope, from: from, to: to, in: transaction)
            var amounts: [BusinessDate: [Int64: Money]] = [:]
            for one in try ReportTable.methodDays(
                of: scope, from: from, to: to, in: transaction)
            {
                amounts[one.date, default: [:]][one.method] = one.amount
            }
            let taken = Set(amounts.values.flatMap(\.keys))
            return ChangeoverReport(
                store: found, first: from, last: to, boundary: boundary,
                methods: all.filter { method in
                    taken.contains(method.id)
                        || (method.validFrom.map { $0 <= to } ?? true)
                            && (method.validUntil.map { from <= $0 } ?? true)
                },
                days: dates.map { date in
                    ChangeoverReport.Day(date: date, amounts: amounts[date] ?? [:])
                })
        }
    }

    private static func days(
        from first: BusinessDate, to last: BusinessDate
    ) throws -> [BusinessDate] {
        var days = [first]
        while let day = days.last, day < last {
            guard days.count < changeoverDaysMax else {
                throw OperatorNotice.unreadable(field: "to")
            }
            days.append(try day.next())
        }
        guard first <= last else { throw OperatorNotice.unreadable(field: "to") }
        return days
    }

    /// So many days later, or earlier; as far as we know days.
    private static func date(_ date: BusinessDate, moved days: Int) -> BusinessDate {
        var moved = date
        for _ in 0..<abs(days) {
            guard let next = try? days > 0 ? moved.next() : moved.previous() else { break }
            moved = next
        }
        return moved
    }
}
