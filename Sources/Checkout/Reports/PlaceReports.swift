// Reports of the tree: the chain by region, a region by area, an area by store. Each level is the sum of
// the one below it, since both are added up from the same entries by the place of their day.

package import Persistence
package import Retail

/// A place that a report is asked of.
package enum AskedPlace: Equatable, Sendable {
    case region(Int64)
    /// 0 is of stores on days when they have no area.
    case area(Int64)

    fileprivate var scope: ReportScope {
        switch self {
        case .region(let id): .region(id)
        case .area(let id): id == 0 ? .unplaced : .area(id)
        }
    }
}

/// A region's days, or an area's.
package struct PlaceReport: Sendable {
    package let asked: AskedPlace
    /// Empty for stores without an area.
    package let name: String
    /// Above an area.
    package let region: Region?
    /// Who looks after an area; empty where nobody does.
    package let manager: String
    package let period: PeriodReport
}

extension Counter {
    /// A region or an area over some days.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for whoever neither is of finance nor looks after
    /// the area, `.notFoundHere`; the database's own.
    package func placeReport(
        of asked: AskedPlace, from first: BusinessDate, to last: BusinessDate, by session: Session
    ) async throws -> PlaceReport {
        try await driver.database.read { transaction in
            let regions = try OrganisationTable.regions(in: transaction)
            let areas = try OrganisationTable.areas(in: transaction)
            let scope = asked.scope
            let name: String
            var (region, area): (Region?, Area?)
            switch asked {
            case .region(let id):
                try Counter.mustLookAfter(nil, session)
                let found = regions.first { $0.id == id }
                name = try Counter.there(found, id).name
            case .area(let id):
                area = areas.first { $0.id == id }
                // Also of one that is not there: who may not read it is not told whether it is.
                try Counter.mustLookAfter(area, session)
                name = id == 0 ? "" : try Counter.there(area, id).name
                region = area.flatMap { area in regions.first { $0.id == area.region } }
            }
            let lines = try Counter.lines(first, last, scope, in: transaction)
            var places: [PeriodReport.Place] = []
            if case .region = asked {
                places = try ReportTable.places(
                    by: .area, of: scope, from: first, to: last, in: transaction
                ).map { found in
                    PeriodReport.Place(
                        id: found.id, name: areas.first { $0.id == found.id }?.name ?? "",
                        figures: found.figures)
                }
            }
            let manager = try area?.manager.flatMap { try StaffTable.find($0, in: transaction) }
            return PlaceReport(
                asked: asked, name: name, region: region, manager: manager?.name ?? "",
                period: try Counter.report(
                    first, last, lines, scope, isAbove: true, places: places, in: transaction))
        }
    }

    /// The areas that somebody looks after.
    package func ownAreas(of session: Session) async throws -> [Area] {
        try await driver.database.read { transaction in
            try OrganisationTable.areas(in: transaction).filter {
                $0.manager == session.staff.id && session.staff.role == .area
            }
        }
    }

    /// The chain by region.
    static func regions(
        _ first: BusinessDate, _ last: BusinessDate, in transaction: any Transaction
    ) throws -> [PeriodReport.Place] {
        let regions = try OrganisationTable.regions(in: transaction)
        return try ReportTable.places(
            by: .region, of: .chain, from: first, to: last, in: transaction
        ).map { found in
            PeriodReport.Place(
                id: found.id, name: regions.first { $0.id == found.id }?.name ?? "",
                figures: found.figures)
        }
    }

    // MARK: Who may

    /// What somebody may read of a store, or of all stores of the own areas where none is named.
    static func scope(of store: StoreID?, _ session: Session) throws -> ReportScope {
        switch session.staff.role {
        case .manager where store != nil && session.staff.store == store: ReportScope(store)
        case .finance: ReportScope(store)
        case .area: .managed(by: session.staff.id, store: store)
        case .manager, .cashier, .pharmacist: throw OperatorNotice.overrideRefused
        }
    }

    /// Where none is named, all stores are meant: finance's alone.
    static func scopeAsked(of store: StoreID?, _ session: Session) throws -> ReportScope {
        guard store != nil || session.staff.role == .finance else {
            throw OperatorNotice.overrideRefused
        }
        return try scope(of: store, session)
    }

    /// The same for what a store is not told; the chain is finance's alone.
    static func scopeAbove(_ store: StoreID?, _ session: Session) throws -> ReportScope {
        guard session.staff.role != .manager else { throw OperatorNotice.overrideRefused }
        return try scopeAsked(of: store, session)
    }

    /// An area manager reads a store that was in an own area on one of the days.
    static func mustRead(
        _ scope: ReportScope, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws {
        guard case .managed(let person, let store?) = scope else { return }
        guard
            try OrganisationTable.isManaged(
                store, by: person, from: first, to: last, in: transaction)
        else { throw OperatorNotice.overrideRefused }
    }

    private static func mustLookAfter(_ area: Area?, _ session: Session) throws {
        switch session.staff.role {
        case .finance: return
        case .area where area != nil && area?.manager == session.staff.id: return
        case .area, .manager, .cashier, .pharmacist: throw OperatorNotice.overrideRefused
        }
    }

    private static func there<Found>(_ found: Found?, _ id: Int64) throws -> Found {
        guard let found else { throw OperatorNotice.notFoundHere(what: "\(id)") }
        return found
    }
}
