// A wallet's statement of a day, fetched from it. Beside `Channel` and not in it: nothing waits at
// a counter for it, it is large, and nothing in it moves money. Rows are handed on while the file
// still comes, so they are provisional until the verdict says that the whole of it was sound.

package import Retail

/// Where the statements of a merchant account come from.
package protocol StatementSource: Sendable {
    var wallet: Wallet { get }

    /// Fetches the statement of a day (of Beijing) and hands on what is in it.
    ///
    /// `take` is waited for, so that memory stays flat however slow it is. Before any verdict but
    /// `complete` is drawn from them, the rows count for nothing more than a hint.
    func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict
}

/// Rows and problems, in the order of the file.
package struct StatementBatch: Equatable, Sendable {
    package var rows: [StatementRow] = []
    package var problems: [StatementProblem] = []

    package init() {}

    package var isEmpty: Bool { rows.isEmpty && problems.isEmpty }
}

/// What was in a statement.
package struct StatementReport: Equatable, Sendable {
    package var totals = StatementTotals()
    package var problemCount = 0
    /// The first of them.
    package var problems: [StatementProblem] = []
    /// Of the bytes as they came, packed or not, in hexadecimal digits; nil where it was not read to
    /// its end.
    package var sha256: String?

    package init() {}

    /// Kept of the problems; the others are counted.
    package static let problemsKept = 100

    /// Counts another part of the same statement in; false when a sum does not fit in 64 bits.
    package mutating func add(_ part: StatementReport) -> Bool {
        problemCount += part.problemCount
        problems += part.problems.prefix(StatementReport.problemsKept - problems.count)
        return totals.add(part.totals)
    }

    package mutating func note(_ problem: StatementProblem) {
        problemCount += 1
        if problems.count < StatementReport.problemsKept { problems.append(problem) }
    }
}

/// What came of fetching a statement.
package enum StatementVerdict: Equatable, Sendable {
    /// Read to its end, and its totals agree with its lines.
    case complete(StatementReport)
    /// Something in it is wrong or missing; what was handed on is not the whole truth.
    case broken(StatementReport)
    /// The wallet has none for that day: nothing happened, or it is not made yet. It does not say which.
    case absent(code: String)
    /// The wallet is still making it.
    case notReady(code: String)
    /// The wallet does not give it: a wrong setting, a missing right, a date it does not keep.
    case refused(code: String)
    /// No usable answer; ask again.
    case unreachable(Doubt)
}

/// A file of a statement as a person has it, piece by piece.
package struct StatementPart: Sendable {
    package let name: String
    /// Nil after its last byte.
    ///
    /// *Errors*: `StatementPartError`, when it does not come whole.
    package let next: @Sendable () async throws(StatementPartError) -> [UInt8]?

    package init(
        name: String, next: @escaping @Sendable () async throws(StatementPartError) -> [UInt8]?
    ) {
        self.name = name
        self.next = next
    }
}

/// Why a file does not come whole.
package enum StatementPartError: Error, Equatable, Sendable {
    /// The disk.
    case unreadable
    /// Whoever sends it.
    case brokenOff
}
