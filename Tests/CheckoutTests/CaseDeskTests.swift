// The workbench of cases: who may do what, how one ends, and that nothing is done twice or by one person
// where two are needed.

import Checkout
import Ledger
import Payments
import Persistence
import Retail
import Testing

@Suite struct CaseDeskTests {
    /// A debit that no sale counts: a case of this amount.
    private func open(
        _ shop: Shop, _ amount: Money, serial: UInt32 = 1
    ) async throws -> StoredCase {
        let number = try orderNumber(serial: serial)
        shop.alipay.customerPaid(number.digits, amount)
        let proof = try shop.alipay.proof(of: number)
        _ = try await shop.process.driver.told(proof, by: .alipay, how: .statement)
        let finance = try await shop.till(by: "1900").session
        let list = try await shop.process.counter.cases(CaseFilter(), after: nil, by: finance)
        return try #require(list.cases.first { $0.subject == number.digits })
    }

    private func find(_ shop: Shop, _ found: StoredCase) async throws -> CaseReport {
        let finance = try await shop.till(by: "1900").session
        return try await shop.process.counter.caseReport(
            found.id, of: found.store, by: finance)
    }

    @Test("Below the limit one person's word ends it, with everything that was done")
    func closed() async throws {
        try await withShop { shop in
            let found = try await open(shop, Money(fen: 50_000))
            let finance = try await shop.till(by: "1900").session
            let manager = try await shop.till(by: "1001").session
            let desk = try shop.process.counter
            try await desk.takeCase(found.id, of: found.store, isTaken: true, by: finance)
            try await desk.noteCase(found.id, of: found.store, words: " 已\n问 店 ", by: manager)
            // What stands in doubt is not right as it is.
            await #expect(throws: OperatorNotice.caseHoldsMoney(Money(fen: 50_000))) {
                try await desk.closeCase(
                    found.id, of: found.store, .accepted, reason: "x", by: finance)
            }
            try await desk.closeCase(
                found.id, of: found.store, .writtenOff, reason: "核对无误", by: finance)
            let report = try await find(shop, found)
            #expect(!report.found.isOpen)
            #expect(report.found.closedHow == "written-off by 1900: 核对无误")
            #expect(report.events.map(\.kind) == [.taken, .noted, .closed])
            #expect(report.events.map(\.words) == ["", "已 问 店", "written-off by 1900: 核对无误"])
            #expect(report.events.map(\.staff.digits) == ["1900", "1001", "1900"])
            let list = try await desk.cases(CaseFilter(), after: nil, by: finance)
            #expect(list.cases.isEmpty && list.causes.isEmpty)
            // What has ended stays as it ended.
            await #expect(throws: OperatorNotice.caseChangedElsewhere) {
                try await desk.noteCase(found.id, of: found.store, words: "x", by: finance)
            }
        }
    }

    @Test("While its payment has no end a case stays open; then its end, or a person, closes it")
    func moving() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.weChatPay.next(.debitsUnheard(.connectionLost))
            shop.weChatPay.silence(.connectionLost)
            let number = try await till.pay(sale)
            try await shop.pass(.minutes(20), lookingEvery: .seconds(20))
            let finance = try await shop.till(by: "1900").session
            let desk = try shop.process.counter
            let found = try #require(
                try await desk.cases(CaseFilter(), after: nil, by: finance).cases.first)
            #expect(found.cause == "unresolved-too-long" && found.subject == number.digits)
            for exit in CaseExit.allCases {
                await #expect(throws: OperatorNotice.caseStillMoving) {
                    try await desk.closeCase(
                        found.id, of: found.store, exit, reason: "x", by: finance)
                }
            }
            try await desk.noteCase(found.id, of: found.store, words: "已问微信", by: finance)
            shop.weChatPay.silence(nil)
            try await shop.pass(.minutes(2), lookingEvery: .seconds(5))
            #expect(try await till.receipt(sale) != nil)
            #expect(try await !find(shop, found).found.isOpen)
        }
    }

    @Test("Given back on the wallet's platform, the debit leaves doubt and the wallet alike")
    func givenBack() async throws {
        try await withShop { shop in
            let found = try await open(shop, Money(fen: 300))
            let finance = try await shop.till(by: "1900").session
            shop.alipay.change { $0.orders[found.subject]?.returned = Money(fen: 300) }
            try await shop.process.counter.closeCase(
                found.id, of: found.store, .givenBack, reason: "平台已退", by: finance)
            let balance = try await shop.read { try LedgerTable.trialBalance(in: $0) }
            #expect(balance[.doubt] == .zero && balance[.overShort] == .zero)
            #expect(balance[.clearing(wallet: "alipay")] == .zero)
        }
    }

    @Test("A second debit given back by hand leaves the one that a sale counts where it stands")
    func secondGivenBack() async throws {
        try await withShop { shop in
            let (_, number) = try await shop.till().sold()
            let paid = try shop.weChatPay.proof(of: number)
            let again = PaidProof(
                merchantOrderNumber: paid.merchantOrderNumber,
                channelTradeNumber: "4200009999999999", amount: paid.amount,
                currency: paid.currency, merchantAccount: paid.merchantAccount,
                paidAt: paid.paidAt)
            let driver = try shop.process.driver
            _ = try await driver.told(again, by: .weChatPay, how: .statement)
            let finance = try await shop.till(by: "1900").session
            let desk = try shop.process.counter
            let found = try #require(
                try await desk.cases(CaseFilter(), after: nil, by: finance).cases.first)
            #expect(found.cause == "second-debit")
            try await desk.closeCase(
                found.id, of: found.store, .givenBack, reason: "平台已退", by: finance)
            let balance = try await shop.read { try LedgerTable.trialBalance(in: $0) }
            #expect(balance[.doubt] == .zero)
            #expect(balance[.clearing(wallet: "wechat")] == paid.amount)
            let stores = try await shop.read { try LedgerTable.storesOf(number, in: $0) }
            #expect(stores == [found.store], "its sale still counts one")
        }
    }

    @Test("Above the limit another person confirms, and only what was seen")
    func fourEyes() async throws {
        try await withShop { shop in
            _ = try await shop.areas()
            let found = try await open(shop, Money(fen: 50_001))
            let finance = try await shop.till(by: "1900").session
            let area = try await shop.till(by: "1800").session
            let manager = try await shop.till(by: "1001").session
            let desk = try shop.process.counter
            func propose(_ reason: String) async throws -> String {
                try await desk.closeCase(
                    found.id, of: found.store, .writtenOff, reason: reason, by: finance)
                let report = try await find(shop, found)
                #expect(report.found.isOpen)
                #expect(!report.mayConfirm, "not who proposed")
                return try #require(report.found.proposedHow)
            }
            func confirm(_ seen: String, _ stands: Bool, _ session: Session) async throws {
                try await desk.confirmCase(
                    found.id, of: found.store, seen: seen, stands: stands, by: session)
            }
            let first = try await propose("客户已取货")
            await #expect(throws: OperatorNotice.caseNeedsAnother) {
                try await confirm(first, true, finance)
            }
            await #expect(throws: OperatorNotice.overrideRefused) {
                try await confirm(first, true, manager)
            }
            try await confirm(first, false, area)
            await #expect(throws: OperatorNotice.caseChangedElsewhere) {
                try await confirm(first, true, area)
            }
            _ = try await propose("一")
            let second = try await propose("二")
            await #expect(throws: OperatorNotice.caseChangedElsewhere) {
                try await confirm("written-off by 1900: 一", true, area)
            }
            try await confirm(second, true, area)
            let report = try await find(shop, found)
            #expect(
                report.found.closedHow == "written-off by 1900: 二 · confirmed by 1800")
            let balance = try await shop.read { try LedgerTable.trialBalance(in: $0) }
            #expect(balance[.doubt] == .zero && balance[.overShort].fen == -50_001)
            #expect(
                report.events.map(\.kind)
                    == [.proposed, .withdrawn, .proposed, .proposed, .closed])
        }
    }

    @Test("Cashiers see none, a manager the store's own, and only finance works on them")
    func rights() async throws {
        try await withShop { shop in
            _ = try await shop.areas()
            let found = try await open(shop, Money(fen: 100))
            let desk = try shop.process.counter
            for staff in ["1007"] {
                let session = try await shop.till(by: staff).session
                await #expect(throws: OperatorNotice.overrideRefused) {
                    try await desk.cases(CaseFilter(), after: nil, by: session)
                }
                await #expect(throws: OperatorNotice.overrideRefused) {
                    try await desk.caseReport(found.id, of: found.store, by: session)
                }
            }
            let manager = try await shop.till(by: "1001").session
            #expect(try await desk.cases(CaseFilter(), after: nil, by: manager).cases.count == 1)
            var other = CaseFilter()
            other.store = try StoreID("0102")
            await #expect(throws: OperatorNotice.overrideRefused) {
                try await desk.cases(other, after: nil, by: manager)
            }
            await #expect(throws: OperatorNotice.overrideRefused) {
                try await desk.caseReport(found.id, of: try StoreID("0102"), by: manager)
            }
            for staff in ["1001", "1800"] {
                let session = try await shop.till(by: staff).session
                await #expect(throws: OperatorNotice.overrideRefused) {
                    try await desk.closeCase(
                        found.id, of: found.store, .accepted, reason: "x", by: session)
                }
                await #expect(throws: OperatorNotice.overrideRefused) {
                    try await desk.takeCase(
                        found.id, of: found.store, isTaken: true, by: session)
                }
            }
            let finance = try await shop.till(by: "1900").session
            await #expect(throws: OperatorNotice.notFoundHere(what: "nothing")) {
                try await desk.caseReport("nothing", of: found.store, by: finance)
            }
            for words in ["", " \n", String(repeating: "长", count: 501)] {
                await #expect(throws: OperatorNotice.caseNeedsReason) {
                    try await desk.closeCase(
                        found.id, of: found.store, .accepted, reason: words, by: finance)
                }
            }
        }
    }

    @Test("The list is longest waiting first, page by page, and holds each case once")
    func pages() async throws {
        try await withShop { shop in
            var opened: [String] = []
            for serial in 1...120 {
                let opening = CaseOpening(
                    store: try StoreID("0101"), cause: "refund-failed", subject: "R\(serial)",
                    detail: "", amount: .zero)
                let now = shop.clock.now
                try await shop.write { _ = try CaseTable.open(opening, at: now, in: $0) }
                opened.append(opening.subject)
                // Some at once, so that their names alone part them.
                if serial.isMultiple(of: 7) { shop.clock.advance(by: .milliseconds(1)) }
            }
            let finance = try await shop.till(by: "1900").session
            var seen: [String] = []
            var after: (due: Timestamp, store: String, id: String)?
            while true {
                let list = try await shop.process.counter.cases(
                    CaseFilter(), after: after, by: finance)
                #expect(list.causes.map(\.count) == [120])
                seen += list.cases.map(\.subject)
                guard list.hasMore, let last = list.cases.last else { break }
                after = (last.dueAt, last.store.digits, last.id)
            }
            #expect(Set(seen) == Set(opened) && seen.count == opened.count)
            #expect(seen.first == "R1" && Set(seen.suffix(1)) == ["R120"])
        }
    }

    @Test("A payment is found by each of its numbers; another store's is not there")
    func story() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 2)
            try await till.giveBack(sale, [pieces(1)])
            let receipt = try #require(try await till.receipt(sale))
            let refund = try #require(try await till.refunds(of: sale).first).number
            let trade = try #require(try await shop.claim(number)).tradeNumber
            let desk = try shop.process.counter
            let manager = try await shop.till(by: "1001").session
            for text in [number.digits, receipt, refund.text, trade] {
                #expect(try await desk.payments(under: text, by: manager) == [number.digits])
            }
            let story = try await desk.paymentStory(of: number.digits, by: manager)
            #expect(story.stored.posted?.receipt == receipt)
            #expect(story.stored.posted?.refunded == Money(fen: 1_200))
            #expect(story.stored.refunds.map(\.state) == ["succeeded"])
            #expect(story.stored.lines.first?.event == "begun")
            #expect(Set(story.stored.entries.map(\.fact)) == ["sale", "debit", "return", "refund"])
            #expect(!story.showsWallet && !story.showsSettlement)
            _ = try await shop.areas()
            for (staff, isFinance) in [("1800", false), ("1900", true)] {
                let other = try await shop.till(by: staff).session
                let read = try await desk.paymentStory(of: number.digits, by: other)
                #expect(read.showsWallet && read.showsSettlement == isFinance)
            }
            // A number of nobody, and one of another store.
            #expect(try await desk.payments(under: "404", by: manager) == [])
            let elsewhere = try await shop.till("01", store: "0102")
            let (_, other) = try await elsewhere.sold()
            #expect(try await desk.payments(under: other.digits, by: manager) == [])
            await #expect(throws: OperatorNotice.notFoundHere(what: other.digits)) {
                try await desk.paymentStory(of: other.digits, by: manager)
            }
            let finance = try await shop.till(by: "1900").session
            #expect(try await desk.payments(under: other.digits, by: finance) == [other.digits])
        }
    }
}
