// A small tree above the two stores, and moves in it.

import Checkout
import Retail

extension Shop {
    /// Two areas of one region, the first of the fixture's area manager; the first store is in it.
    func areas() async throws -> (Counter, Session) {
        let counter = try process.counter
        let finance = try await till(by: "1900").session
        let manager = try StaffID("1800")
        try await counter.change(.addRegion(name: "西区"), by: finance)
        try await counter.change(
            .addArea(region: 1, name: "南片", manager: manager), by: finance)
        try await counter.change(.addArea(region: 1, name: "东片", manager: nil), by: finance)
        let from = try BusinessDate(iso: "2019-01-01")
        try await counter.change(.move(StoreID("0101"), area: 1, from: from), by: finance)
        try await counter.change(.move(StoreID("0102"), area: 2, from: from), by: finance)
        return (counter, finance)
    }

    /// Puts a store into an area so many days from today on.
    func move(_ store: String, to area: Int64?, inDays days: Int = 0) async throws {
        let counter = try process.counter
        let id = try StoreID(store)
        var from = try await counter.today(of: id)
        for _ in 0..<days { from = try from.next() }
        let finance = try await till(by: "1900").session
        try await counter.change(.move(id, area: area, from: from), by: finance)
    }
}
