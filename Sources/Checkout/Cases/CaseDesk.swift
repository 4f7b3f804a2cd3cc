// The workbench of cases (异常单): who looks after one, what is noted, and how it ends. Finance works on
// them; a store's manager sees those of the store, an area manager those of the stores that are in an
// own area today, and both may explain. Above a limit the word of one is a proposal, and another person
// of finance, or the store's area manager, says whether it stands.

package import Persistence
package import Retail

extension Counter {
    /// *Unit*: cases of a page.
    private static let pageSize: Int64 = 50
    private static let wordsMax = 500

    /// The cases that fit, longest waiting first.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused`; the database's own.
    package func cases(
        _ wanted: CaseFilter, after: (due: Timestamp, store: String, id: String)?,
        by session: Session
    ) async throws -> CaseList {
        switch session.staff.role {
        case .finance, .area, .manager: break
        case .cashier, .pharmacist: throw OperatorNotice.overrideRefused
        }
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            let reach = try Counter.reach(of: session, at: now, in: transaction)
            guard wanted.store.map(reach.contains) ?? true else {
                throw OperatorNotice.overrideRefused
            }
            var filter = wanted
            filter.stores = reach.stores
            let found = try CaseTable.list(
                filter, after: after, limit: Counter.pageSize + 1, in: transaction)
            let cases = Array(found.prefix(Int(Counter.pageSize)))
            return CaseList(
                cases: cases, now: now,
                causes: try CaseTable.openByCause(
                    of: filter.store.map { [$0] } ?? filter.stores, in: transaction),
                names: try Counter.names(cases.compactMap(\.assignedTo), in: transaction),
                hasMore: found.count > cases.count)
        }
    }

    /// One case and its payment.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused`, `.notFoundHere`; the database's own.
    package func caseReport(
        _ id: String, of store: StoreID, by session: Session
    ) async throws -> CaseReport {
        try mustSeeCases(of: store, session)
        let now = driver.surroundings.now()
        let limit = driver.settings.secondPersonAbove
        return try await driver.database.read { transaction in
            let reach = try Counter.reach(of: session, at: now, in: transaction)
            let found = try Counter.mustFind(id, store, reach, in: transaction)
            let events = try CaseTable.events(of: id, store: store, in: transaction)
            let numbers = try StoryTable.find(found.subject, in: transaction)
            let payment = try numbers.first.map { number in
                try Counter.story(of: number, session, reach, in: transaction)
            }
            let people =
                events.map(\.staff) + [found.assignedTo, found.proposedBy].compactMap(\.self)
            return CaseReport(
                found: found, now: now,
                storeName: try StoreTable.find(store, in: transaction)?.name ?? "",
                events: events, names: try Counter.names(people, in: transaction),
                payment: payment,
                isMine: found.assignedTo == session.staff.id,
                mayWork: found.isOpen && session.staff.role == .finance,
                mayConfirm: found.isOpen && Counter.mayConfirm(session)
                    && found.proposedBy != nil && found.proposedBy != session.staff.id,
                mayNote: found.isOpen, secondPersonAbove: limit)
        }
    }

    /// Takes a case over, or gives it up.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for who is not of finance, `.notFoundHere`,
    /// `.caseChangedElsewhere`.
    package func takeCase(
        _ id: String, of store: StoreID, isTaken: Bool, by session: Session
    ) async throws {
        guard session.staff.role == .finance else { throw OperatorNotice.overrideRefused }
        try await work(on: id, of: store, by: session) { found, _ in
            Work(
                kind: isTaken ? .taken : .released, words: "",
                assignedTo: isTaken ? session.staff.id : nil, proposal: found.proposal)
        }
    }

    /// Notes what is known about a case.
    ///
    /// *Errors*: as `takeCase`, `.caseNeedsReason`.
    package func noteCase(
        _ id: String, of store: StoreID, words: String, by session: Session
    ) async throws {
        try mustSeeCases(of: store, session)
        let words = try Counter.reason(words)
        try await work(on: id, of: store, by: session) { found, _ in
            Work(
                kind: .noted, words: words, assignedTo: found.assignedTo,
                proposal: found.proposal)
        }
    }

    /// Ends a case, or proposes to where one person's word is not enough.
    ///
    /// *Errors*: as `takeCase`, `.caseNeedsReason`, `.caseHoldsMoney`; `.caseStillMoving` while what it
    /// is about has no end.
    package func closeCase(
        _ id: String, of store: StoreID, _ exit: CaseExit, reason: String, by session: Session
    ) async throws {
        guard session.staff.role == .finance else { throw OperatorNotice.overrideRefused }
        let moment = driver.moment()
        let how = "\(exit.rawValue) by \(session.staff.id.digits): \(try Counter.reason(reason))"
        let limit = driver.settings.secondPersonAbove
        try await work(on: id, of: store, by: session) { found, transaction in
            let isEnough = found.amount.fen.magnitude <= limit.fen.magnitude
            guard try !CaseTable.isMoving(found.subject, in: transaction) else {
                throw OperatorNotice.caseStillMoving
            }
            // Also of a proposal it is said at once whether it can be done.
            if isEnough || exit == .accepted {
                try Bookkeeping(moment, transaction).ended(found, exit)
            }
            return Work(
                kind: isEnough ? .closed : .proposed, words: how,
                assignedTo: found.assignedTo,
                proposal: isEnough ? nil : (session.staff.id, how))
        }
    }

    /// Says whether another's proposal stands.
    ///
    /// *Errors*: as `takeCase`; `.caseNeedsAnother` to who made it; `.caseChangedElsewhere` where it is
    /// no longer the proposal that was seen.
    package func confirmCase(
        _ id: String, of store: StoreID, seen: String, stands: Bool, by session: Session
    ) async throws {
        guard Counter.mayConfirm(session) else { throw OperatorNotice.overrideRefused }
        let moment = driver.moment()
        try await work(on: id, of: store, by: session) { found, transaction in
            guard let proposal = found.proposal, proposal.how == seen else {
                throw OperatorNotice.caseChangedElsewhere
            }
            guard !stands || proposal.by != session.staff.id else {
                throw OperatorNotice.caseNeedsAnother
            }
            if stands, let exit = CaseExit(proposal.how) {
                try Bookkeeping(moment, transaction).ended(found, exit)
            }
            return Work(
                kind: stands ? .closed : .withdrawn,
                words: stands ? proposal.how + " · confirmed by \(session.staff.id.digits)" : "",
                assignedTo: found.assignedTo, proposal: nil)
        }
    }

    // MARK: Parts

    private struct Work {
        let kind: CaseEvent.Kind
        let words: String
        let assignedTo: StaffID?
        let proposal: (by: StaffID, how: String)?
    }

    private func work(
        on id: String, of store: StoreID, by session: Session,
        _ body: @escaping @Sendable (StoredCase, any Transaction) throws -> Work
    ) async throws {
        let now = driver.surroundings.now()
        do {
            try await driver.database.write { transaction in
                let reach = try Counter.reach(of: session, at: now, in: transaction)
                let found = try Counter.mustFind(id, store, reach, in: transaction)
                guard found.isOpen else { throw OperatorNotice.caseChangedElsewhere }
                let work = try body(found, transaction)
                try CaseTable.work(
                    CaseEvent(
                        at: now, staff: session.staff.id, kind: work.kind, words: work.words),
                    on: found, assignedTo: work.assignedTo, proposal: work.proposal,
                    in: transaction)
            }
        } catch StoredError.outdated {
            throw OperatorNotice.caseChangedElsewhere
        }
    }

    /// Where the tree is not needed to say so; what is an area manager's is seen in the database.
    private func mustSeeCases(of store: StoreID, _ session: Session) throws {
        switch session.staff.role {
        case .finance, .area: return
        case .manager where session.staff.store == store: return
        case .manager, .cashier, .pharmacist: throw OperatorNotice.overrideRefused
        }
    }

    private static func mayConfirm(_ session: Session) -> Bool {
        switch session.staff.role {
        case .finance, .area: true
        case .manager, .cashier, .pharmacist: false
        }
    }

    private static func reason(_ text: String) throws -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty, words.count <= wordsMax else { throw OperatorNotice.caseNeedsReason }
        return words
    }

    /// A store that is not open to whoever asks is refused, whether it has such a case or not.
    private static func mustFind(
        _ id: String, _ store: StoreID, _ reach: Reach, in transaction: any Transaction
    ) throws -> StoredCase {
        guard reach.contains(store) else { throw OperatorNotice.overrideRefused }
        guard let found = try CaseTable.find(id, store: store, in: transaction) else {
            throw OperatorNotice.notFoundHere(what: String(id.prefix(60)))
        }
        return found
    }

    private static func names(
        _ staff: [StaffID], in transaction: any Transaction
    ) throws -> [StaffID: String] {
        var names: [StaffID: String] = [:]
        for id in Set(staff) { names[id] = try StaffTable.find(id, in: transaction)?.name }
        return names
    }
}

extension StoredCase {
    fileprivate var proposal: (by: StaffID, how: String)? {
        guard let proposedBy, let proposedHow else { return nil }
        return (proposedBy, proposedHow)
    }
}
