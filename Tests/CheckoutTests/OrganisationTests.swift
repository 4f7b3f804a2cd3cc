// The tree above the stores: sums that agree on every level whatever moves when, who may read what, and
// changes that are refused.

import Checkout
import DatabaseForTests
import Ledger
import Payments
import Persistence
import Retail
import Sales
import TestSupport
import Testing

@Suite struct OrganisationTests {
    @Test(
        "The figures of areas are the region's, of regions the chain's, to the fen, whatever moves when",
        arguments: 1...6 as ClosedRange<UInt64>)
    func sums(_ seed: UInt64) async throws {
        try await TestDatabase.with { place in
            let opened = try place.open()
            defer { opened.close() }
            let database = opened.database
            let start = Timestamp.local("2026-11-23 09:00:00")
            try await Migrator.migrate(database, at: start)
            let (booked, first, last) = try await database.write { transaction in
                var random = SeededRandom(seed: seed)
                return try OrganisationTests.chance(&random, transaction)
            }
            try await database.read { transaction in
                func total(_ places: [(id: Int64, figures: DayFigures)]) throws -> DayFigures {
                    var sum = DayFigures()
                    for place in places { try sum.add(place.figures) }
                    return sum
                }
                let chain = try total(
                    ReportTable.places(
                        by: .region, of: .chain, from: first, to: last, in: transaction))
                #expect(chain.gross.fen == booked.values.reduce(0, +) && chain.salesCount > 50)
                for region in 0...2 as ClosedRange<Int64> {
                    let own =
                        try ReportTable.places(
                            by: .region, of: .chain, from: first, to: last, in: transaction
                        ).first { $0.id == region }?.figures ?? DayFigures()
                    let scope: ReportScope = region == 0 ? .unplaced : .region(region)
                    let areas = try ReportTable.places(
                        by: .area, of: scope, from: first, to: last, in: transaction)
                    #expect(try total(areas) == own, "region \(region)")
                    for area in areas {
                        let scope: ReportScope = area.id == 0 ? .unplaced : .area(area.id)
                        var stores = DayFigures()
                        for store in try ReportTable.stores(
                            of: scope, from: first, to: last, in: transaction)
                        {
                            try stores.add(store.figures)
                        }
                        #expect(stores == area.figures, "area \(area.id)")
                        // By another way: day by day, where the store was on it.
                        #expect(area.figures.gross.fen == (booked[area.id] ?? 0))
                    }
                }
            }
        }
    }

    /// Five stores that move about in four areas, or out of them, and sell on most days.
    ///
    /// Answers what was sold in each area, 0 for none.
    private static func chance(
        _ random: inout SeededRandom, _ transaction: any Transaction
    ) throws -> ([Int64: Int64], BusinessDate, BusinessDate) {
        let by = try StaffID("1900")
        try StaffTable.insert(
            Staff(id: by, name: "财务", role: .finance, store: nil, pinHash: ""), in: transaction)
        for name in ["甲", "乙"] { _ = try OrganisationTable.insertRegion(name, in: transaction) }
        for (index, region) in [1, 1, 2, 2].enumerated() {
            _ = try OrganisationTable.insertArea(
                "片\(index)", region: Int64(region), manager: nil, in: transaction)
        }
        var days = [try BusinessDate(iso: "2026-02-20")]
        while days.count < 20 { days.append(try days[days.count - 1].next()) }
        var booked: [Int64: Int64] = [:]
        for number in 1...5 {
            let store = try StoreID("010\(number)")
            try StoreTable.insert(
                Store(id: store, name: "店\(number)", licence: "", phone: "", dayTurns: .zero),
                registers: [], in: transaction)
            var area: Int64 = 0
            for (index, day) in days.enumerated() {
                if Int.random(in: 0..<4, using: &random) == 0 {
                    area = Int64.random(in: 0...4, using: &random)
                    try OrganisationTable.place(
                        StorePlace(store: store, from: day, area: area == 0 ? nil : area, by: by),
                        at: Timestamp(microseconds: 1), in: transaction)
                }
                guard Int.random(in: 0..<5, using: &random) > 0 else { continue }
                let fen = Int64.random(in: 1...999_999, using: &random)
                booked[area, default: 0] += fen
                let fact = BookedFact(
                    .sale(SaleID("\(store.digits)-\(index)")), store: store, date: day,
                    entries: [
                        try Entry(debit: .counter, credit: .sales, Money(fen: fen)),
                        try Entry(debit: .drawer, credit: .counter, Money(fen: fen)),
                    ])
                try LedgerTable.insert(fact, at: Timestamp(microseconds: 1), in: transaction)
            }
        }
        return (booked, days[0], days[days.count - 1])
    }

