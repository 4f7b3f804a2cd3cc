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
