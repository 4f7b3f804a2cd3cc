// The audit during the run can fail: what it must say of calls, debits and commits that are wrong.

import Payments
import Persistence
import Retail
import Testing

@testable import Simulation

@Suite("The audit during the run") struct WatchingTests {
    @Test("sent before it was durable")
    func sentTooEarly() throws {
        try inAWorld { played, number in
            let request = try request(serial: 7_654_321)
            let found = played.found {
                played.world.auditor.payLeaves(request, to: .weChatPay)
            }
            #expect(found == ["sent before it was durable"])
        }
    }

    @Test("asked to pay twice")
    func askedTwice() throws {
        try inAWorld { played, number in
            let request = try request(number)
            let found = played.found {
                played.world.auditor.payLeaves(request, to: .weChatPay)
            }
            #expect(found == ["asked to pay twice"])
        }
    }

    @Test("a second payment beside an open one")
    func secondBesideAnOpenOne() throws {
        try inAWorld { played, number in
            let second = try request(serial: 7_654_321)
            try played.tell(of: second.number.digits, like: number, ["begun → declined"])
            try played.tell(of: number, ["restarted → unresolved"])
            let found = played.found {
                played.world.auditor.payLeaves(second, to: .weChatPay)
            }
            #expect(found == ["a second payment beside an open one"])
        }
    }

    @Test(
        "a refund that nobody has written down, or with another amount",
        arguments: [
            (false, 0, "refund sent before it was durable"),
            (true, 1, "refund sent with another amount"),
        ])
    func refunds(_ isWritten: Bool, _ more: Int64, _ kind: String) throws {
        try inAWorld { played, number in
            let paid = try request(number)
            let refund = WalletScene.refund(1, of: paid, fen: 100 + more)
            if isWritten { try played.write(refund.refund.text, of: number, fen: 100) }
            let found = played.found {
                played.world.auditor.refundLeaves(refund, to: .weChatPay)
            }
            #expect(found == [kind])
            // And nothing where it is right.
            guard isWritten else { return }
            let right = WalletScene.refund(1, of: paid, fen: 100)
            #expect(played.found { played.world.auditor.refundLeaves(right, to: .weChatPay) } == [])
        }
    }

    @Test(
        "debited after it was called not paid, unless the wallet had lied",
        arguments: [
            ("declined", false, ["called not paid, and debited afterwards"]),
            ("reversed", false, ["called not paid, and debited afterwards"]),
            ("unresolved", false, []), ("declined", true, []),
        ])
    func debitedAfterwards(_ state: String, _ hasLied: Bool, _ kinds: [String]) throws {
        try inAWorld { played, number in
            let order = try #require(played.world.order(number))
            // Told of a number that the wallet does not know, so that only the debit is judged.
            let other = try request(serial: 7_654_321).number.digits
            try played.tell(of: other, like: number, ["begun → sending", "answered → \(state)"])
            let debited = WalletOrder(
                number: other, tradeNumber: order.tradeNumber, customer: order.customer,
                asked: order.asked, amount: order.amount, merchantAccount: order.merchantAccount,
                arrivedAt: order.arrivedAt, state: .paid, debitedAt: order.debitedAt,
                hiddenUntil: order.hiddenUntil, hasLied: hasLied, code: order.code)
            let found = played.found {
                played.world.auditor.debited(debited, at: .weChatPay)
            }
            #expect(found == kinds)
        }
    }

    @Test("two payments of one sale are open")
    func twoAreOpen() throws {
        try inAWorld { played, number in
            let other = try request(serial: 7_654_321).number.digits
            try played.tell(of: number, ["restarted → unresolved"])
            let found = try played.found {
                try played.tell(of: other, like: number, ["begun → sending"])
            }
            #expect(found == ["two payments of one sale are open"])
        }
    }

    @Test(
        "called paid, or not paid, against the wallet's truth",
        arguments: [
            (false, ["restarted → unresolved", "queried → succeeded"], []),
            (
                false, ["restarted → unresolved", "queried → declined"],
                ["called not paid, and the wallet had debited it"]
            ),
            (
                false, ["restarted → reversing", "reversed → reversed"],
                ["called not paid, and the wallet had debited it"]
            ),
            (true, ["restarted → reversing", "reversed → reversed"], []),
            (
                true, ["restarted → unresolved", "queried → succeeded"],
                ["called paid, and the wallet kept another sum"]
            ),
        ])
    func judged(_ isReversed: Bool, _ events: [String], _ kinds: [String]) throws {
        try inAWorld { played, number in
            if isReversed {
                for wallet in played.world.wallets where wallet.orders[number] != nil {
                    let order = try MerchantOrderNumber(reading: number)
                    _ = wallet.undo(order)
                }
            }
            try played.tell(of: number, Array(events.prefix(1)))
            let found = try played.found {
                try played.tell(of: number, Array(events.dropFirst()))
            }
            #expect(found == kinds)
        }
    }

