// Calls of a while, counted: how they ended, and how long they took in a histogram, since counts of
// several servers can be added and percentiles cannot. Whole numbers throughout.

package struct CallCounts: Equatable, Sendable {
    /// Where a call's time is counted; the last takes all that is longer.
    ///
    /// *Unit*: milliseconds.
    package static let bounds: [Int64] = [
        100, 200, 400, 800, 1_600, 2_500, 5_000, 10_000, 60_000,
    ]
    /// Far more calls than there are; sums of it, a thousandfold, still fit.
    private static let countMax: Int64 = 10_000_000_000_000
    /// Two calls without a usable answer: one may be chance.
    private static let badFrom: Int64 = 2
    /// *Unit*: of a thousand calls.
    private static let (badShare, doubtShare): (Int64, Int64) = (200, 20)
    /// An answer later than this is felt at the counter.
    ///
    /// *Unit*: milliseconds.
    private static let slowAfter: Int64 = 2_500

    package private(set) var asked: Int64 = 0
    package private(set) var succeeded: Int64 = 0
    package private(set) var declined: Int64 = 0
    package private(set) var inDoubt: Int64 = 0
    /// How many took at most as long as the bound at the same place, and longer than the one before.
    package private(set) var times = [Int64](repeating: 0, count: CallCounts.bounds.count)

    package init() {}

    /// Counts that were kept; nil for what no counting makes.
    package init?(
        asked: Int64, succeeded: Int64, declined: Int64, inDoubt: Int64, times: [Int64]
    ) {
        let all = 0...CallCounts.countMax
        guard times.count == CallCounts.bounds.count,
            ([asked, succeeded, declined, inDoubt] + times).allSatisfy(all.contains),
            times.reduce(0, +) == asked, succeeded + declined + inDoubt <= asked
        else { return nil }
        (self.asked, self.succeeded, self.declined) = (asked, succeeded, declined)
        (self.inDoubt, self.times) = (inDoubt, times)
    }

    /// Counts a call that took so many milliseconds.
    package mutating func count(_ outcome: CallOutcome, milliseconds: Int64) {
        asked += 1
        switch outcome {
        case .succeeded: succeeded += 1
        case .answered: break
        case .declined: declined += 1
        case .inDoubt: inDoubt += 1
        }
        let last = CallCounts.bounds.count - 1
        times[CallCounts.bounds.firstIndex { milliseconds <= $0 } ?? last] += 1
    }

    /// Adds what was counted elsewhere, or at another time.
    package mutating func add(_ other: CallCounts) {
        asked += other.asked
        succeeded += other.succeeded
        declined += other.declined
        inDoubt += other.inDoubt
        for index in times.indices { times[index] += other.times[index] }
    }

    /// The sum of several.
    package static func sum(_ all: some Sequence<CallCounts>) -> CallCounts {
        all.reduce(into: CallCounts()) { $0.add($1) }
    }

    /// What so many of a hundred calls took at most; nil without calls.
    ///
    /// *Unit*: milliseconds, the bound of the count it fell into.
    package func milliseconds(ofHundred percent: Int64) -> Int64? {
        guard asked > 0 else { return nil }
        var sum: Int64 = 0
        for (index, count) in times.enumerated() {
            sum += count
            if sum * 100 >= asked * percent { return CallCounts.bounds[index] }
        }
        return CallCounts.bounds.last
    }

    /// Of the calls that ended in a yes, a no or a doubt, those with a yes; nil without any.
    ///
    /// *Unit*: of a thousand.
    package var succeededOfThousand: Int64? {
        let ended = succeeded + declined + inDoubt
        return ended > 0 ? succeeded * 1_000 / ended : nil
    }

    /// Nil without calls.
    ///
    /// *Unit*: of a thousand calls.
    package var inDoubtOfThousand: Int64? { asked > 0 ? inDoubt * 1_000 / asked : nil }

    /// How it looks, at a glance.
    package enum Tone: String, Comparable, Sendable {
        case none, good, watch, bad

        private var place: Int {
            switch self {
            case .none: 0
            case .good: 1
            case .watch: 2
            case .bad: 3
            }
        }

        package static func < (left: Tone, right: Tone) -> Bool { left.place < right.place }
    }

    package var tone: Tone {
        guard let share = inDoubtOfThousand else { return .none }
        if share >= CallCounts.badShare, inDoubt >= CallCounts.badFrom { return .bad }
        let isSlow = (milliseconds(ofHundred: 95) ?? 0) > CallCounts.slowAfter
        return isInDoubt || isSlow ? .watch : .good
    }

    /// Whether so many are in doubt that it is worth a look.
    package var isInDoubt: Bool { (inDoubtOfThousand ?? 0) >= CallCounts.doubtShare }
}
