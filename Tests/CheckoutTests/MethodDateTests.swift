// Which methods are offered follows the business date of the sale, not the clock (R09, R11).

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct MethodDateTests {
    struct Night: Sendable, CustomTestStringConvertible {
        let clock: String
        let date: String
        let offered: [Int64]

        var testDescription: String { "\(clock) belongs to \(date)" }
    }

    @Test(
        "R09 R11 a change of methods is a business date: 41 from the 26th, the old until the 25th",
        arguments: [
            Night(clock: "2019-09-25 15:00:00", date: "2019-09-25", offered: [1, 43, 44]),
            Night(clock: "2019-09-26 00:20:00", date: "2019-09-25", offered: [1, 43, 44]),
            Night(clock: "2019-09-26 01:59:59", date: "2019-09-25", offered: [1, 43, 44]),
            Night(clock: "2019-09-26 02:00:00", date: "2019-09-26", offered: [1, 41, 42]),
            Night(clock: "2026-11-25 12:00:00", date: "2026-11-25", offered: [1, 41, 42]),
        ])
    func changeOver(_ night: Night) async throws {
        try await withShop(at: .local(night.clock)) { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let state = try await till.state()
            #expect(state.businessDate.iso == night.date)
            #expect(state.methods.map(\.method.id) == night.offered)
            guard night.offered.contains(41) else {
                await #expect(throws: OperatorNotice.methodNotOffered(id: 41)) {
                    try await till.scan(sale)
                }
                #expect(shop.weChatPay.asked.isEmpty)
                return
            }
            try await till.pay(sale)
            try await till.complete(sale)
        }
    }

    @Test("R09 a sale keeps its date past the turn of the day")
    func keepsItsDate() async throws {
        try await withShop(at: .local("2019-09-26 01:59:00")) { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            shop.clock.set(.local("2019-09-26 02:01:00"))
            await #expect(throws: OperatorNotice.methodNotOffered(id: 41)) {
                try await till.scan(sale)
            }
            try await till.cash(sale, Fixture.usual)
            try await till.complete(sale)
            #expect(try await till.receipt(sale) == "0101-01-20190925-0001")
        }
    }

    @Test("R11 a sale held on the 25th and retrieved on the 26th is offered 41")
    func heldOverNight() async throws {
        try await withShop(at: .local("2019-09-25 20:00:00")) { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            try await till.perform(.suspend(sale: sale, note: ""))
            shop.clock.set(.local("2019-09-26 09:00:00"))
            try await till.perform(.retrieve(sale: sale))
            #expect(try await till.state().methods.map(\.method.id) == [1, 41, 42])
            try await till.pay(sale)
            try await till.complete(sale)
            #expect(try await till.receipt(sale) == "0101-01-20190926-0001")
        }
    }

    @Test("R09 42 follows the same date, even for a payment that is there")
    func supplementary() async throws {
        try await withShop(at: .local("2019-09-25 15:00:00")) { shop in
            let till = try await shop.till()
            let sale = try await till.ringUp()
            let number = MerchantOrderNumber(
                at: shop.clock.now, store: till.session.store, register: till.session.register,
                serial: 1)
            shop.weChatPay.customerPaid(number.digits, Fixture.usual)
            await #expect(throws: OperatorNotice.methodNotOffered(id: 42)) {
                try await till.supplement(sale, number.digits)
            }
        }
    }
}
