// What goes in comes out: attempts, claims, acts, sessions, paper, remarks, cases, people, stores.

import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct RecordRoundTripTests {
    @Test("A new attempt and its journal's first line", arguments: Engine.all)
    func attempt(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try SaleTable.insert(try Shop.sale(), at: Shop.at(0), in: transaction)
                let stored = try Shop.attempt()
                try AttemptTable.begin(stored, in: transaction)

                let found = try #require(
                    try AttemptTable.find(
                        try Shop.number(), paces: Shop.paces, in: transaction))
                #expect(found.attempt == stored.attempt)
                #expect(found.sale == stored.sale)
                #expect(found.payment == stored.payment)
                #expect(found.register == stored.register)
                #expect(found.cashier == stored.cashier)
                #expect(found.worker == "worker-1")
                #expect(found.version == 1)
                let lines = try JournalTable.lines(of: try Shop.number(), in: transaction)
                #expect(lines.map(\.event) == ["begun"])
                #expect(lines.map(\.actor) == ["1001"])
                #expect(lines.map(\.at) == [Shop.at(0)])
                #expect(lines.map(\.stateAfter) == ["sending"])
            }
        }
    }

    @Test(
        "R26: a paid attempt is found by either of its numbers, by sale, not as open",
        arguments: Engine.all)
    func paidAttempt(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try SaleTable.insert(try Shop.sale(), at: Shop.at(0), in: transaction)
                var stored = try Shop.attempt()
                try AttemptTable.begin(stored, in: transaction)
                let (store, register) = (stored.store, stored.register)
                #expect(
                    try AttemptTable.open(
                        store: store, register: register, paces: Shop.paces, in: transaction
                    ).count == 1)
                let proof = try Shop.proof()
                #expect(
                    try AttemptTable.find(
                        tradeNumber: proof.channelTradeNumber, paces: Shop.paces, in: transaction)
                        == nil)
                try AttemptTable.feed(
                    .payAnswered(.paid(proof)), to: &stored, at: Shop.at(2), in: transaction)

                let byTrade = try AttemptTable.find(
                    tradeNumber: proof.channelTradeNumber, paces: Shop.paces, in: transaction)
                #expect(byTrade?.attempt == stored.attempt)
                #expect(byTrade?.attempt.state == .succeeded(proof))
                #expect(byTrade?.version == 2)
                let ofSale = try AttemptTable.ofSale(
                    stored.sale, store: store, paces: Shop.paces, in: transaction)
                #expect(ofSale.map(\.attempt) == [stored.attempt])
                #expect(
                    try AttemptTable.open(
                        store: store, register: register, paces: Shop.paces, in: transaction
                    ).isEmpty)
            }
        }
    }

    @Test("A claim, found by our number or by the wallet's", arguments: Engine.all)
    func claim(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try SaleTable.insert(try Shop.sale(), at: Shop.at(0), in: transaction)
                let claim = try Shop.claim()
                #expect(try ClaimTable.insert(claim, in: transaction))
                let byNumber = try ClaimTable.find(
                    number: claim.number, tradeNumber: nil, in: transaction)
                let byTrade = try ClaimTable.find(
                    number: nil, tradeNumber: claim.tradeNumber, in: transaction)
                for found in [byNumber, byTrade] {
                    let found = try #require(found)
                    #expect(found.number == claim.number)
                    #expect(found.proof == claim.proof)
                    #expect(found.amount == claim.amount)
                    #expect(found.claimedBy == claim.claimedBy)
                    #expect(found.claimedAt == claim.claimedAt)
                    #expect(found.wallet == .weChatPay)
                    #expect(found.method == 41)
                    #expect(found.sale == claim.sale)
                }
                #expect(
                    try ClaimTable.find(number: nil, tradeNumber: nil, in: transaction) == nil)

                try ClaimTable.setMethod(42, of: claim.number, in: transaction)
                let all = try ClaimTable.ofSale(claim.sale, store: claim.store, in: transaction)
                #expect(all.map(\.method) == [42])
            }
        }
    }

    @Test("An act, by its key, in its own store alone", arguments: Engine.all)
    func act(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                let act = DoneAct(asked: "complete sale-1", answered: "{\"ok\":true}")
                let store = try Shop.store()
                try ActTable.insert(
                    act, key: "key-1", by: try Shop.cashier(), store: store, at: Shop.at(0),
                    in: transaction)
                #expect(try ActTable.find("key-1", store: store, in: transaction) == act)
                #expect(try ActTable.find("key-2", store: store, in: transaction) == nil)
                #expect(
                    try ActTable.find("key-1", store: try Shop.store("0102"), in: transaction)
                        == nil)
            }
        }
    }

    @Test(
        "A session, until it closes or is removed; old ones are cleared away", arguments: Engine.all
    )
    func session(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                let session = StoredSession(
                    staff: try Shop.cashier(), store: try Shop.store(),
                    register: try Shop.register(), closesAt: Shop.at(100))
                try SessionTable.insert(
                    session, tokenHash: "t1", at: Shop.at(0), in: transaction)
                func find(_ token: String, _ seconds: Int64) throws -> StoredSession? {
                    try SessionTable.find(token, at: Shop.at(seconds), in: transaction)
                }
                #expect(try find("t1", 99) == session)
                #expect(try find("t1", 100) == nil)
                #expect(try find("t2", 0) == nil)
                try SessionTable.insert(
                    session, tokenHash: "t2", at: Shop.at(50), in: transaction)
                try SessionTable.remove("t2", in: transaction)
                #expect(try find("t2", 51) == nil)
                #expect(try find("t1", 51) == session)

                try SessionTable.insert(
                    session, tokenHash: "t3", at: Shop.at(101), in: transaction)
                let left = try transaction.rows("SELECT token_hash FROM session")
                #expect(try left.map { try $0.text("token_hash") } == ["t3"])
            }
        }
    }

    @Test("R21: paper waits, fails, waits longer, and comes out", arguments: Engine.all)
    func printJob(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                let sale = try Shop.sale()
                try SaleTable.insert(sale, at: Shop.at(0), in: transaction)
                let (store, register) = (sale.store, sale.register)
                func job(_ copy: Int64, _ state: PrintJob.State = .queued) -> PrintJob {
                    PrintJob(
                        store: store, id: "job-\(copy)", .receipt(sale.id), register: register,
                        copy: copy, state: state)
                }
                func due(_ seconds: Int64, limit: Int64 = 9) throws -> [String] {
                    try PrintJobTable.due(at: Shop.at(seconds), limit: limit, in: transaction)
                        .map(\.id)
                }
                try PrintJobTable.insert(job(0), at: Shop.at(10), in: transaction)
                try PrintJobTable.insert(job(1), at: Shop.at(11), in: transaction)
                try PrintJobTable.insert(job(2, .none), at: Shop.at(12), in: transaction)
                #expect(try due(9) == [])
                #expect(try due(11) == ["job-0", "job-1"])
                #expect(try due(11, limit: 1) == ["job-0"])
                #expect(
                    try PrintJobTable.copies(of: sale.id, store: store, in: transaction) == 3)
                #expect(
                    try PrintJobTable.countQueued(
                        store: store, register: register, in: transaction) == 2)

                try PrintJobTable.postpone(
                    job(0), until: Shop.at(60), because: "缺纸", in: transaction)
                #expect(try due(59) == ["job-1"])
                let late = try PrintJobTable.due(at: Shop.at(60), limit: 9, in: transaction)
                #expect(late.map(\.id) == ["job-1", "job-0"])
                #expect(late.map(\.tries) == [0, 1])
                #expect(late.map(\.lastError) == ["", "缺纸"])

                try PrintJobTable.markPrinted(job(0), in: transaction)
                #expect(try due(99) == ["job-1"])
                let latest = try PrintJobTable.latest(
                    of: sale.id, store: store, in: transaction)
                #expect(latest == job(2, .none))
            }
        }
    }

    @Test("Remarks on a sale, oldest first", arguments: Engine.all)
    func remark(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                let sale = try Shop.sale()
                try SaleTable.insert(sale, at: Shop.at(0), in: transaction)
                let remarks = [
                    Remark(staff: try Shop.cashier(), words: "第一", at: Shop.at(1)),
                    Remark(staff: try Shop.manager(), words: "第二", at: Shop.at(2)),
                ]
                for (index, remark) in remarks.enumerated().reversed() {
                    try RemarkTable.insert(
                        remark, id: "remark-\(index)", on: .sale(sale.id, receipt: "r"),
                        date: sale.businessDate, store: sale.store, in: transaction)
                }
                let found = try RemarkTable.all(on: sale.id, store: sale.store, in: transaction)
                #expect(found == remarks)
                try RemarkTable.insert(
                    remarks[0], id: "day", on: .day, date: sale.businessDate, store: sale.store,
                    in: transaction)
                #expect(
                    try RemarkTable.answer(
                        "day", of: sale.store, words: "好", by: Shop.manager(), at: Shop.at(3),
                        in: transaction))
                var filter = RemarkFilter()
                filter.isAnswered = true
                let day = try #require(
                    try RemarkTable.list(filter, limit: 9, in: transaction).first)
                #expect(day.kind == "day" && day.subject == sale.businessDate.iso)
                #expect(day.answer?.words == "好" && day.remark == remarks[0])
                filter.isAnswered = false
                #expect(
                    try RemarkTable.list(filter, limit: 9, in: transaction).map(\.id)
                        == ["remark-1", "remark-0"])
            }
        }
    }

    @Test("A case is opened once for a cause, and closed with how", arguments: Engine.all)
    func paymentCase(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                func open(_ cause: String, _ detail: String) throws {
                    try CaseTable.open(
                        CaseOpening(
                            store: try Shop.store(), cause: cause, subject: "order-1",
                            detail: detail, amount: Money(fen: 6_510)),
                        at: Shop.at(0), in: transaction)
                }
                try open("late-success", "first")
                try open("late-success", "again")
                try open("wrong-amount", "other")
                var cases = try CaseTable.all(subject: "order-1", in: transaction)
                #expect(cases.map(\.cause) == ["late-success", "wrong-amount"])
                #expect(cases.map(\.detail) == ["first", "other"])
                #expect(cases.map(\.amount.fen) == [6_510, 6_510])
                #expect(cases.map(\.isOpen) == [true, true])

                try CaseTable.close(
                    subject: "order-1", causes: ["late-success"], how: "已补单", at: Shop.at(9),
                    in: transaction)
                try CaseTable.close(
                    subject: "order-1", causes: ["late-success"], how: "again", at: Shop.at(10),
                    in: transaction)
                cases = try CaseTable.all(subject: "order-1", in: transaction)
                #expect(cases.map(\.isOpen) == [false, true])
                #expect(cases.map(\.closedHow) == ["已补单", nil])
                // Nobody is without an owner and a due time.
                let row = try transaction.row(
                    "SELECT owner_role, due_at_us FROM payment_case WHERE cause = ?",
                    [.text("wrong-amount")])
                #expect(try row?.text("owner_role") == "finance")
                #expect(try row?.integer("due_at_us") == Shop.at(86_400).microseconds)
            }
        }
    }

    @Test("People and stores", arguments: Engine.all)
    func peopleAndStores(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                let people = try Shop.people()
                for staff in people {
                    #expect(try StaffTable.find(staff.id, in: transaction) == staff)
                }
                let here = try StaffTable.all(of: try Shop.store(), in: transaction)
                #expect(here.map(\.id.digits) == ["1001", "2001", "9001"])
                #expect(try StaffTable.find(try StaffID("4242"), in: transaction) == nil)
                try StaffTable.note(
                    failures: 3, lockedUntil: Shop.at(60), of: try Shop.cashier(),
                    in: transaction)
                let locked = try StaffTable.find(try Shop.cashier(), in: transaction)
                #expect(locked?.failures == 3)
                #expect(locked?.lockedUntil == Shop.at(60))

                let store = try StoreTable.find(try Shop.store(), in: transaction)
                #expect(store?.dayTurns == .hours(2))
                #expect(try StoreTable.all(in: transaction).map(\.id.digits) == ["0101", "0102"])
                let registers = try StoreTable.registers(of: try Shop.store(), in: transaction)
                #expect(registers.map(\.digits) == ["01", "02", "03"])
            }
        }
    }
}
