// What must hold when two tills race is a constraint. Each row writes the same thing twice, once
// allowed and once not, past every check in the code.

import Payments
import Persistence
import Retail
import Sales
import Testing

/// A rule of the schema, and a second write that breaks it.
struct UniquenessRow: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let first: @Sendable (any Transaction) throws -> Void
    let second: @Sendable (any Transaction) throws -> Void
    /// What differs only where the rule does not look, and so is taken.
    let allowed: @Sendable (any Transaction) throws -> Void

    private static func insert(_ sale: Sale, _ transaction: any Transaction) throws {
        try SaleTable.insert(sale, at: Shop.at(0), in: transaction)
    }

    private static func receipt(_ number: String) -> Sale.State {
        .posted(at: Shop.at(1), receipt: number)
    }

    private static func act(
        _ key: String, _ store: String, _ transaction: any Transaction
    ) throws {
        try ActTable.insert(
            DoneAct(asked: "a", answered: "b"), key: key, by: try Shop.cashier(),
            store: try Shop.store(store), at: Shop.at(0), in: transaction)
    }

    private static func job(
        _ id: String, _ copy: Int64, returned: Int64 = 0, _ transaction: any Transaction
    ) throws {
        try PrintJobTable.insert(
            PrintJob(
                store: try Shop.store(), id: id,
                returned == 0
                    ? .receipt(SaleID("sale-1")) : .returnSlip(SaleID("sale-1"), seq: returned),
                register: try Shop.register(), copy: copy, state: .queued),
            at: Shop.at(0), in: transaction)
    }

    /// An open shift, past the code that looks whether there is one.
    private static func shift(
        _ no: Int64, register: String? = nil, _ transaction: any Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO shift (
                store_id, register_id, shift_no, state, cashier_id, opened_at_us, carried_fen,
                waiting_before_fen, float_fen, cash_facts)
            VALUES (?, ?, ?, 'open', ?, 0, 0, 0, 0, 0)
            """,
            [
                .text(try Shop.store().digits), .text(try register ?? Shop.register().digits),
                .integer(no), .text(try Shop.cashier().digits),
            ])
    }

    static let all: [UniquenessRow] = [
        UniquenessRow(
            testDescription: "a register has one open shift",
            first: { try shift(1, $0) }, second: { try shift(2, $0) },
            allowed: { try shift(1, register: "03", $0) }),
        UniquenessRow(
            testDescription: "a merchant order number names one attempt",
            first: { try AttemptTable.begin(try Shop.attempt(1, sale: "sale-1"), in: $0) },
            second: { try AttemptTable.begin(try Shop.attempt(1, sale: "sale-2"), in: $0) },
            allowed: { try AttemptTable.begin(try Shop.attempt(2, sale: "sale-2"), in: $0) }),
        UniquenessRow(
            testDescription: "R40: a sale has one open attempt",
            first: { try AttemptTable.begin(try Shop.attempt(1), in: $0) },
            second: { try AttemptTable.begin(try Shop.attempt(2), in: $0) },
            allowed: { transaction in
                var stored = try Shop.attempt(1)
                try AttemptTable.feed(
                    .payAnswered(.declined(.init(kind: .notEnoughMoney, code: "NOTENOUGH"))),
                    to: &stored, at: Shop.at(1), in: transaction)
                try AttemptTable.begin(try Shop.attempt(2), in: transaction)
            }),
        UniquenessRow(
            testDescription: "a register has one open sale",
            first: { try insert(try Shop.sale("a", state: .open), $0) },
            second: { try insert(try Shop.sale("b", state: .open), $0) },
            allowed: { transaction in
                try insert(try Shop.sale("b", state: .open, register: "03"), transaction)
                try insert(try Shop.sale("c", state: .open, store: "0102"), transaction)
                try insert(try Shop.sale("d", state: .suspended), transaction)
            }),
        UniquenessRow(
            testDescription: "a sale's identifier is its own",
            first: { try insert(try Shop.sale("a"), $0) },
            second: { try insert(try Shop.sale("a"), $0) },
            allowed: { try insert(try Shop.sale("a", store: "0102"), $0) }),
        UniquenessRow(
            testDescription: "R20: a receipt number is on one sale",
            first: { try insert(try Shop.sale("a", state: receipt("r-1")), $0) },
            second: { try insert(try Shop.sale("b", state: receipt("r-1")), $0) },
            allowed: { try insert(try Shop.sale("b", state: receipt("r-2")), $0) }),
        UniquenessRow(
            testDescription: "an act's key is used once in a store",
            first: { try act("key-1", "0101", $0) },
            second: { try act("key-1", "0101", $0) },
            allowed: { transaction in
                try act("key-2", "0101", transaction)
                try act("key-1", "0102", transaction)
            }),
        UniquenessRow(
            testDescription: "R21: a copy of a receipt is printed by one job",
            first: { try job("job-1", 0, $0) }, second: { try job("job-2", 0, $0) },
            allowed: { try job("job-2", 1, $0) }),
        UniquenessRow(
            testDescription: "a slip's copy is printed by one job; the receipt is another paper",
            first: { try job("job-1", 0, returned: 1, $0) },
            second: { try job("job-2", 0, returned: 1, $0) },
            allowed: { transaction in
                try job("job-2", 0, returned: 2, transaction)
                try job("job-3", 0, transaction)
            }),
        UniquenessRow(
            testDescription: "of two returns of a sale made at once one is refused",
            first: { transaction in
                try Shop.post(sale: "posted", in: transaction)
                try Shop.giveBack(1, seq: 1, sale: "posted", in: transaction)
            },
            second: { transaction in
                try ReturnTable.insert(
                    try Shop.saleReturn("other", seq: 1, sale: "posted", givingBack: []),
                    refunds: [], actor: "1001", in: transaction)
            },
            allowed: { try Shop.giveBack(2, seq: 2, sale: "posted", in: $0) }),
        UniquenessRow(
            testDescription: "a refund number names one refund",
            first: { transaction in
                try Shop.post(sale: "posted", in: transaction)
                try Shop.giveBack(1, seq: 1, sale: "posted", in: transaction)
            },
            second: { try Shop.giveBack(1, seq: 2, sale: "posted", in: $0) },
            allowed: { try Shop.giveBack(2, seq: 2, sale: "posted", in: $0) }),
        UniquenessRow(
            testDescription: "what is refunded was claimed",
            first: { try Shop.post(sale: "posted", in: $0) },
            second: { try Shop.giveBack(1, of: 9, sale: "posted", in: $0) },
            allowed: { try Shop.giveBack(1, sale: "posted", in: $0) }),
        UniquenessRow(
            testDescription: "the manager's leave has the manager in it",
            first: { try Shop.post(sale: "posted", in: $0) },
            second: { transaction in
                try ReturnTable.insert(
                    try Shop.saleReturn(
                        "other", sale: "posted", reason: .managersLeave, givingBack: []),
                    refunds: [], actor: "1001", in: transaction)
            },
            allowed: { try Shop.giveBack(1, sale: "posted", in: $0) }),
        UniquenessRow(
            testDescription: "what is sold is in the catalogue",
            first: { _ in },
            second: { transaction in
                var sale = try Shop.sale("a", state: .open)
                try sale.add(try Shop.goods("9999"), quantity: 1)
                try insert(sale, transaction)
            },
            allowed: { try insert(try Shop.sale("a"), $0) }),
    ]
}

@Suite struct UniquenessTests {
    @Test(
        "The second is refused, and nothing of its transaction is kept", arguments: Engine.all,
        UniquenessRow.all)
    func refusesTheSecond(_ engine: Engine, _ row: UniquenessRow) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                for id in ["sale-1", "sale-2"] {
                    try SaleTable.insert(try Shop.sale(id), at: Shop.at(0), in: transaction)
                }
                try row.first(transaction)
            }
            await #expect {
                try await database.write { transaction in
                    try RemarkTable.insert(
                        Remark(staff: try Shop.cashier(), words: "before", at: Shop.at(0)),
                        id: "remark", on: .sale(SaleID("sale-1"), receipt: "r"),
                        date: BusinessDate(iso: "2026-11-23"), store: try Shop.store(),
                        in: transaction)
                    try row.second(transaction)
                }
            } throws: { error in
                isConstraint(error)
            }
            let kept = try await database.read {
                try RemarkTable.all(
                    on: SaleID("sale-1"), store: try Shop.store(), in: $0)
            }
            #expect(kept.isEmpty)
            try await database.write(row.allowed)
        }
    }

    // Checkout draws another number when its number is taken, and only then.
    @Test("A number that is taken is told apart from a sale that is busy", arguments: Engine.all)
    func constraintNames(_ engine: Engine) async throws {
        func name(_ database: any Database, _ second: StoredAttempt) async -> String? {
            do {
                try await database.write { try AttemptTable.begin(second, in: $0) }
                return nil
            } catch DatabaseError.constraint(let name) {
                return name
            } catch {
                return nil
            }
        }
        try await engine.withShop { database in
            try await database.write { transaction in
                for id in ["sale-1", "sale-2"] {
                    try SaleTable.insert(try Shop.sale(id), at: Shop.at(0), in: transaction)
                }
                try AttemptTable.begin(try Shop.attempt(1), in: transaction)
            }
            let taken = await name(database, try Shop.attempt(1, sale: "sale-2"))
            #expect(taken?.contains("order_number") == true)
            let busy = await name(database, try Shop.attempt(2))
            #expect(busy?.contains("order_number") == false)
        }
    }

    @Test(
        "A debit is claimed once, by whichever of its numbers, whoever asks (P2)",
        arguments: Engine.all)
    func claims(_ engine: Engine) async throws {
        let (first, second) = ("4200001234202611230000000001", "4200001234202611230000000002")
        try await engine.withShop { database in
            try await database.write { transaction in
                for id in ["sale-1", "sale-2"] {
                    try SaleTable.insert(try Shop.sale(id), at: Shop.at(0), in: transaction)
                }
                let claim = try Shop.claim(1, trade: first)
                #expect(try ClaimTable.insert(claim, in: transaction))
                let refused = [
                    try Shop.claim(1, trade: first),
                    try Shop.claim(1, trade: first, sale: "sale-2", method: 42),
                    try Shop.claim(1, trade: second, sale: "sale-2"),
                    try Shop.claim(2, trade: first, sale: "sale-2"),
                ]
                for claim in refused {
                    #expect(try !ClaimTable.insert(claim, in: transaction))
                }
                #expect(try ClaimTable.insert(try Shop.claim(2, trade: second), in: transaction))
                // Another wallet may happen to use the same digits.
                #expect(
                    try ClaimTable.insert(
                        try Shop.claim(3, trade: first, wallet: .alipay), in: transaction))
                #expect(
                    try ClaimTable.ofSale(
                        SaleID("sale-2"), store: try Shop.store(), in: transaction
                    ).isEmpty)
            }
        }
    }

    @Test(
        "R40: of twenty tills that scan one number at one moment, one has it", arguments: Engine.all
    )
    func raceForAClaim(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                for till in 0..<20 {
                    try SaleTable.insert(
                        try Shop.sale("sale-\(till)"), at: Shop.at(0), in: transaction)
                }
            }
            let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                for till in 0..<20 {
                    group.addTask {
                        try await database.write { transaction in
                            try ClaimTable.insert(
                                try Shop.claim(sale: "sale-\(till)", method: 42), in: transaction)
                        }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    }
}
