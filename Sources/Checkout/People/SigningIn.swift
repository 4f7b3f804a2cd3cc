// Numbers and PINs. A PIN is short, so guessing is made slow: after five wrong ones each further
// try waits, twice as long each time. The hash is computed outside any transaction, since it is
// slow on purpose and the database has one writer.

internal import Persistence
package import Retail

extension Counter {
    private static let failuresMax: Int64 = 5
    private static let lockMin = Pause.seconds(30)
    private static let lockMax = Pause.minutes(15)
    /// A long shift; people sign in again each day.
    private static let sessionLength = Pause.hours(14)

    /// Signs a person in at a register of a store.
    ///
    /// *Errors*: `OperatorNotice.signInWrong`, `.signInLocked`, `.notFoundHere`.
    package func signIn(
        _ staff: StaffID, pin: String, store: StoreID, register: RegisterID, tokenHash: String
    ) async throws -> Session {
        let person = try await check(staff, pin)
        guard person.store == nil || person.store == store else {
            throw OperatorNotice.signInWrong
        }
        let now = driver.surroundings.now()
        let session = StoredSession(
            staff: staff, store: store, register: register,
            closesAt: now.advanced(by: Counter.sessionLength))
        try await driver.database.write { transaction in
            guard
                try StoreTable.registers(of: store, in: transaction).contains(register)
            else {
                throw OperatorNotice.notFoundHere(what: "\(store.digits)-\(register.digits)")
            }
            try SessionTable.insert(
                session, tokenHash: tokenHash, at: now, in: transaction)
            // Whoever comes to sell has a shift; those who only look something up have none.
            if person.role.sells {
                _ = try ShiftTable.openOrBegin(
                    store: store, register: register, by: staff, at: now, in: transaction)
            }
        }
        return Session(staff: person, store: store, register: register)
    }

    /// The session of a cookie, if it is still open.
    package func session(tokenHash: String) async throws -> Session? {
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            guard
                let stored = try SessionTable.find(tokenHash, at: now, in: transaction),
                let staff = try StaffTable.find(stored.staff, in: transaction)
            else { return nil }
            return Session(staff: staff, store: stored.store, register: stored.register)
        }
    }

    package func signOut(tokenHash: String) async throws {
        try await driver.database.write { transaction in
            try SessionTable.remove(tokenHash, in: transaction)
        }
    }

    /// The superior behind an override, who must work in this store or above it.
    func approver(_ override: Override?, _ session: Session) async throws -> Approver? {
        guard let override else { return nil }
        let reason = override.reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !reason.isEmpty else { throw OperatorNotice.overrideNeedsReason }
        let person: Staff
        do {
            person = try await check(override.staff, override.pin)
        } catch OperatorNotice.signInWrong {
            throw OperatorNotice.overrideRefused
        }
        guard person.role.isSuperior, person.store == nil || person.store == session.store else {
            throw OperatorNotice.overrideRefused
        }
        return Approver(staff: person, reason: String(reason.prefix(200)))
    }

    func check(_ id: StaffID, _ pin: String) async throws -> Staff {
        let now = driver.surroundings.now()
        let found = try await driver.database.read { transaction in
            try StaffTable.find(id, in: transaction)
        }
        guard let person = found, pin.utf8.count <= 64 else { throw OperatorNotice.signInWrong }
        if now < person.lockedUntil {
            throw OperatorNotice.signInLocked(until: person.lockedUntil)
        }
        guard driver.surroundings.pinMatches(pin, person.pinHash) else {
            try await countFailure(of: id, at: now)
            throw OperatorNotice.signInWrong
        }
        // Guesses that are made at the same time all find the row unlocked; so it is looked at again.
        return try await driver.database.write { transaction in
            guard let person = try StaffTable.find(id, in: transaction) else {
                throw OperatorNotice.signInWrong
            }
            if now < person.lockedUntil {
                throw OperatorNotice.signInLocked(until: person.lockedUntil)
            }
            if person.failures > 0 {
                try StaffTable.note(
                    failures: 0, lockedUntil: Timestamp(microseconds: 0), of: id, in: transaction)
            }
            return person
        }
    }

    /// Counts on from what the row says now: guesses made at the same time are all counted.
    private func countFailure(of id: StaffID, at now: Timestamp) async throws {
        try await driver.database.write { transaction in
            guard let person = try StaffTable.find(id, in: transaction) else { return }
            let failures = person.failures + 1
            var lockedUntil = Timestamp(microseconds: 0)
            if failures >= Counter.failuresMax {
                let doublings = min(failures - Counter.failuresMax, 10)
                let lock = Pause(microseconds: Counter.lockMin.microseconds << doublings)
                lockedUntil = now.advanced(by: min(lock, Counter.lockMax))
            }
            try StaffTable.note(
                failures: failures, lockedUntil: lockedUntil, of: id, in: transaction)
        }
    }
}
