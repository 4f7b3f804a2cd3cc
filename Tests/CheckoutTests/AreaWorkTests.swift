// What an area manager sees and acts on: the remarks, payments and cases of the stores that are in an
// own area today, and nothing of any other store or of none.

import Checkout
import Payments
import Persistence
import Retail
import Testing

@Suite struct AreaWorkTests {
    private func open(
        _ shop: Shop, _ store: String, _ subject: String, _ amount: Money = .zero
    ) async throws -> String {
        let opening = CaseOpening(
            store: try StoreID(store), cause: "refund-failed", subject: subject, detail: "",
            amount: amount)
        let now = shop.clock.now
        try await shop.write { _ = try CaseTable.open(opening, at: now, in: $0) }
        return "refund-failed:" + subject
    }

    @Test("Cases of other stores and of none are left out before the list is cut into pages")
    func listed() async throws {
        try await withShop { shop in
            let (desk, finance) = try await shop.areas()
            let area = try await shop.till(by: "1800").session
            for serial in 1...60 {
                for store in ["0101", "0102", "0000"] {
                    _ = try await open(shop, store, "\(store)-\(serial)", Money(fen: 1))
                }
                shop.clock.advance(by: .milliseconds(1))
            }
            var pages: [Int] = []
            var after: (due: Timestamp, store: String, id: String)?
            while true {
                let list = try await desk.cases(CaseFilter(), after: after, by: area)
                #expect(list.cases.allSatisfy { $0.store.digits == "0101" })
                #expect(list.causes.map(\.count) == [60] && list.causes.map(\.amount.fen) == [60])
                pages.append(list.cases.count)
                guard list.hasMore, let last = list.cases.last else { break }
                after = (last.dueAt, last.store.digits, last.id)
            }
            #expect(pages == [50, 10])
            for store in ["0102", "0000", "9999"] {
                var filter = CaseFilter()
                filter.store = try StoreID(store)
                await #expect(throws: OperatorNotice.overrideRefused, "\(store)") {
                    try await desk.cases(filter, after: nil, by: area)
                }
            }
            let all = try await desk.cases(CaseFilter(), after: nil, by: finance)
            #expect(all.causes.map(\.count) == [180])
            // One who looks after nothing has nothing.
            try await shop.move("0101", to: nil)
            let none = try await desk.cases(CaseFilter(), after: nil, by: area)
            #expect(none.cases.isEmpty && none.causes.isEmpty && !none.hasMore)
        }
    }

    @Test("A case is seen, noted and confirmed by who looks after its store today, by no other")
    func worked() async throws {
        try await withShop { shop in
            let (desk, finance) = try await shop.areas()
            let area = try await shop.till(by: "1800").session
            let store = try StoreID("0102")
            let id = try await open(shop, "0102", "R1", Money(fen: 60_000))
            try await desk.closeCase(id, of: store, .accepted, reason: "查过", by: finance)
            let seen = try #require(
                try await desk.caseReport(id, of: store, by: finance).found.proposedHow)
            func refused(_ id: String, _ store: StoreID) async {
                await #expect(throws: OperatorNotice.overrideRefused) {
                    _ = try await desk.caseReport(id, of: store, by: area)
                }
                await #expect(throws: OperatorNotice.overrideRefused) {
                    try await desk.noteCase(id, of: store, words: "好", by: area)
                }
                for stands in [true, false] {
                    await #expect(throws: OperatorNotice.overrideRefused) {
                        try await desk.confirmCase(
                            id, of: store, seen: seen, stands: stands, by: area)
                    }
                }
            }
            await refused(id, store)
            await refused("nothing", store)
            await refused(try await open(shop, "0000", "R2"), try StoreID("0000"))
            #expect(try await desk.caseReport(id, of: store, by: finance).events.count == 1)

            // It counts from the day on which the store comes, by the store's own business date.
            try await shop.move("0102", to: 1, inDays: 1)
            await refused(id, store)
            shop.clock.advance(by: .hours(24))
            let report = try await desk.caseReport(id, of: store, by: area)
            #expect(report.mayConfirm && report.mayNote && !report.mayWork)
            try await desk.noteCase(id, of: store, words: "好", by: area)
            try await desk.confirmCase(id, of: store, seen: seen, stands: true, by: area)
            #expect(try await !desk.caseReport(id, of: store, by: finance).found.isOpen)
        }
    }

    @Test("A payment of another store, or of none, is not there for an area manager")
    func payments() async throws {
        try await withShop { shop in
            let (desk, finance) = try await shop.areas()
            let area = try await shop.till(by: "1800").session
            let (_, own) = try await shop.till().sold()
            let (_, foreign) = try await shop.till(store: "0102").sold()
            let trade = try #require(try await shop.claim(foreign)).tradeNumber
            let nobodys = try orderNumber(serial: 77)
            _ = try await open(shop, "0000", nobodys.digits)
            #expect(try await desk.paymentStory(of: own.digits, by: area).showsWallet)
            #expect(try await desk.payments(under: own.digits, by: area) == [own.digits])
            for text in [foreign.digits, trade, nobodys.digits] {
                #expect(try await desk.payments(under: text, by: area) == [])
                #expect(try await desk.payments(under: text, by: finance).count == 1)
            }
            for number in [foreign.digits, nobodys.digits, "404"] {
                await #expect(throws: OperatorNotice.notFoundHere(what: number)) {
                    _ = try await desk.paymentStory(of: number, by: area)
                }
            }
            try await shop.move("0101", to: 2)
            #expect(try await desk.payments(under: own.digits, by: area) == [])
            try await shop.move("0102", to: 1)
            #expect(try await desk.payments(under: trade, by: area) == [foreign.digits])
        }
    }

    @Test("Remarks are listed, found and made on the stores of the own area of today alone")
    func remarks() async throws {
        try await withShop { shop in
            let (desk, finance) = try await shop.areas()
            let area = try await shop.till(by: "1800")
            let there = try await shop.till(store: "0102", by: "1800")
            var numbers: [String: (receipt: String, payment: String)] = [:]
            for store in ["0101", "0102"] {
                let till = try await shop.till(store: store)
                let (sale, number) = try await till.sold()
                let receipt = try #require(try await till.receipt(sale))
                numbers[store] = (receipt, number.digits)
                try await till.perform(.remark(receipt: receipt, words: "少找五角"))
            }
            let (own, foreign) = (try #require(numbers["0101"]), try #require(numbers["0102"]))
            func stores(_ session: Session) async throws -> [String] {
                try await desk.remarks(RemarkFilter(), by: session).remarks.map(\.store.digits)
            }
            #expect(try await stores(area.session) == ["0101"])
            #expect(try await stores(there.session) == ["0101"])
            #expect(Set(try await stores(finance)) == ["0101", "0102"])
            for store in ["0102", "0000", "9999"] {
                var filter = RemarkFilter()
                filter.store = try StoreID(store)
                await #expect(throws: OperatorNotice.overrideRefused, "\(store)") {
                    _ = try await desk.remarks(filter, by: area.session)
                }
            }
            var filter = RemarkFilter()
            filter.subject = foreign.receipt
            #expect(try await desk.remarks(filter, by: area.session).remarks.isEmpty)

            for text in [own.receipt, own.payment, "2019-10-31"] {
                let found = try await desk.remarked(text, by: area.session)
                #expect(found.thing.store.digits == "0101" && !found.list.mayAnswer)
                try await area.perform(.remark(receipt: text, words: "已问过"))
            }
            for (till, text) in [
                (area, foreign.receipt), (area, foreign.payment), (there, foreign.receipt),
                (there, foreign.payment), (there, "2019-10-31"), (area, "404"),
            ] {
                await #expect(throws: OperatorNotice.notFoundHere(what: text)) {
                    _ = try await desk.remarked(text, by: till.session)
                }
                await #expect(throws: OperatorNotice.notFoundHere(what: text)) {
                    try await till.perform(.remark(receipt: text, words: "好"))
                }
            }
            try await shop.move("0101", to: nil)
            #expect(try await stores(area.session) == [])
            await #expect(throws: OperatorNotice.notFoundHere(what: own.receipt)) {
                _ = try await desk.remarked(own.receipt, by: area.session)
            }
        }
    }
}
