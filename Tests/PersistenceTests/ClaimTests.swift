// Work that only one of several processes may do: taking over what a dead one left, and printing.

import Dispatch
import Payments
import Persistence
import Retail
import Sales
import Testing

@Suite struct ClaimTests {
    private func begin(_ database: any Database) async throws {
        try await database.write { transaction in
            let sale = try Shop.sale()
            try SaleTable.insert(sale, at: Shop.at(0), in: transaction)
            try AttemptTable.begin(try Shop.attempt(1), in: transaction)
        }
    }

    private func claim(_ database: any Database, _ serial: UInt32 = 1) async throws -> Bool {
        try await database.write {
            try AttemptTable.claimOrphan(try Shop.number(serial), in: $0)
        }
    }

    @Test("An orphan can be claimed, not what is looked after or unknown", arguments: Engine.all)
    func orphan(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await begin(database)
            #expect(try await claim(database))
            #expect(try await !claim(database, 2))
            try await database.write {
                try Workers.renew("worker-1", until: Shop.at(4), in: $0)
            }
            #expect(try await !claim(database))
        }
    }

    @Test("What has ended can no longer be claimed", arguments: Engine.all)
    func ended(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await begin(database)
            try await database.write { transaction in
                var stored = try Shop.attempt(1)
                try AttemptTable.feed(
                    .payAnswered(.paid(try Shop.proof(1))), to: &stored, at: Shop.at(1),
                    in: transaction)
            }
            #expect(try await !claim(database))
        }
    }

    @Test("What a worker gives up is an orphan, and only what is its own", arguments: Engine.all)
    func givenUp(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await begin(database)
            let number = try Shop.number(1).digits
            try await database.write { transaction in
                try Workers.renew("worker-1", until: Shop.at(4), in: transaction)
                try AttemptTable.release(number, by: "worker-2", in: transaction)
                #expect(
                    try AttemptTable.lookedAfter(by: "worker-1", in: transaction) == [number])
            }
            #expect(try await !claim(database))
            try await database.write { transaction in
                try AttemptTable.release(number, by: "worker-1", in: transaction)
                #expect(try AttemptTable.lookedAfter(by: "worker-1", in: transaction) == [])
            }
            #expect(try await claim(database))
        }
    }

    @Test("A refund is claimed and given up in the same way", arguments: Engine.all)
    func refund(_ engine: Engine) async throws {
        try await engine.withShop { database in
            let number = try Shop.refundNumber(1)
            try await database.write { transaction in
                try Shop.post(1, in: transaction)
                try Shop.giveBack(1, of: 1, in: transaction)
                try Workers.renew("worker-1", until: Shop.at(4), in: transaction)
                #expect(try !RefundTable.claimOrphan(number, in: transaction))
                #expect(
                    try RefundTable.lookedAfter(by: "worker-1", in: transaction) == [number.text])
                try RefundTable.release(number.text, by: "worker-1", in: transaction)
                #expect(try RefundTable.claimOrphan(number, in: transaction))
            }
        }
    }

    @Test("Of two that take over at once one does, and the other need not wait")
    func atOnce() async throws {
        try await Engine.postgres.withShop { database in
            try await begin(database)
            let (held, isOver) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let first = database.write { transaction in
                let isOurs = try AttemptTable.claimOrphan(try Shop.number(1), in: transaction)
                held.signal()
                #expect(isOver.wait(timeout: .now() + 20) == .success)
                return isOurs
            }
            async let second = database.write { transaction in
                #expect(held.wait(timeout: .now() + 20) == .success)
                let isOurs = try AttemptTable.claimOrphan(try Shop.number(1), in: transaction)
                isOver.signal()
                return isOurs
            }
            let (isFirst, isSecond) = try await (first, second)
            #expect(isFirst)
            #expect(!isSecond)
        }
    }

    @Test(
        "A worker is struck out for the beat that was seen, not for a later one",
        arguments: Engine.all)
    func strike(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try Workers.renew("worker-1", until: Shop.at(5), in: transaction)
                try Workers.strike("worker-1", lastSeen: Shop.at(4), in: transaction)
                #expect(try Workers.beats(in: transaction) == ["worker-1": Shop.at(5)])
                try Workers.strike("worker-1", lastSeen: Shop.at(5), in: transaction)
                #expect(try Workers.beats(in: transaction) == [:])
            }
        }
    }

    @Test(
        "A receipt is one process's until its lease is over, then anybody's", arguments: Engine.all)
    func receipt(_ engine: Engine) async throws {
        try await engine.withShop { database in
            try await database.write { transaction in
                try SaleTable.insert(try Shop.sale(), at: Shop.at(0), in: transaction)
                let job = PrintJob(
                    store: try Shop.store(), id: "job-1", .receipt(SaleID("sale-1")),
                    register: try Shop.register(), copy: 0, state: .queued)
                try PrintJobTable.insert(job, at: Shop.at(0), in: transaction)
                func claim(at second: Int64) throws -> Bool {
                    try PrintJobTable.claim(
                        job, at: Shop.at(second), until: Shop.at(second + 30), in: transaction)
                }
                #expect(try claim(at: 1))
                #expect(try !claim(at: 2))
                #expect(try PrintJobTable.due(at: Shop.at(30), limit: 9, in: transaction).isEmpty)
                #expect(try claim(at: 31))
                try PrintJobTable.markPrinted(job, in: transaction)
                #expect(try !claim(at: 99))
            }
        }
    }
}
