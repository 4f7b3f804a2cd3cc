// Times of a story as people read them: how long after its beginning, and how long nothing happened.

internal import Retail

enum StoryTime {
    /// How long after the beginning: `+12.300 s`, `+1 min 05.000 s`, `+2 d 03 h 04 min 05.000 s`.
    ///
    /// To the millisecond, rounded towards the beginning; with `−` where a clock was set back.
    static func offset(_ pause: Pause, in language: StoryLanguage) -> String {
        offsetParts(pause, in: language).joined(separator: " ")
    }

    /// The same in one or two parts, so that a narrow column can break it where it makes sense.
    static func offsetParts(_ pause: Pause, in language: StoryLanguage) -> [String] {
        let parts = Parts(pause)
        let units = [
            (parts.days, language.choose("d", "天")),
            (parts.hours, language.choose("h", "小时")),
            (parts.minutes, language.choose("min", "分")),
        ]
        let sign = pause < .zero ? "−" : "+"
        let larger = Array(units.drop { $0.0 == 0 })
        let thousandth = "\(1_000 + parts.milliseconds)".dropFirst()
        let tail = ".\(thousandth) " + language.choose("s", "秒")
        guard let first = larger.first else { return [sign + "\(parts.seconds)" + tail] }
        let rest = larger.dropFirst().map { " \(twoDigits($0.0)) \($0.1)" }.joined()
        return ["\(sign)\(first.0) \(first.1)" + rest, twoDigits(parts.seconds) + tail]
    }

    /// A quiet time in its two largest units, rounded down: `… 45 s later`, `… 2 days 3 h later`.
    static func later(_ pause: Pause, in language: StoryLanguage) -> String {
        let parts = Parts(pause)
        let counts = [
            (parts.days, language.choose(parts.days == 1 ? "day" : "days", "天")),
            (parts.hours, language.choose("h", "小时")),
            (parts.minutes, language.choose("min", "分")),
            (parts.seconds, language.choose("s", "秒")),
        ]
        let told = counts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }
        let words = told.isEmpty ? [counts[3]] : Array(told)
        let length = words.map { "\($0.0) \($0.1)" }.joined(separator: " ")
        return language.choose("… \(length) later", "… \(length)后")
    }

    /// A point on the wall clock of the stores, to the millisecond: `2026-11-23 15:42:05.250`.
    static func wall(_ moment: Timestamp) -> String {
        let rest = moment.microseconds % 1_000_000
        let milliseconds = (rest < 0 ? rest + 1_000_000 : rest) / 1_000
        return CivilTime(moment).spaced + ".\("\(1_000 + milliseconds)".dropFirst())"
    }

    private static func twoDigits(_ count: UInt64) -> String {
        count < 10 ? "0\(count)" : "\(count)"
    }

    /// The length of a pause, taken apart.
    private struct Parts {
        let days: UInt64
        let hours: UInt64
        let minutes: UInt64
        let seconds: UInt64
        let milliseconds: UInt64

        init(_ pause: Pause) {
            let all = pause.microseconds.magnitude / 1_000
            milliseconds = all % 1_000
            seconds = all / 1_000 % 60
            minutes = all / 60_000 % 60
            hours = all / 3_600_000 % 24
            days = all / 86_400_000
        }
    }
}
