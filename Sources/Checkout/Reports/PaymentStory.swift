// One payment's whole life, for whoever holds a number in the hand: the order's, the wallet's, a
// refund's, or a receipt's.

package import Persistence
internal import Retail

/// What is known of one payment, for one reader.
package struct PaymentStory: Sendable {
    package let stored: StoredStory
    package let storeName: String
    package let cashier: String
    /// Whether the reader is told of wallets (N2).
    package let showsWallet: Bool
    /// Whether the reader is told of what the bank has of it; finance alone is.
    package let showsSettlement: Bool

    /// Where its money is, or was asked for.
    package var store: String? { stored.posted?.store ?? stored.asked?.store }
}

extension Counter {
    /// Longer than any number on a receipt or a phone.
    private static let numberMax = 64

    /// The merchant order numbers that a number leads to.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused`, `.unreadable`; the database's own.
    package func payments(under text: String, by session: Session) async throws -> [String] {
        try Counter.mustFollow(session)
        guard text.utf8.count <= Counter.numberMax else {
            throw OperatorNotice.unreadable(field: "number")
        }
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            let reach = try Counter.reach(of: session, at: now, in: transaction)
            return try StoryTable.find(text, in: transaction).filter { number in
                (try? Counter.story(of: number, session, reach, in: transaction)) != nil
            }
        }
    }

    /// The story of one payment.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused`, `.notFoundHere`; the database's own.
    package func paymentStory(
        of number: String, by session: Session
    ) async throws -> PaymentStory {
        try Counter.mustFollow(session)
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            let reach = try Counter.reach(of: session, at: now, in: transaction)
            return try Counter.story(of: number, session, reach, in: transaction)
        }
    }

    /// What a reader may be told; a payment of another store is not there.
    static func story(
        of number: String, _ session: Session, _ reach: Reach, in transaction: any Transaction
    ) throws -> PaymentStory {
        let stored = try StoryTable.story(of: number, in: transaction)
        let stores = Set(
            [stored.posted?.store, stored.asked?.store].compactMap(\.self)
                + stored.cases.map(\.store.digits))
        let isOwn = reach.stores?.contains { stores.contains($0.digits) } ?? true
        guard !stored.isEmpty, isOwn else {
            throw OperatorNotice.notFoundHere(what: String(number.prefix(numberMax)))
        }
        let store = try (stored.posted?.store ?? stored.asked?.store).map { try StoreID($0) }
        let cashier = try stored.asked.map { try StaffID($0.cashier) }
        return PaymentStory(
            stored: stored,
            storeName: try store.flatMap { try StoreTable.find($0, in: transaction)?.name } ?? "",
            cashier: try cashier.flatMap { try StaffTable.find($0, in: transaction)?.name } ?? "",
            showsWallet: session.staff.store == nil,
            showsSettlement: session.staff.role == .finance)
    }

    private static func mustFollow(_ session: Session) throws {
        switch session.staff.role {
        case .finance, .area, .manager: return
        case .cashier, .pharmacist: throw OperatorNotice.overrideRefused
        }
    }
}
