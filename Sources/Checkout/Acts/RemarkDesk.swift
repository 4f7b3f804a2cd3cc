// What function 400449 finds, lists and has answered. Whoever works in a store sees that store's
// remarks, an area manager those of the stores that are in an own area today; finance sees all, and
// answers.

package import Persistence
package import Retail
internal import Sales

/// What a remark may be made on, found by what was typed.
package struct RemarkedThing: Sendable {
    package enum Kind: Sendable {
        case sale(StoredSale, postedAt: Timestamp, receipt: String)
        case day
        case payment(number: String, amount: Money, state: String, receipt: String?)
    }

    package let kind: Kind
    package let store: StoreID
    package let date: BusinessDate
    /// Why none is taken, where none is.
    package let refusal: OperatorNotice?

    var subject: RemarkSubject {
        switch kind {
        case .sale(let stored, _, let receipt): .sale(stored.sale.id, receipt: receipt)
        case .day: .day
        case .payment(let number, _, _, _): .payment(number)
        }
    }

    package var subjectKind: String { subject.kind }

    package var subjectName: String {
        switch kind {
        case .sale(_, _, let receipt): receipt
        case .day: date.iso
        case .payment(let number, _, _, _): number
        }
    }
}

/// Remarks with the names of those who wrote and answered them.
package struct RemarkList: Sendable {
    package let remarks: [StoredRemark]
    package let names: [StaffID: String]
    package let mayAnswer: Bool
}

extension Counter {
    private static let remarksMax: Int64 = 100
    private static let answerMax = 200
    private static let soughtMax = 64

    /// What was typed, as a thing to be remarked on: a receipt of this store, a day, or any number of a
    /// payment.
    ///
    /// *Errors*: `OperatorNotice.notFoundHere`; the database's own.
    package func remarked(
        _ text: String, by session: Session
    ) async throws -> (thing: RemarkedThing, list: RemarkList) {
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            let thing = try Counter.remarked(text, session, at: now, in: transaction)
            var filter = RemarkFilter()
            filter.store = thing.store
            filter.subject = thing.subjectName
            return (thing, try Counter.list(filter, session, at: now, in: transaction))
        }
    }

    static func remarked(
        _ text: String, _ session: Session, at now: Timestamp, in transaction: any Transaction
    ) throws -> RemarkedThing {
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !text.isEmpty, text.utf8.count <= soughtMax else {
            throw OperatorNotice.notFoundHere(what: String(text.prefix(40)))
        }
        let reach = try Counter.reach(of: session, at: now, in: transaction)
        let isOpen = reach.contains(session.store)
        if let date = try? BusinessDate(iso: text) {
            guard isOpen else { throw OperatorNotice.notFoundHere(what: date.iso) }
            return try day(date, session, at: now, in: transaction)
        }
        if isOpen,
            let stored = try SaleTable.byReceipt(text, store: session.store, in: transaction),
            case .posted(let at, _) = stored.sale.state
        {
            let bySupplement = stored.sale.tenders.contains { tender in
                tender.method == TenderMethodID.supplementary && tender.state == .paid
            }
            return RemarkedThing(
                kind: .sale(stored, postedAt: at, receipt: text), store: session.store,
                date: stored.sale.businessDate,
                refusal: bySupplement ? .remarkNotNeeded : nil)
        }
        return try payment(text, reach, at: now, in: transaction)
    }

    private static func day(
        _ date: BusinessDate, _ session: Session, at now: Timestamp,
        in transaction: any Transaction
    ) throws -> RemarkedThing {
        guard let store = try StoreTable.find(session.store, in: transaction),
            date <= (try BusinessDate(of: now, turnsAt: store.dayTurns))
        else { throw OperatorNotice.notFoundHere(what: date.iso) }
        return RemarkedThing(kind: .day, store: session.store, date: date, refusal: nil)
    }

    private static func payment(
        _ text: String, _ reach: Reach, at now: Timestamp, in transaction: any Transaction
    ) throws -> RemarkedThing {
        for number in try StoryTable.find(text, in: transaction) {
            let story = try StoryTable.story(of: number, in: transaction)
            guard let name = story.posted?.store ?? story.asked?.store,
                let store = try? StoreID(name),
                reach.contains(store),
                let turns = try StoreTable.find(store, in: transaction)?.dayTurns
            else { continue }
            let at = story.posted?.claimedAt ?? story.asked?.startedAt ?? now
            return RemarkedThing(
                kind: .payment(
                    number: number,
                    amount: story.posted?.amount ?? story.asked?.amount ?? .zero,
                    state: story.posted?.receipt != nil ? "posted" : story.asked?.state ?? "",
                    receipt: story.posted?.receipt),
                store: store, date: try BusinessDate(of: at, turnsAt: turns),
                refusal: Remarks.refusal(on: story))
        }
        throw OperatorNotice.notFoundHere(what: String(text.prefix(40)))
    }

    /// The remarks that fit, of the stores that are open to whoever asks.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for another store; the database's own.
    package func remarks(
        _ wanted: RemarkFilter, by session: Session
    ) async throws -> RemarkList {
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            try Counter.list(wanted, session, at: now, in: transaction)
        }
    }

    private static func list(
        _ wanted: RemarkFilter, _ session: Session, at now: Timestamp,
        in transaction: any Transaction
    ) throws -> RemarkList {
        let reach = try Counter.reach(of: session, at: now, in: transaction)
        guard wanted.store.map(reach.contains) ?? true else {
            throw OperatorNotice.overrideRefused
        }
        var filter = wanted
        filter.stores = reach.stores
        let remarks = try RemarkTable.list(filter, limit: remarksMax, in: transaction)
        var names: [StaffID: String] = [:]
        for id in Set(remarks.flatMap { [$0.remark.staff] + ($0.answer.map { [$0.staff] } ?? []) })
        {
            names[id] = try StaffTable.find(id, in: transaction)?.name
        }
        return RemarkList(
            remarks: remarks, names: names, mayAnswer: session.staff.role == .finance)
    }

    /// Answers a remark, once.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for who is not of finance, `.remarkEmpty`,
    /// `.remarkAnswered`.
    package func answerRemark(
        _ id: String, of store: StoreID, words: String, by session: Session
    ) async throws {
        guard session.staff.role == .finance else { throw OperatorNotice.overrideRefused }
        let words = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty, words.count <= Counter.answerMax else {
            throw OperatorNotice.remarkEmpty
        }
        let now = driver.surroundings.now()
        let isDone = try await driver.database.write { transaction in
            try RemarkTable.answer(
                id, of: store, words: words, by: session.staff.id, at: now, in: transaction)
        }
        guard isDone else { throw OperatorNotice.remarkAnswered }
    }
}
