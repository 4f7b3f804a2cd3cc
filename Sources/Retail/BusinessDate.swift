// Shops count in business dates (营业日), not in clock days: a sale at 00:20 belongs to the day whose
// books are still open. The date decides which tender methods are offered (notice line N1), so it is
// a fact of the sale, computed once when the sale is opened and carried along.

/// A calendar date in Asia/Shanghai that a sale, shift or report belongs to.
package struct BusinessDate: Hashable, Comparable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// *Errors*: `DateError.impossible` for a date that does not exist (years 2000…2099).
    package init(year: Int, month: Int, day: Int) throws(DateError) {
        guard (2000...2099).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilTime.daysIn(month: month, year: year)
        else { throw .impossible }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads ISO text, `2019-09-26`.
    ///
    /// *Errors*: `DateError.impossible`.
    package init(iso text: String) throws(DateError) {
        let units = Array(text.utf8)
        guard units.count == 10, units[4] == UInt8(ascii: "-"), units[7] == UInt8(ascii: "-"),
            let year = CivilTime.number(units[0..<4]), let month = CivilTime.number(units[5..<7]),
            let day = CivilTime.number(units[8..<10])
        else { throw .impossible }
        try self.init(year: year, month: month, day: day)
    }

    /// The business date of a moment, for a shop whose day turns `turnsAt` after midnight.
    ///
    /// *Errors*: `DateError.impossible` outside the years 2000…2099.
    package init(of moment: Timestamp, turnsAt: Pause) throws(DateError) {
        // The turn is taken off as a difference of two moments, which stays inside the range.
        let shifted = moment.since(Timestamp(microseconds: turnsAt.microseconds))
        let civil = CivilTime(Timestamp(microseconds: shifted.microseconds))
        try self.init(year: civil.year, month: civil.month, day: civil.day)
    }

    /// The day after.
    ///
    /// *Errors*: `DateError.impossible` after the last day of 2099.
    package func next() throws(DateError) -> BusinessDate {
        if day < CivilTime.daysIn(month: month, year: year) {
            return try BusinessDate(year: year, month: month, day: day + 1)
        }
        return month < 12
            ? try BusinessDate(year: year, month: month + 1, day: 1)
            : try BusinessDate(year: year + 1, month: 1, day: 1)
    }

    /// The day before.
    ///
    /// *Errors*: `DateError.impossible` before the first day of 2000.
    package func previous() throws(DateError) -> BusinessDate {
        if day > 1 { return try BusinessDate(year: year, month: month, day: day - 1) }
        let (year, month) = month > 1 ? (year, month - 1) : (year - 1, 12)
        return try BusinessDate(
            year: year, month: month, day: CivilTime.daysIn(month: month, year: year))
    }

    package static func < (left: BusinessDate, right: BusinessDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// ISO text, `2019-09-26`: how it is stored and sent.
    package var iso: String {
        "\(CivilTime.padded(year, 4))-\(CivilTime.padded(month, 2))-\(CivilTime.padded(day, 2))"
    }

    /// Eight digits, `20190926`: how it stands in numbers.
    package var compact: String {
        CivilTime.padded(year, 4) + CivilTime.padded(month, 2) + CivilTime.padded(day, 2)
    }
}

/// Why a date could not be made.
package enum DateError: Error, Equatable, Sendable {
    case impossible
}
