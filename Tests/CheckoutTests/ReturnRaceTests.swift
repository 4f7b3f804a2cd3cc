// Returns of one sale at the same moment: two tills, two windows, one key, the sweep between them. The
// sum that goes back never exceeds what was paid, which the wallet and the auditor say.

import Checkout
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct ReturnRaceTests {
    private static let rounds = 60

    @Test("Two tills return the same piece at once: one return, one refund")
    func lastPiece() async throws {
        try await withShop { shop in
            let tills = try await [shop.till("01"), shop.till("02", by: "1012")]
            for round in 0..<ReturnRaceTests.rounds {
                let (sale, number) = try await tills[0].sold()
                let isSameKey = round.isMultiple(of: 2)
                let answers = await together(tills) { till in
                    try await till.perform(
                        .returnGoods(
                            sale: sale, lines: [pieces(1)], reason: .quality, toCash: false, nil),
                        key: isSameKey ? "return-\(round)" : nil)
                }
                #expect(answers.count { $0.outcome != nil } == (isSameKey ? 2 : 1))
                if isSameKey {
                    #expect(answers[0].outcome == answers[1].outcome)
                } else {
                    #expect(answers.compactMap(\.notice) == [.everythingReturned])
                }
                try await shop.settle()
                #expect(shop.weChatPay.order(number)?.kept == 0)
            }
            #expect(try await shop.count("refund") == Int64(ReturnRaceTests.rounds))
            #expect(shop.weChatPay.refunds.count == ReturnRaceTests.rounds)
        }
    }

    @Test("Five windows return pieces of four at once, with the sweep beside them: four go back")
    func pieceByPiece() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            for _ in 0..<(ReturnRaceTests.rounds / 3) {
                let (sale, number) = try await till.sold(quantity: 4)
                shop.weChatPay.nextRefund(.doneUnheard(.timeout), .later, .lost(.timeout))
                let answers = await together(Array(0..<6)) { window in
                    if window == 5 {
                        try await shop.sweep()
                        return ActOutcome(sale: sale)
                    }
                    return try await till.perform(
                        .returnGoods(
                            sale: sale, lines: [pieces(1)], reason: .quality, toCash: false, nil))
                }
                #expect(answers.dropLast().count { $0.outcome != nil } == 4)
                try await shop.settle()
                try await shop.pass(.minutes(2), lookingEvery: .seconds(5))
                #expect(try await till.refunds(of: sale).allSatisfy { !$0.isOpen })
                #expect(shop.weChatPay.order(number)?.kept == 0)
            }
        }
    }

    @Test("Past every check in the code the claim's row refuses to give back more than was paid")
    func constraint() async throws {
        try await withShop { shop in
            let till = try await shop.till()
            let (sale, number) = try await till.sold()
            #expect(
                try await shop.write { transaction in
                    try ClaimTable.reserve(Money(fen: 1_201), of: number, in: transaction)
                } == false)
            for change in ["refunded_fen + 1201", "-1"] {
                await #expect(throws: DatabaseError.self) {
                    try await shop.write { transaction in
                        try transaction.execute(
                            "UPDATE claim SET refunded_fen = \(change) WHERE order_number = ?",
                            [.text(number.digits)])
                    }
                }
            }
            // Reserved by a path this program does not have: then a return must not go through.
            let isReserved = try await shop.write { transaction in
                try ClaimTable.reserve(Money(fen: 1), of: number, in: transaction)
            }
            #expect(isReserved)
            await #expect(throws: OperatorNotice.refundBeyondPayment) {
                try await till.giveBack(sale, [pieces(1)])
            }
            #expect(try await shop.count("sale_return") == 0)
            try await shop.write { transaction in
                try ClaimTable.release(Money(fen: 1), of: number, in: transaction)
            }
        }
    }
}