    @Test(
        "an end that is overwritten",
        arguments: [
            ("notified → declined", ["called succeeded, and then declined"]),
            ("restarted → unresolved", ["called succeeded, and then unresolved"]),
            ("statement-shows → succeeded", []),
        ])
    func overwritten(_ event: String, _ kinds: [String]) throws {
        try inAWorld { played, number in
            let found = try played.found { try played.tell(of: number, [event]) }
            #expect(found == kinds)
        }
    }

    @Test("a refund of more than the wallet has kept")
    func refundExceeds() throws {
        try inAWorld { played, number in
            let order = try #require(played.world.order(number))
            let wallet = try #require(
                played.world.wallets.first { $0.orders[number] != nil })
            let refund = WalletScene.refund(1, of: try request(number), fen: order.kept + 1)
            let found = played.found {
                _ = wallet.giveBack(refund, fails: false, arrivesIn: .seconds(1))
            }
            #expect(found == ["asked to give back more than is left"])
        }
    }

    @Test("called paid, and no wallet knows it")
    func nobodyKnowsIt() throws {
        try inAWorld { played, number in
            let other = try request(serial: 7_654_321).number.digits
            let found = try played.found {
                try played.tell(of: other, like: number, ["begun → succeeded"])
            }
            #expect(found == ["called paid, and no wallet knows it"])
        }
    }

    @Test(
        "cash for a sale with an open payment, unless a manager said so",
        arguments: [
            (true, false, ["cash for a sale with an open payment"]), (true, true, []),
            (false, false, []),
        ])
    func cash(_ isOpen: Bool, _ approved: Bool, _ kinds: [String]) throws {
        try inAWorld { played, number in
            if isOpen { try played.tell(of: number, ["restarted → unresolved"]) }
            let sale = try #require(played.world.auditor.known[number]?.sale)
            let found = played.found {
                played.world.auditor.tookCash(sale: sale, approved: approved)
            }
            #expect(found == kinds)
        }
    }

    /// With a small world that has settled, and the number of an order that is debited and posted.
    private func inAWorld(_ body: (PlayedWorld, String) throws -> Void) throws {
        let played = try PlayedWorld(WorldPlan(seed: 1, payments: 4, faults: []))
        defer { played.stop() }
        played.serve()
        #expect(played.world.auditor.violations == [])
        let number = try #require(try played.postedNumber())
        try body(played, number)
    }

    private func request(serial: Int) throws -> PayRequest {
        let now = Timestamp(microseconds: 1_795_500_000_000_000)
        let scan = Scan(
            seed: 1, customer: 99, index: 0, shownAt: now,
            code: WalletScene.code(99, .weChatPay))
        return try WalletScene.request(scan, fen: 1_000, serial: serial, at: now)
    }

    /// A request under a number that there is already.
    private func request(_ number: String) throws -> PayRequest {
        let made = try request(serial: 1)
        return PayRequest(
            number: try MerchantOrderNumber(reading: number), amount: made.amount, code: made.code,
            subject: "", store: made.store, register: made.register, cashier: made.cashier,
            startedAt: made.startedAt, payableUntil: made.payableUntil)
    }
}

extension PlayedWorld {
    /// Writes events into the journal of an attempt, `event → state`, and lets the audit see each.
    ///
    /// An attempt that is not there is written first, like another one.
    func tell(of number: String, like model: String? = nil, _ events: [String]) throws {
        if let model {
            try world.database.now { transaction in
                try transaction.execute(
                    "CREATE TEMP TABLE IF NOT EXISTS attempt AS SELECT * FROM main.attempt")
                try transaction.execute(
                    "INSERT INTO attempt SELECT * FROM main.attempt WHERE order_number = ?",
                    [.text(model)])
                try transaction.execute(
                    "UPDATE attempt SET order_number = ? WHERE rowid = last_insert_rowid()",
                    [.text(number)])
            }
        }
        for event in events {
            let words = event.split(separator: " → ").map(String.init)
            guard let name = words.first, let state = words.last else { continue }
            try world.database.now { transaction in
                try transaction.execute(
                    "CREATE TEMP TABLE IF NOT EXISTS attempt_event AS SELECT * FROM main.attempt_event"
                )
                try transaction.execute(
                    """
                    INSERT INTO attempt_event
                    SELECT store_id, ?, 1000, at_us, actor, ?, ? FROM main.attempt_event LIMIT 1
                    """, [.text(number), .text(name), .text(state)])
            }
            world.auditor.committed([.event])
        }
    }

    /// Writes a refund that has been reserved.
    func write(_ refund: String, of number: String, fen: Int64) throws {
        try world.database.now { transaction in
            try transaction.execute(
                "CREATE TEMP TABLE refund (refund_number, order_number, amount_fen)")
            try transaction.execute(
                "INSERT INTO refund (rowid, refund_number, order_number, amount_fen) VALUES (?, ?, ?, ?)",
                [.integer(1_000_000), .text(refund), .text(number), .integer(fen)])
        }
        world.auditor.committed([.refund])
    }
}