    @Test(
        "A store that moves keeps its earlier days in the old area, whose manager reads no others")
    func moves() async throws {
        try await withShop { shop in
            let (counter, finance) = try await shop.areas()
            let till = try await shop.till()
            let date = try await counter.today(of: till.session.store)
            try await till.sold(Fixture.syrup)
            shop.clock.advance(by: .hours(24))
            let next = try date.next()
            let (later, _) = try await till.sold(Fixture.plaster)
            let store = till.session.store
            try await counter.change(.move(store, area: 2, from: next), by: finance)

            func figures(_ area: Int64) async throws -> [Int64] {
                let report = try await counter.placeReport(
                    of: .area(area), from: date, to: next, by: finance)
                return report.period.lines.map { $0.figures.gross.fen }
            }
            #expect(try await figures(1) == [Fixture.usual.fen])
            #expect(try await figures(2) == [1_200])
            let region = try await counter.placeReport(
                of: .region(1), from: date, to: next, by: finance)
            #expect(region.period.places.map(\.name) == ["南片", "东片"])
            let chain = try await counter.chainReport(from: date, to: next, by: finance)
            #expect(chain.places.map(\.figures) == [chain.total])
            #expect(try region.period.total.net == chain.total.net)

            let area = try await shop.till(by: "1800").session
            let month = try await counter.storeReport(of: store, from: date, to: next, by: area)
            #expect(month.lines.map(\.date) == [date], "the later day is another manager's")
            #expect(month.total.gross == Fixture.usual)
            _ = try await counter.dayReport(of: store, on: date, by: area)
            await #expect(throws: OperatorNotice.overrideRefused) {
                _ = try await counter.dayReport(of: store, on: next, by: area)
            }
            await #expect(throws: OperatorNotice.overrideRefused) {
                _ = try await counter.saleReport(later, of: store, by: area)
            }
            // Out of every area again: seen as unassigned, and not lost.
            try await counter.change(.move(store, area: nil, from: next), by: finance)
            let unplaced = try await counter.placeReport(
                of: .area(0), from: date, to: next, by: finance)
            #expect(unplaced.period.lines.map { $0.figures.gross.fen } == [1_200])
        }
    }

    @Test("What is open is of today: an area manager of before reads none of it")
    func openThings() async throws {
        try await withShop { shop in
            let (counter, finance) = try await shop.areas()
            let area = try await shop.till(by: "1800").session
            let till = try await shop.till()
            let (store, date) = (till.session.store, try await shop.today().date)
            try await till.soldForCash()
            try await till.giveDrawer(counting: [.fifty: 1, .ten: 1, .five: 1])
            try await till.soldForCash()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            let sale = try await till.ringUp()
            try await till.pay(sale)
            func shifts(_ first: BusinessDate, _ last: BusinessDate) async throws -> [Bool] {
                try await counter.shiftReport(of: store, from: first, to: last, by: area)
                    .shifts.map { $0.bookedOn == nil }
            }
            let next = try date.next()
            #expect(try await shifts(date, date) == [false, true])
            #expect(try await shifts(date.previous(), date.previous()).isEmpty, "not of then")
            #expect(try await shifts(next, next).isEmpty)
            var day = try await counter.dayReport(of: store, on: date, by: area)
            #expect(day.open.count == 1 && day.shifts.count == 2)

            try await counter.change(.move(store, area: 2, from: next), by: finance)
            shop.clock.advance(by: .hours(24))
            #expect(try await shifts(date, next) == [false], "the open one is another's by now")
            day = try await counter.dayReport(of: store, on: date, by: area)
            #expect(day.open.count == 0 && day.shifts.count == 1)
            let all = try await counter.dayReport(of: store, on: date, by: finance)
            #expect(all.open.count == 1 && all.shifts.count == 2)
            let report = try await counter.shiftReport(
                of: nil, from: next, to: next, by: finance)
            #expect(report.shifts.count == 1 && report.overShort == .zero)
        }
    }

    @Test("An area manager reads the stores of the own area, and nothing of any other")
    func whoReads() async throws {
        try await withShop { shop in
            let (counter, _) = try await shop.areas()
            let till = try await shop.till()
            try await till.sold(Fixture.syrup)
            let number = try orderNumber()
            shop.alipay.customerPaid(number.digits, Fixture.usual)
            let found = try await till.ringUp()
            try await till.supplement(found, number.digits)
            try await till.complete(found)
            let foreign = try await shop.till("01", store: "0102")
            let (sale, _) = try await foreign.sold()
            let area = try await shop.till(by: "1800").session
            let (own, other) = (try StoreID("0101"), try StoreID("0102"))
            let date = try await counter.today(of: own)
            func refused(_ words: Comment, _ body: () async throws -> Void) async {
                await #expect(throws: OperatorNotice.overrideRefused, words) { try await body() }
            }
            let period = try await counter.placeReport(
                of: .area(1), from: date, to: date, by: area
            ).period
            #expect(period.lines.map(\.store.id) == [own])
            #expect(period.total.gross.fen == 2 * Fixture.usual.fen)
            #expect(period.wallets.map(\.name) == ["alipay", "wechat"])
            #expect((period.supplements.count, period.supplements.amount) == (1, Fixture.usual))
            #expect(period.supplements.median != nil && period.compared.count == 2)
            #expect(period.methods.map(\.name) == ["41", "42"])
            _ = try await counter.balanceReport(of: own, until: date, by: area)
            #expect(try await counter.ownAreas(of: area).map(\.id) == [1])

            await refused("store") {
                _ = try await counter.storeReport(of: other, from: date, to: date, by: area)
            }
            await refused("day") {
                _ = try await counter.dayReport(of: other, on: date, by: area)
            }
            await refused("sale") { _ = try await counter.saleReport(sale, of: other, by: area) }
            await refused("no sale") {
                _ = try await counter.saleReport(SaleID("none"), of: other, by: area)
            }
            await refused("balance") {
                _ = try await counter.balanceReport(of: other, until: date, by: area)
            }
            await refused("account") {
                _ = try await counter.accountReport(
                    .drawer, of: other, from: date, to: date, after: nil, by: area)
            }
            for foreign in [AskedPlace.area(2), .area(99), .area(0), .region(1), .region(99)] {
                await refused("\(foreign)") {
                    _ = try await counter.placeReport(
                        of: foreign, from: date, to: date, by: area)
                }
            }
            await refused("chain") {
                _ = try await counter.chainReport(from: date, to: date, by: area)
            }
            await refused("the chain's balance") {
                _ = try await counter.balanceReport(of: nil, until: date, by: area)
            }
            await refused("tree") { _ = try await counter.organisation(by: area) }
            await refused("change") {
                try await counter.change(.addRegion(name: "南区"), by: area)
            }
        }
    }

    @Test("R35 cash after a scan is told to the area manager of its store alone")
    func cashAfterScan() async throws {
        try await withShop { shop in
            let (counter, finance) = try await shop.areas()
            let area = try await shop.till(by: "1800").session
            for (store, own) in [("0102", 0), ("0101", 1)] {
                let till = try await shop.till(store: store)
                let sale = try await till.ringUp()
                shop.weChatPay.next(.declines(.notEnoughMoney))
                try await till.pay(sale)
                try await till.cash(sale, Money(fen: 7_000))
                try await till.complete(sale)
                let date = try await counter.today(of: till.session.store)
                let told = try await counter.cashAfterScan(from: date, to: date, by: area)
                #expect(told.count == own && told.allSatisfy { $0.store.digits == "0101" })
                let all = try await counter.cashAfterScan(from: date, to: date, by: finance)
                #expect(all.count == own + 1)
            }
        }
    }

    @Test("What cannot be is refused, and changes nothing")
    func refusals() async throws {
        try await withShop { shop in
            let (counter, finance) = try await shop.areas()
            let before = try await counter.organisation(by: finance)
            let store = try StoreID("0101")
            let date = before.today
            let rows: [(OrganisationAct, OperatorNotice)] = [
                (.addRegion(name: " \t"), .placeNameUnfit),
                (.addRegion(name: String(repeating: "长", count: 21)), .placeNameUnfit),
                (.addRegion(name: "西\u{7}区"), .placeNameUnfit),
                (.addRegion(name: "西区 "), .placeNameTaken("西区")),
                (.addArea(region: 1, name: "东片", manager: nil), .placeNameTaken("东片")),
                (.addArea(region: 9, name: "北片", manager: nil), .notFoundHere(what: "9")),
                (
                    .addArea(region: 1, name: "北片", manager: try StaffID("1001")),
                    .placeManagerUnfit
                ),
                (
                    .addArea(region: 1, name: "北片", manager: try StaffID("9999")),
                    .placeManagerUnfit
                ),
                (.renameRegion(1, seen: "旧名", name: "北区"), .placeChangedElsewhere),
                (.renameRegion(9, seen: "西区", name: "北区"), .placeChangedElsewhere),
                (
                    .changeArea(1, seen: "南片", seenManager: nil, name: "北片", manager: nil),
                    .placeChangedElsewhere
                ),
                (
                    .changeArea(2, seen: "东片", seenManager: nil, name: "南片", manager: nil),
                    .placeNameTaken("南片")
                ),
                (.move(store, area: 9, from: date), .notFoundHere(what: "9")),
                (.move(try StoreID("9999"), area: 1, from: date), .notFoundHere(what: "9999")),
            ]
            for (act, notice) in rows {
                await #expect(throws: notice, "\(act)") {
                    try await counter.change(act, by: finance)
                }
            }
            let after = try await counter.organisation(by: finance)
            #expect(after.regions == before.regions && after.areas == before.areas)
            #expect(after.places == before.places)
            // The same place said again for the same day takes the place of the first.
            try await counter.change(.move(store, area: 2, from: date), by: finance)
            try await counter.change(.move(store, area: 1, from: date), by: finance)
            let places = try await counter.organisation(by: finance).places[store] ?? []
            #expect(places.map(\.area) == [1, 1])
            try await counter.change(
                .changeArea(
                    2, seen: "东片", seenManager: nil, name: "东片", manager: StaffID("1800")),
                by: finance)
            #expect(
                try await counter.organisation(by: finance).areas.map(\.manager?.digits)
                    == ["1800", "1800"])
        }
    }
}
