/// What the days of a world came to.
package struct ClosedDays: Equatable, Sendable {
    /// Days of stores that were signed.
    package internal(set) var signed = 0
    /// Days on which each store signed.
    package internal(set) var wholeDays = 0
    /// Facts that came after their day was signed, and stand in a later one.
    package internal(set) var corrections = 0
    /// Statements that were read whole, and their lines.
    package internal(set) var statements = 0
    package internal(set) var lines = 0
    /// Wallets' days on which statement and ledger came to the same sum.
    package internal(set) var equalDays = 0
    /// Payments that both have, on other days: heard of after midnight, or a line of another day.
    package internal(set) var otherDays = 0
    /// Payments of which statement and ledger have other sums; each has a case.
    package internal(set) var differing = 0
    /// Open breaks by class.
    package internal(set) var breaks: [String: Int] = [:]

    /// Two worlds' together.
    func adding(_ other: ClosedDays) -> ClosedDays {
        var sum = self
        sum.signed += other.signed
        sum.wholeDays += other.wholeDays
        sum.corrections += other.corrections
        sum.statements += other.statements
        sum.lines += other.lines
        sum.equalDays += other.equalDays
        sum.otherDays += other.otherDays
        sum.differing += other.differing
        sum.breaks.merge(other.breaks) { $0 + $1 }
        return sum
    }
}
