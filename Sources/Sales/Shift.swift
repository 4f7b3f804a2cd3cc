// A shift (班次): one drawer in one person's keeping, from a float to a count. Nothing here knows what was
// sold: what the ledger says of the drawer is handed in, so that there is one truth about it.
//
// Trap: the count is blind. What should be there is told only when a count has been handed in, and it
// may be counted once more; a third count would be one that is made to fit.

package import Retail

/// A shift of a register.
package struct Shift: Equatable, Sendable {
    package enum State: Equatable, Sendable {
        case open
        /// Counted, and given to somebody by name.
        case closed(ShiftClose)
        /// The day's signature counted what was in it, in one sum with other drawers.
        case signed(at: Timestamp)
    }

    package let id: ShiftID
    /// Whose keeping it is.
    package let cashier: StaffID
    package let openedAt: Timestamp
    /// What the shift before had left in the drawer.
    package let carried: Money
    /// Cash that was in the drawer already for sales that were not posted.
    package let waitingBefore: Money
    package internal(set) var float: Money
    /// Sales and returns that moved cash in it.
    package let cashFacts: Int64
    package internal(set) var counts: [ShiftCount]
    package internal(set) var state: State

    package init(
        id: ShiftID, cashier: StaffID, openedAt: Timestamp, carried: Money, waitingBefore: Money,
        float: Money, cashFacts: Int64 = 0, counts: [ShiftCount] = [], state: State = .open
    ) {
        self.id = id
        self.cashier = cashier
        self.openedAt = openedAt
        self.carried = carried
        self.waitingBefore = waitingBefore
        self.float = float
        self.cashFacts = cashFacts
        self.counts = counts
        self.state = state
    }

    /// What should be in the drawer (应有现金).
    ///
    /// `booked` is what the ledger says this shift's sales and returns brought into it, `waiting` is
    /// cash that was taken for sales which are not posted.
    /// *Errors*: `ShiftRefusal.amountOutOfRange`.
    package func expected(booked: Money, waiting: Money) throws(ShiftRefusal) -> Money {
        do {
            return try float.adding(booked).adding(waiting).subtracting(waitingBefore)
        } catch {
            throw .amountOutOfRange
        }
    }

    /// Whether the float may still be put right.
    package func mayCorrectFloat(waiting: Money) -> Bool {
        state == .open && cashFacts == 0 && counts.isEmpty && waiting == waitingBefore
    }

    /// Says what the drawer began with, until the first cash.
    package mutating func setFloat(_ amount: Money, waiting: Money) throws(ShiftRefusal) {
        try mustBeOpen()
        guard mayCorrectFloat(waiting: waiting) else { throw .floatFixed }
        guard !amount.isNegative, amount <= Money.saleMax else { throw .amountOutOfRange }
        float = amount
    }

    /// Whether it may be counted again: once, unless cash has moved since.
    package func mayCount(expecting expected: Money) -> Bool {
        let again = counts.reversed().prefix { $0.expected == expected }
        return state == .open && again.count < Shift.countsMax
    }

    /// Hands a count in.
    package mutating func count(
        _ count: CashCount, expecting expected: Money, by staff: StaffID, at now: Timestamp
    ) throws(ShiftRefusal) {
        try mustBeOpen()
        guard mayCount(expecting: expected) else { throw .countedTwice }
        counts.append(
            ShiftCount(
                no: Int64(counts.count) + 1, by: staff, at: now, count: count, expected: expected))
    }

    /// The first count and one recount.
    private static let countsMax = 2

    /// Gives the drawer to the next person.
    ///
    /// `expecting` is what should be in it now: a count from before the last cash is no count.
    package mutating func close(
        _ handover: ShiftHandover, expecting expected: Money, waiting: Money, limit: Money,
        at now: Timestamp
    ) throws(ShiftRefusal) {
        try mustBeOpen()
        guard let last = counts.last else { throw .notCounted }
        guard last.expected == expected else { throw .cashMovedSinceCount }
        guard handover.to != handover.by else { throw .nextIsSame }
        let (counted, left) = (last.count.total, handover.left)
        guard !left.isNegative, left <= counted else { throw .leftTooMuch(counted) }
        let difference = try last.difference
        if difference.fen.magnitude > limit.fen.magnitude, handover.approval == nil {
            throw .needsManager(difference)
        }
        state = .closed(
            ShiftClose(
                by: handover.by, to: handover.to, at: now, expected: expected, counted: counted,
                left: left, waiting: waiting, approval: handover.approval))
    }

    private func mustBeOpen() throws(ShiftRefusal) {
        guard state == .open else { throw .notOpen }
    }
}

/// One count of a shift's drawer.
package struct ShiftCount: Equatable, Sendable {
    /// 1 for the first.
    package let no: Int64
    package let by: StaffID
    package let at: Timestamp
    package let count: CashCount
    /// What should have been in the drawer then.
    package let expected: Money

    package init(no: Int64, by: StaffID, at: Timestamp, count: CashCount, expected: Money) {
        self.no = no
        self.by = by
        self.at = at
        self.count = count
        self.expected = expected
    }

    /// Above zero what is too much, below what is missing (长短款).
    ///
    /// *Errors*: `ShiftRefusal.amountOutOfRange`.
    package var difference: Money {
        get throws(ShiftRefusal) {
            do { return try count.total.subtracting(expected) } catch { throw .amountOutOfRange }
        }
    }
}

/// Who gives the drawer to whom, and with what in it.
package struct ShiftHandover: Equatable, Sendable {
    package let by: StaffID
    package let to: StaffID
    /// What stays in the drawer; the rest goes to the safe.
    package let left: Money
    /// A superior's leave for a difference above the limit.
    package let approval: Approval?

    package init(by: StaffID, to: StaffID, left: Money, approval: Approval?) {
        self.by = by
        self.to = to
        self.left = left
        self.approval = approval
    }
}

/// How a shift ended.
package struct ShiftClose: Equatable, Sendable {
    package let by: StaffID
    package let to: StaffID
    package let at: Timestamp
    package let expected: Money
    package let counted: Money
    package let left: Money
    /// Cash in the drawer for sales that were not posted.
    package let waiting: Money
    package let approval: Approval?

    package init(
        by: StaffID, to: StaffID, at: Timestamp, expected: Money, counted: Money, left: Money,
        waiting: Money, approval: Approval?
    ) {
        self.by = by
        self.to = to
        self.at = at
        self.expected = expected
        self.counted = counted
        self.left = left
        self.waiting = waiting
        self.approval = approval
    }

    /// Above zero what is too much, below what is missing (长短款).
    ///
    /// *Errors*: `ShiftRefusal.amountOutOfRange`.
    package var difference: Money {
        get throws(ShiftRefusal) {
            do { return try counted.subtracting(expected) } catch { throw .amountOutOfRange }
        }
    }
}

/// Why a shift did not do what was asked; nothing was changed.
package enum ShiftRefusal: Error, Equatable, Sendable {
    case notOpen
    /// Cash has moved: what it began with stands.
    case floatFixed
    case amountOutOfRange
    case countUnreadable
    case countedTwice
    case notCounted
    case cashMovedSinceCount
    /// More is to stay in the drawer than was counted.
    case leftTooMuch(Money)
    /// The next person is the one who gives.
    case nextIsSame
    /// The difference is above the limit.
    case needsManager(Money)
}
