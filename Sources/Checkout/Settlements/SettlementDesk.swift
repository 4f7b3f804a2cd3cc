// What the bank received: recorded by finance, booked in the same transaction, and held against what the
// wallets' statements of those days come to. A record is reversed by another, and never changed.

package import Payments
internal import Persistence
package import Retail

/// What finance says that the bank received.
package struct SettlementEntry: Equatable, Sendable {
    package let receivedOn: BusinessDate
    package let amount: Money
    package let wallet: Wallet
    package let account: String
    /// The bank's own.
    package let reference: String
    /// The statements' days that it covers.
    package let days: [BusinessDate]

    package init(
        receivedOn: BusinessDate, amount: Money, wallet: Wallet, account: String,
        reference: String, days: [BusinessDate]
    ) {
        self.receivedOn = receivedOn
        self.amount = amount
        self.wallet = wallet
        self.account = account
        self.reference = reference
        self.days = days
    }
}

extension Counter {
    private static let referenceMax = 64
    private static let reasonMax = 200
    /// A month with its ends.
    private static let settledDaysMax = 40
    /// Lines of a file.
    package static let settlementsMax = 2_000

    /// Records what the bank received; answers how many were new.
    ///
    /// All of them or none: the place of the first that is refused is told.
    /// *Idempotency*: what stands there already under its reference, with the same words, does nothing.
    /// *Errors*: `OperatorNotice.overrideRefused` for who is not of finance, `.settlementRefused`.
    @discardableResult
    package func recordSettlements(
        _ entries: [(line: Int?, entry: SettlementEntry)], by session: Session
    ) async throws -> Int {
        guard session.staff.role == .finance else { throw OperatorNotice.overrideRefused }
        guard entries.count <= Counter.settlementsMax else {
            throw OperatorNotice.settlementRefused(.tooMany(max: Counter.settlementsMax))
        }
        let moment = driver.moment()
        return try await driver.database.write { transaction in
            let book = SettlementBook(moment, transaction)
            var new = 0
            for (line, entry) in entries {
                do {
                    if try Counter.record(entry, session, moment, book) { new += 1 }
                } catch OperatorNotice.settlementRefused(let refusal) {
                    guard let line else { throw OperatorNotice.settlementRefused(refusal) }
                    throw OperatorNotice.settlementRefused(.line(line, refusal))
                }
            }
            return new
        }
    }

    /// Takes back what was recorded under a reference.
    ///
    /// *Errors*: as `recordSettlements`; `.notFoundHere`.
    package func reverseSettlement(
        _ reference: String, reason: String, by session: Session
    ) async throws {
        guard session.staff.role == .finance else { throw OperatorNotice.overrideRefused }
        let words = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty, words.count <= Counter.reasonMax else {
            throw OperatorNotice.settlementRefused(.needsReason)
        }
        let moment = driver.moment()
        try await driver.database.write { transaction in
            let records = try SettlementTable.records(under: reference, in: transaction)
            guard let last = records.last else {
                throw OperatorNotice.notFoundHere(what: String(reference.prefix(60)))
            }
            guard !last.isReversal else {
                throw OperatorNotice.settlementRefused(.alreadyReversed)
            }
            try SettlementBook(moment, transaction).reverse(
                last, because: words, by: session.staff.id)
        }
    }

    /// False where it stands there already.
    private static func record(
        _ entry: SettlementEntry, _ session: Session, _ moment: Moment, _ book: SettlementBook
    ) throws -> Bool {
        let days = Set(entry.days).sorted()
        let reference = entry.reference
        guard (1...referenceMax).contains(reference.count),
            reference.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { throw OperatorNotice.settlementRefused(.badReference) }
        guard entry.amount != .zero else { throw OperatorNotice.settlementRefused(.badAmount) }
        guard (1...settledDaysMax).contains(days.count) else {
            throw OperatorNotice.settlementRefused(.badDays)
        }
        guard entry.receivedOn <= (try BusinessDate(of: moment.now, turnsAt: .zero)) else {
            throw OperatorNotice.settlementRefused(.inFuture)
        }
        let records = try SettlementTable.records(under: reference, in: book.transaction)
        if let last = records.last, !last.isReversal {
            guard last.wallet == entry.wallet, last.account == entry.account,
                last.receivedOn == entry.receivedOn, last.amount == entry.amount,
                last.days.map(\.day) == days
            else { throw OperatorNotice.settlementRefused(.referenceTaken(reference)) }
            return false
        }
        try book.record(
            entry, for: days, as: (records.last?.seq ?? 0) + 1, by: session.staff.id)
        return true
    }
}
