// Whose remarks, payments and cases somebody sees and acts on. They are work of today, so an area
// manager has those of the stores that are in an own area today; reports are of their own days.

internal import Persistence
internal import Retail

/// The stores that are open to somebody.
enum Reach: Equatable, Sendable {
    /// Also what is of no store of ours.
    case all
    case stores([StoreID])

    func contains(_ store: StoreID) -> Bool { stores?.contains(store) ?? true }

    /// Nil for all.
    var stores: [StoreID]? {
        switch self {
        case .all: nil
        case .stores(let stores): stores
        }
    }
}

extension Counter {
    /// Finance has all, an area manager the own areas' stores of today, anybody else the one store.
    static func reach(
        of session: Session, at now: Timestamp, in transaction: any Transaction
    ) throws -> Reach {
        switch session.staff.role {
        case .finance: .all
        case .area:
            .stores(
                try OrganisationTable.managed(by: session.staff.id, at: now, in: transaction))
        case .manager, .cashier, .pharmacist: .stores([session.staff.store ?? session.store])
        }
    }
}
