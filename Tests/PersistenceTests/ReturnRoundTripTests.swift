// Returns and refunds go in whole and come out the same; a half of one cannot be written.

import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct ReturnRoundTripTests {
    @Test("A return with its refund, its goods and its slip", arguments: Engine.all)
    func roundTrip(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try Shop.post(in: transaction)
                let approval = Approval(by: try Shop.manager(), reason: "老顾客 特批")
                let parts = [
                    GivingBack(
                        tender: 1, method: 41, amount: Money(fen: 2_000),
                        kind: .wallet(order: try Shop.number())),
                    GivingBack(tender: 2, method: 1, amount: Money(fen: 170), kind: .cash),
                ]
                let made = try Shop.saleReturn(
                    reason: .managersLeave, approval: approval, givingBack: parts)
                let refund = try Shop.refund(fen: 2_000)
                try ReturnTable.insert(
                    made, refunds: [try Shop.stored(refund)], actor: "1001", in: transaction)
                let store = try Shop.store()
                let again = try #require(
                    try ReturnTable.find(made.id, store: store, in: transaction))
                #expect(again == made)
                #expect(try ReturnTable.ofSale(made.sale, store: store, in: transaction) == [made])
                let ofDay = try ReturnTable.made(
                    store: store, on: made.businessDate, limit: 9, in: transaction)
                #expect(ofDay == [made])
                let amounts = try ReturnTable.amounts(
                    ofSalesOn: try Shop.date(), store: store, in: transaction)
                #expect(amounts == [made.sale: Money(fen: 2_170)])

                let found = try #require(
                    try RefundTable.find(refund.number, paces: Shop.paces, in: transaction))
                #expect(found.refund == refund)
                #expect(found.returned == made.id)
                #expect(found.merchantAccount == Shop.account)
                #expect(found.version == 1)
                let lines = try JournalTable.lines(of: refund.number, in: transaction)
                #expect(lines.map(\.event) == ["begun"])
                #expect(lines.map(\.stateAfter) == ["reserved"])
            }
        }
    }

    @Test("A wallet's part without its refund is not written", arguments: Engine.all)
    func withoutRefund(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { try Shop.post(in: $0) }
            await #expect(throws: StoredError.self) {
                try await database.write { transaction in
                    try ReturnTable.insert(
                        try Shop.saleReturn(), refunds: [], actor: "1001", in: transaction)
                }
            }
            let count = try await database.read { transaction in
                try transaction.row("SELECT count(*) AS n FROM sale_return", [])?.integer("n")
            }
            #expect(count == 0)
        }
    }

    @Test("Goods in quarantine come out as they went in, oldest first", arguments: Engine.all)
    func quarantine(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try Shop.post(in: transaction)
                try Shop.giveBack(in: transaction)
                let goods = QuarantinedGoods(
                    id: ReturnID("return-sale-1-1"), line: 1, product: "0001", lot: "A1",
                    expiresOn: try Shop.date("2027-06-30"), quantity: 2, reason: .wrongItem,
                    since: Shop.at(61))
                try QuarantineTable.insert(goods, store: try Shop.store(), in: transaction)
                let all = try QuarantineTable.all(
                    store: try Shop.store(), limit: 9, in: transaction)
                #expect(all == [goods])
            }
        }
    }

    @Test(
        "A claim's reservation is raised as far as it goes, and lowered again",
        arguments: Engine.all)
    func reservation(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try Shop.post(in: transaction)
                let number = try Shop.number()
                func reserved() throws -> Int64? {
                    try ClaimTable.find(number: number, tradeNumber: nil, in: transaction)?
                        .refunded.fen
                }
                #expect(try ClaimTable.reserve(Money(fen: 6_500), of: number, in: transaction))
                #expect(try !ClaimTable.reserve(Money(fen: 11), of: number, in: transaction))
                #expect(try ClaimTable.reserve(Money(fen: 10), of: number, in: transaction))
                #expect(try reserved() == 6_510)
                try ClaimTable.release(Money(fen: 6_500), of: number, in: transaction)
                #expect(try reserved() == 10)
                #expect(
                    try !ClaimTable.reserve(
                        Money(fen: 1), of: try Shop.number(9), in: transaction))
            }
            await #expect {
                try await database.write { transaction in
                    try ClaimTable.release(
                        Money(fen: 11), of: try Shop.number(), in: transaction)
                }
            } throws: { error in
                isConstraint(error)
            }
        }
    }

    @Test("Twenty at once reserve 10.00 of 65.10: six have it", arguments: Engine.all)
    func race(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { try Shop.post(in: $0) }
            let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await database.write { transaction in
                            try ClaimTable.reserve(
                                Money(fen: 1_000), of: try Shop.number(), in: transaction)
                        }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 6)
        }
    }

    @Test("A slip is another paper than the receipt of its sale", arguments: Engine.all)
    func slips(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try Shop.post(in: transaction)
                let (store, sale) = (try Shop.store(), SaleID("sale-1"))
                for (id, seq, copy) in [("a", 0, 0), ("b", 0, 1), ("c", 1, 0), ("d", 2, 0)] {
                    try PrintJobTable.insert(
                        PrintJob(
                            store: store, id: id,
                            seq == 0 ? .receipt(sale) : .returnSlip(sale, seq: Int64(seq)),
                            register: try Shop.register(), copy: Int64(copy), state: .queued),
                        at: Shop.at(0), in: transaction)
                }
                #expect(try PrintJobTable.copies(of: sale, store: store, in: transaction) == 2)
                #expect(
                    try PrintJobTable.copies(
                        of: sale, returnSeq: 1, store: store, in: transaction) == 1)
                #expect(
                    try PrintJobTable.latest(of: sale, store: store, in: transaction)?.id == "b")
                let slip = try PrintJobTable.latest(
                    of: sale, returnSeq: 2, store: store, in: transaction)
                #expect(slip?.id == "d")
                #expect(slip?.returnSeq == 2)
            }
        }
    }
}
