// How the sale is found that goods come back of, and what is refused before anything is written.

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct ReturnLookUpTests {
    @Test("Found by receipt, by merchant order number and by the wallet's own number")
    func found() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold()
            let receipt = try #require(try await till.receipt(sale))
            let trade = try #require(shop.weChatPay.order(number)).tradeNumber
            let other = try await shop.till("02")
            for entry in [receipt, number.digits, number.grouped, trade, " \(receipt) "] {
                #expect(try await other.returnable(entry).sale.id == sale)
            }
        }
    }

    @Test("What is not a posted sale of this store says what it is")
    func notFound() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let elsewhere = try await shop.till(store: "0102")
            let (sale, number) = try await elsewhere.sold()
            let receipt = try #require(try await elsewhere.receipt(sale))
            let open = try await till.ringUp(Fixture.plaster)
            let paid = try await till.pay(open)
            let rows: [(String, OperatorNotice)] = [
                (number.digits, .soldAtAnotherStore("0102")),
                (receipt, .soldAtAnotherStore("0102")),
                (paid.digits, .saleNotPosted),
                ("0101-01-20191031-9999", .notFoundHere(what: "0101-01-20191031-9999")),
                ("", .notFoundHere(what: "")),
                (PaymentCode.test(.weChatPay, 7), .thisIsAPaymentCode),
            ]
            for (entry, notice) in rows {
                await #expect(throws: notice, "\(entry)") { try await till.returnable(entry) }
            }
            await #expect(throws: OperatorNotice.saleNotPosted) {
                try await till.giveBack(open, [pieces(1)])
            }
            await #expect(throws: OperatorNotice.noSale) {
                try await till.giveBack(sale, [pieces(1)])
            }
        }
    }

    @Test("Refused before anything is written")
    func refused() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(quantity: 2)
            let rows: [([LineToReturn], OperatorNotice)] = [
                ([], .nothingToReturn), ([pieces(0)], .quantityOutOfRange),
                ([pieces(-1)], .quantityOutOfRange), ([pieces(.max)], .quantityOutOfRange),
                ([pieces(3)], .returnTooMany(left: 2)),
                ([pieces(1), pieces(2)], .returnTooMany(left: 2)),
                ([pieces(1, ofLine: 9)], .lineAbsent),
                ([pieces(1, ofLine: .min)], .lineAbsent),
                ([pieces(1), pieces(1, ofLine: 2)], .lineAbsent),
            ]
            for (lines, notice) in rows {
                await #expect(throws: notice, "\(lines)") {
                    try await till.giveBack(sale, lines)
                }
            }
            #expect(try await shop.count("sale_return") == 0)
            #expect(try await shop.claim(number)?.refunded == .zero)
        }
    }

    @Test("Today's sales of the store, newest first, with what went back of them")
    func recent() async throws {
        try await withShop { shop in
            let (till, other) = (try await shop.till(), try await shop.till("02"))
            let (first, _) = try await till.sold(quantity: 2)
            shop.clock.advance(by: .minutes(1))
            let (second, _) = try await other.sold()
            try await shop.till(store: "0102").sold()
            try await till.giveBack(first, [pieces(1)])
            try await till.giveBack(first, [pieces(1)])
            let counter = try shop.process.counter
            let recent = try await counter.recentSales(by: till.session)
            #expect(recent.map(\.sale.id) == [second, first])
            #expect(recent.map(\.givenBack.fen) == [0, 2_400])
            shop.clock.advance(by: .days(1))
            #expect(try await counter.recentSales(by: till.session).isEmpty)
        }
    }

    @Test("R26 what was refunded is refused by 42, also where the wallet does not say so")
    func supplementOfRefunded() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            for wallet in [Wallet.weChatPay, .alipay] {
                let (sale, number) = try await till.sold(quantity: 2, by: wallet)
                let receipt = try #require(try await till.receipt(sale))
                let trade = try #require(try shop.channel(wallet).order(number)).tradeNumber
                let next = try await till.ringUp(Fixture.plaster)
                await #expect(throws: OperatorNotice.self) {
                    try await till.supplement(next, number.digits)
                }
                try shop.channel(wallet).nextRefund(.lost(.timeout))
                try await till.giveBack(sale, [pieces(1)])
                // Reserved is enough: it may be on its way.
                for entry in [number.digits, trade] {
                    await #expect(throws: OperatorNotice.numberRefunded) {
                        try await till.supplement(next, entry)
                    }
                }
                try await shop.pass(.minutes(2), lookingEvery: .seconds(5))
                await #expect(throws: OperatorNotice.numberRefunded) {
                    try await till.supplement(next, number.digits)
                }
                #expect(try await till.returnable(receipt).returns.count == 1)
                try await till.perform(.voidSale(sale: next))
            }
        }
    }

    @Test("A wallet that is not set up here any more is not promised a refund")
    func channelGone() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold(by: .alipay)
            let driver = try shop.process.driver
            let counter = Counter(
                driver: PaymentDriver(
                    database: driver.database, channels: Channels([shop.weChatPay]),
                    surroundings: driver.surroundings, news: shop.news, settings: shop.settings,
                    worker: driver.worker, background: driver.background,
                    health: driver.health, logger: driver.logger))
            let act = Act.returnGoods(
                sale: sale, lines: [pieces(1)], reason: .quality, toCash: false, nil)
            await #expect(throws: OperatorNotice.walletCannotRefund(.alipay)) {
                try await counter.perform(act, key: "return", by: till.session)
            }
            #expect(try await shop.claim(number)?.refunded == .zero)
            try await till.perform(act, key: "return")
            try await shop.settle()
            #expect(shop.alipay.order(number)?.kept == 0)
        }
    }
}
