// The tree above the stores as finance keeps it. Names change at once; where a store belongs changes
// with a business date, and its earlier days stay where they were.

package import Persistence
package import Retail

/// The whole tree, as its page shows it.
package struct Organisation: Sendable {
    package let regions: [Region]
    package let areas: [Area]
    package let stores: [Store]
    /// Of each store its places, oldest first.
    package let places: [StoreID: [StorePlace]]
    /// Who may look after an area.
    package let managers: [Staff]
    package let today: BusinessDate

    /// Where a store belongs on a day; nil for no area.
    package func place(of store: StoreID, on date: BusinessDate) -> StorePlace? {
        places[store]?.last { $0.from <= date }
    }
}

/// A change of the tree.
package enum OrganisationAct: Equatable, Sendable {
    case addRegion(name: String)
    /// `seen` is the name that stood there.
    case renameRegion(Int64, seen: String, name: String)
    case addArea(region: Int64, name: String, manager: StaffID?)
    case changeArea(
        Int64, seen: String, seenManager: StaffID?, name: String, manager: StaffID?)
    /// Into an area from a day on, or into none.
    case move(StoreID, area: Int64?, from: BusinessDate)
}

extension Counter {
    /// *Unit*: characters.
    private static let placeNameMax = 20

    /// The tree.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for whoever is not of finance.
    package func organisation(by session: Session) async throws -> Organisation {
        try mustReadAll(session)
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            let stores = try StoreTable.all(in: transaction)
            let turns = stores.first { $0.id == session.store }?.dayTurns ?? .zero
            return Organisation(
                regions: try OrganisationTable.regions(in: transaction),
                areas: try OrganisationTable.areas(in: transaction), stores: stores,
                places: Dictionary(
                    grouping: try OrganisationTable.places(in: transaction), by: \.store),
                managers: try StaffTable.everybody(in: transaction).filter { $0.role == .area },
                today: try BusinessDate(of: now, turnsAt: turns))
        }
    }

    /// Changes the tree.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused`, `.placeNameUnfit`, `.placeNameTaken`,
    /// `.placeChangedElsewhere`, `.placeManagerUnfit`, `.notFoundHere`; the database's own.
    package func change(_ act: OrganisationAct, by session: Session) async throws {
        try mustReadAll(session)
        let now = driver.surroundings.now()
        try await driver.database.write { transaction in
            let areas = try OrganisationTable.areas(in: transaction)
            let regions = try OrganisationTable.regions(in: transaction)
            switch act {
            case .addRegion(let name):
                let name = try Counter.placeName(name, besides: regions.map(\.name))
                guard try OrganisationTable.insertRegion(name, in: transaction) else {
                    throw OperatorNotice.placeNameTaken(name)
                }
            case .renameRegion(let id, let seen, let name):
                let others = regions.filter { $0.id != id }.map(\.name)
                let name = try Counter.placeName(name, besides: others)
                guard
                    try OrganisationTable.rename(
                        Region(id: id, name: seen), to: name, in: transaction)
                else { throw OperatorNotice.placeChangedElsewhere }
            case .addArea(let region, let name, let manager):
                guard regions.contains(where: { $0.id == region }) else {
                    throw OperatorNotice.notFoundHere(what: "\(region)")
                }
                let name = try Counter.placeName(name, besides: areas.map(\.name))
                try Counter.mustManage(manager, in: transaction)
                guard
                    try OrganisationTable.insertArea(
                        name, region: region, manager: manager, in: transaction)
                else { throw OperatorNotice.placeNameTaken(name) }
            case .changeArea(let id, let seen, let seenManager, let name, let manager):
                let others = areas.filter { $0.id != id }.map(\.name)
                let name = try Counter.placeName(name, besides: others)
                try Counter.mustManage(manager, in: transaction)
                let area = Area(id: id, region: 0, name: seen, manager: seenManager)
                guard
                    try OrganisationTable.change(
                        area, to: name, manager: manager, in: transaction)
                else { throw OperatorNotice.placeChangedElsewhere }
            case .move(let store, let area, let from):
                _ = try Counter.find(store, in: transaction)
                if let area, !areas.contains(where: { $0.id == area }) {
                    throw OperatorNotice.notFoundHere(what: "\(area)")
                }
                try OrganisationTable.place(
                    StorePlace(store: store, from: from, area: area, by: session.staff.id),
                    at: now, in: transaction)
            }
        }
    }

    private static func placeName(
        _ typed: String, besides taken: [String]
    ) throws -> String {
        let words = typed.split(whereSeparator: \.isWhitespace)
        let name = words.joined(separator: " ")
        guard !name.isEmpty, name.count <= placeNameMax,
            !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { throw OperatorNotice.placeNameUnfit }
        guard !taken.contains(name) else { throw OperatorNotice.placeNameTaken(name) }
        return name
    }

    private static func mustManage(
        _ manager: StaffID?, in transaction: any Transaction
    ) throws {
        guard let manager else { return }
        guard try StaffTable.find(manager, in: transaction)?.role == .area else {
            throw OperatorNotice.placeManagerUnfit
        }
    }
}
