// A cashier. Rings up, takes the money in one way or another, completes, and serves the next; at the end
// of the shift whatever is still open or held is brought to an end. What to do next is read off the
// till, as a person would, so that any refusal, restart or recovery may come between any two steps.

internal import DemoChain
internal import Foundation
internal import Persistence
internal import Retail

final class SoakTill {
    let line: SoakLine
    let phones: SoakPhones
    let tally: SoakTally
    let goods: [Product]
    var random: SoakRandom
    /// Whose code was scanned for a number, and what that customer will do about a password.
    var customers: [String: SoakCustomer] = [:]
    /// Receipts of sales that this till has seen posted, to give goods back from.
    var returnable: [String] = []
    private let name: String
    private var keys = 0

    init(_ line: SoakLine, _ phones: SoakPhones, goods: [Product], seed: UInt64, stream: Int) {
        self.line = line
        self.phones = phones
        tally = line.tally
        self.goods = goods
        random = SoakRandom(seed: seed, stream: UInt64(stream))
        name = "soak-\(seed)-\(stream)"
    }

    /// Serves until the time is over, then ends what is open, for so long and no longer.
    func work(until end: ContinuousClock.Instant, closing: ContinuousClock.Instant) async {
        while ContinuousClock.now < end, !Task.isCancelled {
            await trying { try await self.serve() }
            await pause(20...200)
        }
        while ContinuousClock.now < closing, !Task.isCancelled {
            var isDone = false
            await trying { isDone = try await self.closeUp(until: closing) }
            if isDone { return }
            await pause(200...500)
        }
    }

    /// Runs a step; a refusal or a dead line is what a cashier shrugs at.
    func trying(_ body: () async throws -> Void) async {
        do {
            try await body()
        } catch let refusal as TillRefusal {
            tally.refused(refusal.code)
        } catch {
            // Counted where it happened; the next look at the till says how things stand.
        }
    }

    func pause(_ milliseconds: ClosedRange<Int>) async {
        try? await Task.sleep(for: random.milliseconds(milliseconds))
    }

    /// A key that no other act of this soak has.
    func key() -> String {
        keys += 1
        return "\(name)-\(keys)"
    }

    /// An act; now and then the line drops before the answer, and the same is asked again.
    func act(_ path: String, _ body: [String: JSON], key: String? = nil) async throws -> JSON {
        let hurry = random.chance(8) ? random.milliseconds(1...60) : nil
        return try await line.act(path, body, key: key ?? self.key(), firstAnswer: hurry)
    }

    // MARK: A customer

    private func serve() async throws {
        let till = try await line.till()
        if let open = till.sale.id.text {
            return try await settle(open, .obeys, until: .now + .seconds(60))
        }
        if (till.suspended.integer ?? 0) > 0, random.chance(25) {
            return try await retrieve(until: .now + .seconds(60))
        }
        if random.chance(15), try await returnGoods() { return }
        let temper = random.choose(SoakTemper.weights) ?? .obeys
        guard let sale = try await ringUp() else { return }
        try await settle(sale, temper, until: .now + .seconds(90))
    }

    /// Rings up one to three articles on a new sale, and looks whether each is there once.
    private func ringUp() async throws -> String? {
        var sale: String?
        var expected: Int64 = 0
        for _ in 0..<random.number(1...3) {
            guard let product = goods.randomElement(using: &random) else { return nil }
            let quantity = Int64(random.number(1...2))
            var body: [String: JSON] = [
                "entry": .text(random.chance(50) ? product.code : product.ean13 ?? product.code),
                "quantity": .integer(quantity),
            ]
            if let sale { body["sale"] = .text(sale) }
            let till = try await act("sale/lines", body)
            expected += product.price.fen * quantity
            sale = till.sale.id.text ?? sale
            guard till.sale.grossFen.integer == expected else {
                tally.found(
                    "sale \(sale ?? "-"): \(till.sale.grossFen.line) fen rung up, not \(expected)")
                return sale
            }
        }
        guard let sale else { return nil }
        tally.count { $0.sales += 1 }
        if random.chance(10) {
            _ = try await act(
                "sale/discount",
                ["sale": .text(sale), "kind": "percent", "basisPoints": .integer(500)])
        }
        if random.chance(50) { _ = try await act("sale/checkout", ["sale": .text(sale)]) }
        return sale
    }

    /// Takes back the sale that has been held longest, and goes on with it.
    private func retrieve(until end: ContinuousClock.Instant) async throws {
        let held = try await line.get("/api/sales/suspended").array
        guard let sale = held.first?.sale.text else { return }
        _ = try await act("sales/\(sale)/retrieval", [:])
        try await settle(sale, .obeys, until: end)
    }

    /// True when nothing is open at this register and nothing held in the store.
    private func closeUp(until end: ContinuousClock.Instant) async throws -> Bool {
        let till = try await line.till()
        if let open = till.sale.id.text {
            try await settle(open, .obeys, until: end)
            return false
        }
        guard (till.suspended.integer ?? 0) > 0 else { return true }
        try await retrieve(until: end)
        return false
    }
}

/// How a cashier takes trouble.
enum SoakTemper: Sendable {
    /// Does what the screen says.
    case obeys
    /// Scans again, takes cash, presses F9 and 42 whatever the screen says.
    case hurries
    /// Calls the manager and takes cash although a payment is in doubt.
    case callsManager
    case holds
    case voids
    /// The customer pays in cash from the start.
    case takesCash

    static let weights: [(Int, SoakTemper)] = [
        (40, .obeys), (22, .hurries), (9, .callsManager), (10, .holds), (7, .voids),
        (12, .takesCash),
    ]
}
