// Watches a world and knows the promises by itself: it keeps its own books from what the wallets
// really did, and reads the product's tables by SQL of its own, never through the product's code.
//
// During the run it looks at what each commit added; at the end, when nothing moves any more, at
// everything (`Closing`).

internal import Payments
internal import Persistence
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class Auditor: @unchecked Sendable {
    /// What has become durable of an attempt.
    struct Known {
        let sale: String
        /// The first word of its state.
        var state: String
        var isOpen: Bool
        var wasInDoubt = false
        /// The process that wrote it last.
        var worker = ""
        /// Whether it was taken up after that process had died.
        var wasSwept = false
        /// Times `pay` left a process under this number.
        var sent = 0
        var endedAt: Timestamp?
        /// The event that ended it.
        var ending = ""
    }

    enum GivingBack: Equatable {
        case reversal
        case refund(String)
    }

    private unowned let world: World
    private(set) var violations: [Violation] = []
    private(set) var known: [String: Known] = [:]
    private var openOfSale: [String: String] = [:]
    /// Refund numbers that are durable, with their amount.
    private(set) var refunds: [String: Int64] = [:]
    private(set) var reversedAt: [String: Timestamp] = [:]
    private(set) var countedAt: [String: Timestamp] = [:]
    private(set) var approvedCash: Set<String> = []
    private(set) var goods = Goods()
    private var lastEvent: Int64 = 0
    private var lastClaim: Int64 = 0
    private var lastRefund: Int64 = 0

    init(_ world: World) {
        self.world = world
    }

    private var now: Timestamp { world.time.now }

    // MARK: What the wallets see

    /// P4: the intent is durable before the first byte leaves.
    ///
    /// P2: nothing is sent twice.
    func payLeaves(_ request: PayRequest, to wallet: Wallet) {
        let number = request.number.digits
        guard var attempt = known[number] else {
            return found(.nothingIsForgotten, "sent before it was durable", number)
        }
        attempt.sent += 1
        known[number] = attempt
        if attempt.sent > 1 { found(.nothingIsDoubled, "asked to pay twice", number) }
        if let other = openOfSale[attempt.sale], other != number {
            found(.nothingIsDoubled, "a second payment beside an open one", number)
        }
    }

    func refundLeaves(_ request: RefundRequest, to wallet: Wallet) {
        guard let amount = refunds[request.refund.text] else {
            return found(
                .nothingIsForgotten, "refund sent before it was durable", request.order.digits)
        }
        if amount != request.amount.fen {
            found(.nothingIsDoubled, "refund sent with another amount", request.order.digits)
        }
    }

    /// P3: what was called not paid is never debited afterwards, unless the wallet itself lied.
    func debited(_ order: WalletOrder, at wallet: Wallet) {
        world.fold(1, UInt64(bitPattern: order.amount.fen), UInt64(bitPattern: now.microseconds))
        guard !order.hasLied, let attempt = known[order.number] else { return }
        if attempt.state == "declined" || attempt.state == "reversed" {
            found(.nothingIsGuessed, "called not paid, and debited afterwards", order.number)
        }
    }

    /// P2: no more goes back than was debited; that the wallet refuses is its merit, not ours.
    func refundExceeds(_ order: WalletOrder) {
        found(.nothingIsDoubled, "asked to give back more than is left", order.number)
    }

    func gaveBack(_ order: WalletOrder, _ amount: Money, by way: GivingBack) {
        world.fold(2, UInt64(bitPattern: amount.fen), UInt64(bitPattern: now.microseconds))
        if way == .reversal { reversedAt[order.number] = now }
    }

    // MARK: What the tills see

    /// P6: no cash while a scanned payment of the sale is open, without a manager.
    func tookCash(sale: String, approved: Bool) {
        // A manager's word beside a payment that has ended is about something else.
        guard let number = openOfSale[sale] else { return }
        if approved {
            approvedCash.insert(sale)
        } else if !approvedCash.contains(sale) {
            found(.cashNeverCoversCode, "cash for a sale with an open payment", number)
        }
    }

    /// Goods were rung up, or nobody knows whether they were.
    func rang(_ quantity: Int64, on sale: String?) {
        goods.rang(quantity, on: sale)
    }

    // MARK: What became durable

    func committed(_ tables: Set<Followed>) {
        if tables.isEmpty { return }
        do {
            try world.database.look { transaction in
                if tables.contains(.event) { try readEvents(transaction) }
                if tables.contains(.claim) { try readClaims(transaction) }
                if tables.contains(.refund) { try readRefunds(transaction) }
            }
        } catch {
            found(.nothingIsForgotten, "the books cannot be read: \(error)", "")
        }
    }

    private func readEvents(_ transaction: any Transaction) throws {
        let rows = try transaction.rows(
            """
            SELECT e.rowid AS row_id, e.order_number, e.event, e.state_after, a.sale_id,
                   a.worker_id
            FROM   attempt_event e
            JOIN   attempt a ON a.store_id = e.store_id AND a.order_number = e.order_number
            WHERE  e.rowid > ? ORDER BY e.rowid
            """, [.integer(lastEvent)])
        for row in rows {
            lastEvent = try row.integer("row_id")
            let number = try row.text("order_number")
            let event = Auditor.word(try row.text("event"))
            let state = Auditor.word(try row.text("state_after"))
            let sale = try row.text("sale_id")
            let worker = try row.text("worker_id")
            world.fold(state)
            take(number, event: event, state: state, sale: sale, by: worker)
            if world.isRecording {
                let server = Auditor.server(of: worker)
                world.note(.server(server), .database, about: number, kind: .durable) {
                    "\(event) → \(state)"
                }
            }
        }
    }

    private func take(
        _ number: String, event: String, state: String, sale: String, by worker: String
    ) {
        var attempt =
            known[number] ?? Known(sale: sale, state: state, isOpen: false)
        let wasOpen = attempt.isOpen || known[number] == nil
        if !wasOpen, attempt.state != state {
            found(.nothingIsGuessed, "called \(attempt.state), and then \(state)", number)
        }
        attempt.state = state
        attempt.isOpen = !["succeeded", "declined", "reversed"].contains(state)
        if state == "unresolved" || state == "reversing" { attempt.wasInDoubt = true }
        if event == "restarted", world.isDead(attempt.worker) { attempt.wasSwept = true }
        attempt.worker = worker
        if attempt.isOpen {
            if let other = openOfSale[sale], other != number {
                found(.nothingIsDoubled, "two payments of one sale are open", number)
            }
            openOfSale[sale] = number
        } else if openOfSale[sale] == number {
            openOfSale[sale] = nil
        }
        let ends = wasOpen && !attempt.isOpen
        if ends {
            attempt.endedAt = now
            attempt.ending = event
        }
        known[number] = attempt
        if ends { judge(number, state) }
    }

    /// An attempt has been called ended: whether that is true.
    private func judge(_ number: String, _ state: String) {
        guard let order = world.order(number) else {
            if state == "succeeded" {
                found(.nothingIsGuessed, "called paid, and no wallet knows it", number)
            }
            return
        }
        if order.hasLied { return }
        if state == "succeeded" {
            if order.kept != order.asked.fen {
                found(.nothingIsGuessed, "called paid, and the wallet kept another sum", number)
            }
            if !world.isAsAsked(order) {
                found(.nothingIsGuessed, "called paid, to another merchant or currency", number)
            }
        } else if order.kept > 0 {
            found(.nothingIsGuessed, "called not paid, and the wallet had debited it", number)
        }
    }

    private func readClaims(_ transaction: any Transaction) throws {
        let rows = try transaction.rows(
            "SELECT rowid AS row_id, order_number FROM claim WHERE rowid > ? ORDER BY rowid",
            [.integer(lastClaim)])
        for row in rows {
            lastClaim = try row.integer("row_id")
            let number = try row.text("order_number")
            countedAt[number] = now
            world.fold(number)
        }
    }

    private func readRefunds(_ transaction: any Transaction) throws {
        let rows = try transaction.rows(
            """
            SELECT rowid AS row_id, refund_number, amount_fen FROM refund
            WHERE rowid > ? ORDER BY rowid
            """, [.integer(lastRefund)])
        for row in rows {
            lastRefund = try row.integer("row_id")
            let amount = try row.integer("amount_fen")
            refunds[try row.text("refund_number")] = amount
            world.fold(3, UInt64(bitPattern: amount))
        }
    }

    /// The number in a worker's name, `server-1-3`.
    private static func server(of worker: String) -> Int {
        worker.split(separator: "-").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    /// The first word of a line of the journal.
    static func word(_ line: String) -> String {
        String(line.prefix { $0 != " " })
    }

    // MARK: Findings

    func found(_ promise: Promise, _ kind: String, _ subject: String) {
        let customer = world.customer(of: subject)
        violations.append(
            Violation(
                promise: promise, kind: kind, subject: subject,
                words: "\(kind): \(subject)", at: now, customer: customer))
        world.note(.database, nil, about: subject, kind: .violation(promise)) { kind }
    }
}

extension World {
    /// The order of whichever wallet knows the number.
    func order(_ number: String) -> WalletOrder? {
        for wallet in wallets {
            if let order = wallet.orders[number] { return order }
        }
        return nil
    }

    /// Whether the wallet says of an order what was asked of it.
    func isAsAsked(_ order: WalletOrder) -> Bool {
        wallets.contains { wallet in
            wallet.orders[order.number] != nil && order.isAsAsked(at: wallet.merchantAccount)
        }
    }
}
