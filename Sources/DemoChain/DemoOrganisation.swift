// Two invented regions with three areas. The second store has moved once, and the third store's area
// has a manager of its own, so that each may be seen to read the own stores alone.

internal import Persistence
internal import Retail

enum DemoOrganisation {
    static func install(at now: Timestamp, in transaction: any Transaction) throws {
        for region in ["川西战区", "川北战区"] {
            _ = try OrganisationTable.insertRegion(region, in: transaction)
        }
        for (name, region, manager) in [
            ("成都南片区", Int64(1), "1800"), ("成都东片区", 1, "1800"), ("绵阳片区", 2, "1801"),
        ] {
            _ = try OrganisationTable.insertArea(
                name, region: region, manager: try StaffID(manager), in: transaction)
        }
        let places: [(String, String, Int64)] = [
            ("0101", "2018-01-01", 1), ("0102", "2018-01-01", 2), ("0102", "2019-10-01", 1),
            ("0201", "2018-01-01", 3),
        ]
        for (store, from, area) in places {
            try OrganisationTable.place(
                StorePlace(
                    store: try StoreID(store), from: try BusinessDate(iso: from), area: area,
                    by: try StaffID("1900")), at: now, in: transaction)
        }
    }
}
