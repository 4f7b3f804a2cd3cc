// A shift inside one transaction: the core says what may be; here it is read and written, and the ledger
// is told with it.

internal import Payments
internal import Persistence
internal import Retail
internal import Sales

extension Desk {
    /// The acts on a shift that need no PIN.
    func performOnShift(_ act: Act) throws -> ActOutcome {
        switch act {
        case .setFloat(let shift, let float): return try setFloat(float, of: shift)
        case .countShift(let shift, let count): return try hand(in: count, of: shift)
        case .readHandover: return try readHandover()
        case .reprintShiftSlip(let shift): return try reprintSlip(ofShift: shift)
        default: throw StoredError.unreadable("act")
        }
    }

    /// What the drawer began with; begins the shift where none is open.
    func setFloat(_ float: Money, of no: Int64?) throws -> ActOutcome {
        if let open = try ShiftTable.open(
            store: session.store, register: session.register, in: transaction)
        {
            guard no == open.id.no else { throw OperatorNotice.shiftNotOpen }
        } else if no != nil {
            throw OperatorNotice.shiftNotOpen
        }
        var shift = try ShiftTable.openOrBegin(
            store: session.store, register: session.register, by: session.staff.id,
            at: moment.now, in: transaction)
        let waiting = try waiting()
        try refusingShift { () throws(ShiftRefusal) in
            try shift.setFloat(float, waiting: waiting)
        }
        try ShiftTable.update(shift, countsKnown: shift.counts.count, in: transaction)
        return ActOutcome(sale: nil)
    }

    func hand(in count: CashCount, of no: Int64) throws -> ActOutcome {
        var shift = try openShift(no)
        let known = shift.counts.count
        let (staff, now) = (session.staff.id, moment.now)
        let expected = try expected(in: shift, waiting: try waiting())
        try refusingShift { () throws(ShiftRefusal) in
            try shift.count(count, expecting: expected, by: staff, at: now)
        }
        try ShiftTable.update(shift, countsKnown: known, in: transaction)
        return ActOutcome(sale: nil)
    }

    /// Ends the shift, books it, hands over what is open, and queues the slip.
    func closeShift(_ no: Int64, _ giving: ShiftGiving) throws -> ActOutcome {
        var shift = try openShift(no)
        let waiting = try waiting()
        let expected = try expected(in: shift, waiting: waiting)
        let handover = ShiftHandover(
            by: session.staff.id, to: giving.to, left: giving.left,
            approval: approver.map { Approval(by: $0.staff.id, reason: $0.reason) })
        let (limit, now) = (moment.settings.shiftDifferenceMax, moment.now)
        try refusingShift { () throws(ShiftRefusal) in
            try shift.close(
                handover, expecting: expected, waiting: waiting, limit: limit, at: now)
        }
        guard case .closed(let close) = shift.state else { throw OperatorNotice.shiftNotOpen }
        let day = try Bookkeeping(moment, transaction).closed(shift, close)
        try ShiftTable.close(shift.id, close, bookedOn: day, in: transaction)
        try ShiftHandoverTable.insert(
            try OpenThings(session, moment, transaction).all(), of: shift.id, by: close.by,
            to: close.to, in: transaction)
        try queueSlip(of: shift.id, copy: 0)
        return ActOutcome(sale: nil)
    }

    func readHandover() throws -> ActOutcome {
        try ShiftHandoverTable.markSeen(
            by: session.staff.id, store: session.store, at: moment.now, in: transaction)
        return ActOutcome(sale: nil)
    }

    func reprintSlip(ofShift no: Int64) throws -> ActOutcome {
        let id = ShiftID(store: session.store, register: session.register, no: no)
        guard let shift = try ShiftTable.find(id, in: transaction), case .closed = shift.state
        else { throw OperatorNotice.shiftNotOpen }
        try queueSlip(of: id, copy: try PrintJobTable.copies(of: id, in: transaction))
        return ActOutcome(sale: nil)
    }

    private func queueSlip(of shift: ShiftID, copy: Int64) throws {
        let hasPrinter = moment.settings.hasPrinter(shift.store, shift.register)
        try PrintJobTable.insert(
            PrintJob(
                store: shift.store, id: moment.identifier, .shiftSlip(shift.no),
                register: shift.register, copy: copy, state: hasPrinter ? .queued : .none),
            at: moment.now, in: transaction)
    }

    /// *Errors*: `OperatorNotice.shiftNotOpen` when another one is open by now.
    private func openShift(_ no: Int64) throws -> Shift {
        guard
            let shift = try ShiftTable.open(
                store: session.store, register: session.register, withCounts: true,
                in: transaction), shift.id.no == no
        else { throw OperatorNotice.shiftNotOpen }
        return shift
    }

    private func waiting() throws -> Money {
        try ShiftTable.waiting(
            store: session.store, register: session.register, in: transaction)
    }

    private func expected(in shift: Shift, waiting: Money) throws -> Money {
        let booked = try ShiftTable.booked(shift.id, in: transaction)
        return try refusingShift { () throws(ShiftRefusal) in
            try shift.expected(booked: booked, waiting: waiting)
        }
    }

    /// Turns the core's refusal into the counter's words.
    private func refusingShift<Value>(_ body: () throws(ShiftRefusal) -> Value) throws -> Value {
        do { return try body() } catch { throw OperatorNotice(error) }
    }
}
