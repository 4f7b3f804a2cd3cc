// The calendar of Asia/Shanghai without a calendar library: one fixed offset (UTC+8, no summer time
// since 1991) and the proleptic Gregorian rule. Channels, receipts and order numbers all use it.

/// A local date and time in Asia/Shanghai, to the second.
package struct CivilTime: Hashable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int

    /// UTC+8 all year round; China has kept no summer time since 1991.
    private static let offsetSeconds: Int64 = 8 * 3_600

    package init(_ moment: Timestamp) {
        let (seconds, remainder) = moment.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let floored = remainder < 0 ? seconds - 1 : seconds
        let local = floored + CivilTime.offsetSeconds
        var days = local / 86_400
        var rest = local % 86_400
        if rest < 0 {
            rest += 86_400
            days -= 1
        }
        (year, month, day) = CivilTime.date(daysSinceEpoch: days)
        hour = Int(rest / 3_600)
        minute = Int(rest % 3_600 / 60)
        second = Int(rest % 60)
    }

    /// *Errors*: `DateError.impossible` for a date or time that does not exist.
    package init(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
    ) throws(DateError) {
        _ = try BusinessDate(year: year, month: month, day: day)
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else {
            throw .impossible
        }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// Reads fourteen digits, `yyyyMMddHHmmss`: WeChat Pay's times and our order numbers.
    ///
    /// *Errors*: `DateError.impossible`.
    package init(compact text: String) throws(DateError) {
        let units = Array(text.utf8)
        guard units.count == 14, let year = CivilTime.number(units[0..<4]),
            let month = CivilTime.number(units[4..<6]), let day = CivilTime.number(units[6..<8]),
            let hour = CivilTime.number(units[8..<10]),
            let minute = CivilTime.number(units[10..<12]),
            let second = CivilTime.number(units[12..<14])
        else { throw .impossible }
        try self.init(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// Reads `yyyy-MM-dd HH:mm:ss`: Alipay's times.
    ///
    /// *Errors*: `DateError.impossible`.
    package init(spaced text: String) throws(DateError) {
        let units = Array(text.utf8)
        guard units.count == 19, units[4] == UInt8(ascii: "-"), units[7] == UInt8(ascii: "-"),
            units[10] == UInt8(ascii: " "), units[13] == UInt8(ascii: ":"),
            units[16] == UInt8(ascii: ":"), let year = CivilTime.number(units[0..<4]),
            let month = CivilTime.number(units[5..<7]), let day = CivilTime.number(units[8..<10]),
            let hour = CivilTime.number(units[11..<13]),
            let minute = CivilTime.number(units[14..<16]),
            let second = CivilTime.number(units[17..<19])
        else { throw .impossible }
        try self.init(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    package var timestamp: Timestamp {
        let days = CivilTime.daysSinceEpoch(year: year, month: month, day: day)
        let local = days * 86_400 + Int64(hour) * 3_600 + Int64(minute) * 60 + Int64(second)
        return Timestamp(microseconds: (local - CivilTime.offsetSeconds) * 1_000_000)
    }

    /// `yyyyMMddHHmmss`.
    package var compact: String {
        CivilTime.padded(year, 4) + CivilTime.padded(month, 2) + CivilTime.padded(day, 2)
            + CivilTime.padded(hour, 2) + CivilTime.padded(minute, 2) + CivilTime.padded(second, 2)
    }

    /// `yyyy-MM-dd HH:mm:ss`, as people and Alipay write it.
    package var spaced: String {
        "\(CivilTime.padded(year, 4))-\(CivilTime.padded(month, 2))-\(CivilTime.padded(day, 2)) "
            + "\(CivilTime.padded(hour, 2)):\(CivilTime.padded(minute, 2)):"
            + CivilTime.padded(second, 2)
    }

    /// Days of a month, 28 to 31.
    package static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2:
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    // Days are counted in 400-year eras that begin in March, so that the leap day comes last.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era) * 146_097 + Int64(dayOfEra) - 719_468
    }

    private static func date(daysSinceEpoch days: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = Int(shifted - era * 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + Int(era) * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    static func number(_ units: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for unit in units {
            guard unit >= UInt8(ascii: "0"), unit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(unit - UInt8(ascii: "0"))
        }
        return value
    }

    package static func padded(_ value: Int, _ width: Int) -> String {
        var text = "\(value)"
        while text.utf8.count < width { text = "0" + text }
        return text
    }
}
