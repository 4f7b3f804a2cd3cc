// Handing a drawer over takes two people and their PINs, which are looked at before the transaction: the
// hash is slow on purpose. And what the page of a shift shows, read in one transaction.

package import Persistence
package import Retail
package import Sales

/// What is asked at a handover.
package struct ShiftGiving: Equatable, Sendable {
    /// Of whoever is signed in and gives.
    package let pin: String
    package let to: StaffID
    package let toPIN: String
    /// What stays in the drawer.
    package let left: Money
    /// A superior's, for a difference above the limit.
    package let override: Override?

    package init(pin: String, to: StaffID, toPIN: String, left: Money, override: Override?) {
        self.pin = pin
        self.to = to
        self.toPIN = toPIN
        self.left = left
        self.override = override
    }
}

/// The shift of a register as its page shows it.
///
/// What should be in the drawer is in the counts alone: nobody sees it before counting.
package struct ShiftState: Sendable {
    package let session: Session
    package let store: Store
    package let now: Timestamp
    /// Nil while nobody has begun one.
    package let shift: Shift?
    /// What the next one would begin with, or this one may still be given.
    package let mayCorrectFloat: Bool
    package let mayCount: Bool
    /// Whether the last count still says what there should be.
    package let isCounted: Bool
    package let needsManager: Bool
    package let openThings: [HandedOver]
    /// Given to whoever is signed in, and not read yet.
    package let given: [GivenItem]
    package let people: [Staff]
    package let names: [StaffID: String]
    /// The register's last shift that has ended.
    package let before: Shift?
}

extension Counter {
    /// Gives the drawer on, by the word of both.
    func closeShift(
        _ no: Int64, _ giving: ShiftGiving, _ act: Act, _ key: String, _ session: Session
    ) async throws -> ActOutcome {
        // Said first, so that nobody types a PIN for nothing.
        guard giving.to != session.staff.id else { throw OperatorNotice.shiftNextIsSame }
        _ = try await person(session.staff.id, giving.pin, isNext: false)
        let next = try await person(giving.to, giving.toPIN, isNext: true)
        guard next.store == nil || next.store == session.store else {
            throw OperatorNotice.shiftPINWrong(isNext: true)
        }
        let approver = try await approver(giving.override, session)
        let moment = driver.moment()
        let unused = SaleID(driver.surroundings.identifier())
        return try await driver.database.write { transaction in
            let desk = Desk(
                session: session, moment: moment, approver: approver, newSale: unused,
                transaction: transaction)
            return try Counter.once(act, key, desk) { try desk.closeShift(no, giving) }
        }
    }

    private func person(_ id: StaffID, _ pin: String, isNext: Bool) async throws -> Staff {
        do {
            return try await check(id, pin)
        } catch OperatorNotice.signInWrong {
            throw OperatorNotice.shiftPINWrong(isNext: isNext)
        }
    }

    /// The shift of a register, for its page.
    package func shift(of session: Session) async throws -> ShiftState {
        let moment = driver.moment()
        return try await driver.database.read { transaction in
            try ShiftState(session, moment, transaction)
        }
    }
}

extension ShiftState {
    fileprivate init(
        _ session: Session, _ moment: Moment, _ transaction: any Transaction
    ) throws {
        let (place, register) = (session.store, session.register)
        guard let store = try StoreTable.find(place, in: transaction) else {
            throw StoredError.absent("store")
        }
        let open = try ShiftTable.open(
            store: place, register: register, withCounts: true, in: transaction)
        let waiting = try ShiftTable.waiting(store: place, register: register, in: transaction)
        let expected = try open.map {
            try $0.expected(
                booked: ShiftTable.booked($0.id, in: transaction), waiting: waiting)
        }
        let last = open?.counts.last
        let isCounted = last != nil && last?.expected == expected
        let difference = try last?.difference ?? .zero
        let people = try StaffTable.all(of: place, in: transaction)
        var before = try ShiftTable.last(store: place, register: register, in: transaction)
        if let open {
            before = try ShiftTable.find(
                ShiftID(store: place, register: register, no: open.id.no - 1), in: transaction)
        }
        self.init(
            session: session, store: store, now: moment.now, shift: open,
            mayCorrectFloat: open?.mayCorrectFloat(waiting: waiting) ?? true,
            mayCount: expected.flatMap { open?.mayCount(expecting: $0) } ?? false,
            isCounted: isCounted,
            needsManager: isCounted
                && difference.fen.magnitude > moment.settings.shiftDifferenceMax.fen.magnitude,
            openThings: try OpenThings(session, moment, transaction).all(),
            given: try ShiftHandoverTable.unseen(
                by: session.staff.id, store: place, in: transaction),
            people: people.filter { $0.role != .finance && $0.id != session.staff.id },
            names: Dictionary(people.map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one }),
            before: before)
    }
}
