// The tree above the stores: chain, regions, areas. Names are of now; where a store belongs is of a day.

package import Retail

/// A region (战区).
package struct Region: Equatable, Sendable {
    package let id: Int64
    package let name: String

    package init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }
}

/// An area (片区) of a region, with who looks after it (片长).
package struct Area: Equatable, Sendable {
    package let id: Int64
    package let region: Int64
    package let name: String
    package let manager: StaffID?

    package init(id: Int64, region: Int64, name: String, manager: StaffID?) {
        self.id = id
        self.region = region
        self.name = name
        self.manager = manager
    }
}

/// Where a store belongs from a day on, until its next place begins.
package struct StorePlace: Equatable, Sendable {
    package let store: StoreID
    package let from: BusinessDate
    /// Nil for no area.
    package let area: Int64?
    package let by: StaffID

    package init(store: StoreID, from: BusinessDate, area: Int64?, by: StaffID) {
        self.store = store
        self.from = from
        self.area = area
        self.by = by
    }
}

package enum OrganisationTable {
    package static func regions(in transaction: any Transaction) throws -> [Region] {
        try transaction.rows("SELECT * FROM region ORDER BY region_id").map { row in
            Region(id: try row.integer("region_id"), name: try row.text("name"))
        }
    }

    package static func areas(in transaction: any Transaction) throws -> [Area] {
        try transaction.rows("SELECT * FROM area ORDER BY region_id, area_id").map { row in
            Area(
                id: try row.integer("area_id"), region: try row.integer("region_id"),
                name: try row.text("name"),
                manager: try row.textIfAny("manager_id").map(StaffID.init))
        }
    }

    /// All places of all stores, oldest first.
    package static func places(in transaction: any Transaction) throws -> [StorePlace] {
        try transaction.rows("SELECT * FROM store_place ORDER BY store_id, from_date").map(read)
    }

    /// Whether a store was in an area that somebody looks after, on any of these days.
    package static func isManaged(
        _ store: StoreID, by manager: StaffID, from first: BusinessDate, to last: BusinessDate,
        in transaction: any Transaction
    ) throws -> Bool {
        // The place that had begun at the first day, and those that begin later.
        try transaction.row(
            """
            SELECT 1 AS found FROM store_place p JOIN area a ON a.area_id = p.area_id
            WHERE  p.store_id = ? AND a.manager_id = ? AND p.from_date <= ?
            AND    p.from_date >= coalesce((SELECT max(q.from_date) FROM store_place q
                       WHERE q.store_id = p.store_id AND q.from_date <= ?), '')
            """,
            [.text(store.digits), .text(manager.digits), .text(last.iso), .text(first.iso)]) != nil
    }

    /// The stores that are in an area of somebody now, each by its own business date.
    package static func managed(
        by manager: StaffID, at now: Timestamp, in transaction: any Transaction
    ) throws -> [StoreID] {
        try transaction.rows(
            """
            SELECT DISTINCT s.store_id, s.day_turns_us FROM store s
            JOIN   store_place p ON p.store_id = s.store_id
            JOIN   area a ON a.area_id = p.area_id
            WHERE  a.manager_id = ? ORDER BY s.store_id
            """, [.text(manager.digits)]
        ).compactMap { row in
            let store = try StoreID(row.text("store_id"))
            let turns = Pause(microseconds: try row.integer("day_turns_us"))
            let today = try BusinessDate(of: now, turnsAt: turns)
            return try isManaged(store, by: manager, from: today, to: today, in: transaction)
                ? store : nil
        }
    }

    /// Makes a region, under the next number.
    ///
    /// False when the name is taken.
    package static func insertRegion(
        _ name: String, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO region (region_id, name)
            SELECT coalesce(max(region_id), 0) + 1, CAST(? AS TEXT) FROM region WHERE 1 = 1
            ON CONFLICT DO NOTHING
            """, [.text(name)]) == 1
    }

    /// Makes an area of a region, under the next number.
    ///
    /// False when the name is taken.
    package static func insertArea(
        _ name: String, region: Int64, manager: StaffID?, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO area (area_id, region_id, name, manager_id)
            SELECT coalesce(max(area_id), 0) + 1, CAST(? AS BIGINT), CAST(? AS TEXT),
                   CAST(? AS TEXT)
            FROM area WHERE 1 = 1
            ON CONFLICT DO NOTHING
            """, [.integer(region), .text(name), .text(manager?.digits)]) == 1
    }

    /// Gives a region another name, if it still has the one that was seen.
    package static func rename(
        _ region: Region, to name: String, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            "UPDATE region SET name = ? WHERE region_id = ? AND name = ?",
            [.text(name), .integer(region.id), .text(region.name)]) == 1
    }

    /// Gives an area another name and manager, if it still is what was seen.
    package static func change(
        _ area: Area, to name: String, manager: StaffID?, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            UPDATE area SET name = ?, manager_id = ?
            WHERE  area_id = ? AND name = ? AND coalesce(manager_id, '') = ?
            """,
            [
                .text(name), .text(manager?.digits), .integer(area.id), .text(area.name),
                .text(area.manager?.digits ?? ""),
            ]) == 1
    }

    /// Puts a store into an area from a day on; what was said for that day before is said anew.
    package static func place(
        _ place: StorePlace, at now: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO store_place (store_id, from_date, area_id, placed_by, placed_at_us)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (store_id, from_date) DO UPDATE SET area_id = excluded.area_id,
                placed_by = excluded.placed_by, placed_at_us = excluded.placed_at_us
            """,
            [
                .text(place.store.digits), .text(place.from.iso), .integer(place.area),
                .text(place.by.digits), .integer(now.microseconds),
            ])
    }

    private static func read(_ row: Row) throws -> StorePlace {
        StorePlace(
            store: try StoreID(row.text("store_id")),
            from: try BusinessDate(iso: row.text("from_date")),
            area: try row.integerIfAny("area_id"), by: try StaffID(row.text("placed_by")))
    }
}
