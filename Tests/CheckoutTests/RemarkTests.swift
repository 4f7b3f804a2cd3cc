// Function 400449, finance remarks: unneeded after 42, and no stand-in for it (R29, R30, N14, N16).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct RemarkTests {
    @Test("R30 N14 a sale with 42 needs no remark and takes none")
    func notNeeded() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = try orderNumber()
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            try await till.supplement(sale, number.digits)
            try await till.complete(sale)
            let receipt = try #require(try await till.receipt(sale))
            await #expect(throws: OperatorNotice.remarkNotNeeded) {
                try await till.perform(.remark(receipt: receipt, words: "微信已付"))
            }
            #expect(OperatorNotice.remarkNotNeeded.text.chinese.contains("无需备注"))
            #expect(try await shop.count("remark") == 0)
        }
    }

    @Test(
        "R30 N16 cash stays cash: a remark that says it was a scan is refused and leads to 42",
        arguments: [
            "实为聚合支付", "顾客微信已付款", "支付宝付的", "翼支付", "扫码付过了", "应走 42", "41已扣款",
            "Paid by WeChat", "ALIPAY", "补单不会做",
        ])
    func standsIn(_ words: String) async throws {
        try await withShop { shop in
            let (till, sale, receipt) = try await cashSale(shop)
            await #expect(throws: OperatorNotice.remarkStandsInForRecovery) {
                try await till.perform(.remark(receipt: receipt, words: words))
            }
            #expect(try await shop.count("remark") == 0)
            #expect(try await till.sale(sale).tenders.map(\.method) == [1])
            #expect(OperatorNotice.remarkStandsInForRecovery.text.nextChinese.contains("42"))
        }
    }

    @Test(
        "N14 any other remark is kept, with who and when",
        arguments: ["少找了五角，已补", "会员电话 13842410042", "共 142 盒", "  两个\n空格  "])
    func kept(_ words: String) async throws {
        try await withShop { shop in
            let (till, sale, receipt) = try await cashSale(shop)
            try await till.perform(.remark(receipt: receipt, words: words), key: "r")
            try await till.perform(.remark(receipt: receipt, words: words), key: "r")
            let store = till.session.store
            let remarks = try await shop.read {
                try RemarkTable.all(on: sale, store: store, in: $0)
            }
            #expect(remarks.map(\.staff.digits) == ["1007"])
            #expect(remarks.map(\.at) == [afternoon])
        }
    }

    @Test("A remark needs words and a receipt of this store")
    func refused() async throws {
        try await withShop { shop in
            let (till, _, receipt) = try await cashSale(shop)
            for words in ["", " \n ", String(repeating: "长", count: 201)] {
                await #expect(throws: OperatorNotice.remarkEmpty) {
                    try await till.perform(.remark(receipt: receipt, words: words))
                }
            }
            await #expect(throws: OperatorNotice.notFoundHere(what: "0101-01-20191031-9999")) {
                try await till.perform(.remark(receipt: "0101-01-20191031-9999", words: "好"))
            }
            let other = try await shop.till(store: "0102")
            await #expect(throws: OperatorNotice.notFoundHere(what: receipt)) {
                try await other.perform(.remark(receipt: receipt, words: "好"))
            }
        }
    }

    @Test(
        "R36 a remark on a day that calls its cash a scan is refused; any other is kept",
        arguments: [
            ("实为聚合支付", true), ("有一笔现金其实是微信", true), ("误选现金，应为 41", true),
            ("cash was really Alipay", true), ("扫码枪坏了", false), ("支付宝活动很忙", false),
            ("少一元硬币", false),
        ])
    func onDay(_ words: String, _ isRefused: Bool) async throws {
        try await withShop { shop in
            let (till, _, _) = try await cashSale(shop)
            let act = Act.remark(receipt: "2019-10-31", words: words)
            guard !isRefused else {
                await #expect(throws: OperatorNotice.remarkStandsInForRecovery) {
                    try await till.perform(act)
                }
                #expect(try await shop.count("remark") == 0)
                return
            }
            try await till.perform(act)
            let list = try await shop.process.counter.remarked("2019-10-31", by: till.session).list
            #expect(
                list.remarks.map(\.kind) == ["day"] && list.remarks.map(\.remark.words) == [words])
        }
    }

    @Test("A day without cash has none to be called a scan; one to come is not there")
    func otherDays() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            try await till.perform(.remark(receipt: "2019-10-30", words: "实为聚合支付"))
            await #expect(throws: OperatorNotice.notFoundHere(what: "2019-11-01")) {
                try await till.perform(.remark(receipt: "2019-11-01", words: "好"))
            }
        }
    }

    @Test("R30 N14 a payment is found by any of its numbers; posted by 42 it needs none")
    func onPayment() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (_, number) = try await till.sold()
            let trade = try shop.weChatPay.proof(of: number).channelTradeNumber
            for text in [number.digits, trade] {
                try await till.perform(.remark(receipt: text, words: "顾客问过微信"))
            }
            let list = try await shop.process.counter.remarked(trade, by: till.session).list
            #expect(list.remarks.map(\.subject) == [number.digits, number.digits])
            let other = try await shop.till(store: "0102")
            await #expect(throws: OperatorNotice.notFoundHere(what: number.digits)) {
                try await other.perform(.remark(receipt: number.digits, words: "好"))
            }
            let sale = try await till.ringUp()
            let paid = try orderNumber()
            shop.weChatPay.customerPaid(paid.digits, Fixture.usual)
            try await till.supplement(sale, paid.digits)
            // Claimed, and not posted: it is recovered, and not explained.
            await #expect(throws: OperatorNotice.remarkStandsInForRecovery) {
                try await till.perform(.remark(receipt: paid.digits, words: "已付"))
            }
            try await till.complete(sale)
            await #expect(throws: OperatorNotice.remarkNotNeeded) {
                try await till.perform(.remark(receipt: paid.digits, words: "已付"))
            }
        }
    }

    @Test(
        "R30 no remark in place of a recovery: a payment in doubt takes none, one that ended does")
    func onDoubt() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            shop.weChatPay.next(.debitsUnheard(.timeout))
            let open = try await till.pay(try await till.ringUp())
            await #expect(throws: OperatorNotice.remarkStandsInForRecovery) {
                try await till.perform(.remark(receipt: open.digits, words: "网络断了"))
            }
            let found = try await shop.process.counter.remarked(open.digits, by: till.session)
            #expect(found.thing.refusal == .remarkStandsInForRecovery)
        }
    }

    @Test("Finance answers once, and finds by store, day, number and state")
    func answered() async throws {
        try await withShop { shop in
            let (till, _, receipt) = try await cashSale(shop)
            try await till.perform(.remark(receipt: receipt, words: "少找五角"))
            try await till.perform(.remark(receipt: "2019-10-31", words: "钱箱换了"))
            let finance = try await shop.till(by: "1900").session
            let counter = try shop.process.counter
            func found(_ change: (inout RemarkFilter) throws -> Void) async throws -> [String] {
                var filter = RemarkFilter()
                try change(&filter)
                return try await counter.remarks(filter, by: finance).remarks.map(\.remark.words)
            }
            #expect(try await found { $0.isAnswered = false }.count == 2)
            #expect(try await found { $0.subject = receipt } == ["少找五角"])
            #expect(try await found { $0.store = try StoreID("0102") }.isEmpty)
            #expect(try await found { $0.from = try BusinessDate(iso: "2019-11-01") }.isEmpty)
            var filter = RemarkFilter()
            filter.subject = receipt
            let one = try #require(
                try await counter.remarks(filter, by: finance).remarks.first)
            for words in ["", String(repeating: "长", count: 201)] {
                await #expect(throws: OperatorNotice.remarkEmpty) {
                    try await counter.answerRemark(one.id, of: one.store, words: words, by: finance)
                }
            }
            await #expect(throws: OperatorNotice.overrideRefused) {
                try await counter.answerRemark(
                    one.id, of: one.store, words: "好", by: till.session)
            }
            for _ in 0..<2 {
                try await counter.answerRemark(one.id, of: one.store, words: "已补", by: finance)
            }
            await #expect(throws: OperatorNotice.remarkAnswered) {
                try await counter.answerRemark(one.id, of: one.store, words: "别的", by: finance)
            }
            #expect(try await found { $0.isAnswered = true } == ["少找五角"])
            let answer = try await counter.remarks(filter, by: finance).remarks.first?.answer
            #expect(answer?.words == "已补" && answer?.staff.digits == "1900")
            var other = RemarkFilter()
            other.store = try StoreID("0102")
            await #expect(throws: OperatorNotice.overrideRefused) {
                try await counter.remarks(other, by: till.session)
            }
            #expect(try await counter.remarks(RemarkFilter(), by: till.session).remarks.count == 2)
        }
    }

    @Test("R29 posted by 42 is posted: stock, receipt, paper and claim as by 41")
    func countsAsNormal() async throws {
        try await withShop { shop in
            var effects: [[Int64]] = []
            for method in [Int64(41), 42] {
                let before = try await figures(shop)
                let till = try await shop.till()
                let sale = try await till.ringUp()
                if method == 41 {
                    try await till.pay(sale)
                } else {
                    let number = try orderNumber()
                    shop.weChatPay.customerPaid(number.digits, Fixture.usual)
                    try await till.supplement(sale, number.digits)
                }
                try await till.complete(sale)
                #expect(try await till.sale(sale).tenders.map(\.method) == [method])
                let after = try await figures(shop)
                effects.append(zip(after, before).map { $0 - $1 })
            }
            #expect(effects[0] == effects[1])
            #expect(effects[0] == [-1, 1, 1, 6_510])
        }
    }

    /// Stock, paper, posted sales, and what was collected by scan.
    private func figures(_ shop: Shop) async throws -> [Int64] {
        try await shop.read { transaction in
            try [
                "SELECT stock AS n FROM lot WHERE store_id = '0101' AND product_code = '0001'",
                "SELECT count(*) AS n FROM print_job",
                "SELECT count(*) AS n FROM sale WHERE state = 'posted'",
                """
                SELECT coalesce(sum(amount_fen), 0) AS n FROM tender
                WHERE state = 'paid' AND method_id IN (41, 42)
                """,
            ].map { sql in try transaction.row(sql, [])?.integer("n") ?? 0 }
        }
    }

    private func cashSale(_ shop: Shop) async throws -> (Till, SaleID, String) {
        let till = try await shop.till()
        let sale = try await till.ringUp()
        try await till.cash(sale, Fixture.usual)
        try await till.complete(sale)
        return (till, sale, try #require(try await till.receipt(sale)))
    }
}
