// What a run has found so far, against what earlier runs had found: counted at once, and written some
// at a time, so that a thousand breaks are not a thousand transactions.

internal import Payments
internal import Persistence
internal import Retail

struct BreakChanges: Sendable {
    private let statement: StatementOf
    /// Open breaks by class.
    private(set) var open: [BreakClass: Int64] = [:]
    /// Breaks that were not there before, and those that are there no more.
    private(set) var new: Int64 = 0
    private(set) var gone: Int64 = 0
    private var toWrite: [StoredBreak] = []
    private var toMark: [StoredBreak] = []

    /// Breaks of one transaction.
    private static let writeMax = 200

    init(_ statement: StatementOf) {
        self.statement = statement
    }

    var isEmpty: Bool { toWrite.isEmpty && toMark.isEmpty }
    var isMany: Bool { toWrite.count + toMark.count >= BreakChanges.writeMax }

    mutating func add(_ page: StatementPage, known: [StoredBreak]) {
        for found in page.breaks {
            open[found.kind, default: 0] += 1
            guard !known.contains(found) else { continue }
            toWrite.append(found)
            if !known.contains(where: { $0.isSame(as: found) }) { new += 1 }
        }
        for known in known where !page.breaks.contains(where: { $0.isSame(as: known) }) {
            gone += 1
            toMark.append(known)
        }
    }

    /// Writes what differs, each with its case, and marks what no longer does.
    func write(at now: Timestamp, in transaction: any Transaction) throws {
        for found in toWrite {
            try BreakTable.write(found, of: statement, at: now, in: transaction)
            try CaseTable.open(
                CaseOpening(
                    store: found.store, cause: found.caseCause, subject: found.number,
                    detail: found.evidence,
                    amount: found.channel ?? found.books ?? Money.zero),
                at: now, in: transaction)
        }
        for known in toMark {
            try BreakTable.markGone(known, of: statement, at: now, in: transaction)
        }
    }

    /// They are written.
    mutating func forget() {
        toWrite = []
        toMark = []
    }
}

extension StoredBreak {
    /// The cause of its case.
    package var caseCause: String { "statement-" + kind.rawValue }

    fileprivate func isSame(as other: StoredBreak) -> Bool {
        number == other.number && kind == other.kind
    }
}
