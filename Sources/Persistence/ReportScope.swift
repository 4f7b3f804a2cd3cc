// Which stores and days a report is of. A place in the tree is asked for by the day: a store that has
// moved is in its old area until the day before, and in the new one from then on.

package import Retail

/// What a report is of.
package enum ReportScope: Equatable, Sendable {
    case chain
    case region(Int64)
    case area(Int64)
    /// The stores of the days on which they have no area.
    case unplaced
    case store(StoreID)
    /// One store, on the days on which it is in an area of this person; all such stores for nil.
    case managed(by: StaffID, store: StoreID?)

    /// Of a store alone, or of the chain.
    package init(_ store: StoreID?) { self = store.map(ReportScope.store) ?? .chain }

    /// Whether a store's days in the areas of others are left out.
    package var isOfOwnDays: Bool {
        switch self {
        case .managed: true
        case .chain, .region, .area, .unplaced, .store: false
        }
    }

    /// A condition over the rows of a table that has `store_id` and `business_date`.
    func condition(on table: String) -> (sql: String, values: [SQLValue]) {
        switch self {
        case .chain: ("1 = 1", [])
        case .store(let store): ("\(table).store_id = ?", [.text(store.digits)])
        case .region(let region):
            (ReportScope.placed(table, "a.region_id = ?"), [.integer(region)])
        case .area(let area): (ReportScope.placed(table, "a.area_id = ?"), [.integer(area)])
        case .unplaced: ("NOT " + ReportScope.placed(table, "1 = 1"), [])
        case .managed(let person, let store):
            (
                ReportScope.placed(table, "a.manager_id = ?")
                    + (store == nil ? "" : " AND \(table).store_id = ?"),
                [.text(person.digits)] + (store.map { [.text($0.digits)] } ?? [])
            )
        }
    }

    /// That the place of the day fits.
    private static func placed(_ table: String, _ fits: String) -> String {
        """
        EXISTS (SELECT 1 FROM store_place p JOIN area a ON a.area_id = p.area_id
                WHERE \(onItsDay(table)) AND \(fits))
        """
    }

    /// That a `store_place p` is where the store of a row belongs on its day.
    static func onItsDay(_ table: String) -> String {
        """
        p.store_id = \(table).store_id AND p.from_date = (
            SELECT max(q.from_date) FROM store_place q
            WHERE q.store_id = \(table).store_id AND q.from_date <= \(table).business_date)
        """
    }
}

/// A place in the tree as a report's line is grouped by.
package enum ReportPlace: Sendable {
    case region, area

    var column: String {
        switch self {
        case .region: "coalesce(a.region_id, 0)"
        case .area: "coalesce(a.area_id, 0)"
        }
    }
}
