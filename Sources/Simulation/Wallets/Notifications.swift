// What wallets say by themselves: a notification of a debit, early, twice, late, forged or about
// another order; and on the next day the statement, with rows missing, doubled or of another day.

internal import Checkout
internal import Payments
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class Notifications: @unchecked Sendable {
    private unowned let world: World
    private var chance: Chance
    private(set) var told = 0
    private var onTheirWay = 0

    init(world: World) {
        self.world = world
        chance = Chance(seed: world.plan.seed, 10)
    }

    /// An order was debited: what the wallet tells us of it, and when.
    func debited(_ order: WalletOrder, at wallet: PlayedWallet) {
        var chance = world.chance(of: order.number, .notify)
        let usual = chance.happens(perMillion: 20_000)
        let pause = Pause.milliseconds(chance.number(800...5_000))
        if usual { deliver(order.proof, wallet.wallet, after: pause) }
        if world.strikes(.notifiedEarly, &chance) {
            deliver(order.proof, wallet.wallet, after: .milliseconds(chance.number(0...15)))
        }
        if world.strikes(.notifiedTwice, &chance) {
            deliver(order.proof, wallet.wallet, after: pause)
            deliver(order.proof, wallet.wallet, after: .milliseconds(chance.number(5_000...60_000)))
        }
        if world.strikes(.notifiedLate, &chance) {
            deliver(order.proof, wallet.wallet, after: .minutes(chance.number(5...45)))
        }
        if world.strikes(.notifiedForeign, &chance) {
            deliver(world.foreign(order.proof, &chance), wallet.wallet, after: pause)
        }
        if world.strikes(.notifiedForged, &chance) { forge(order, wallet.wallet) }
    }

    /// "Paid" for an order that is not, with a signature that is not the wallet's: the receiver
    /// checks it, as every channel must, and does not listen.
    private func forge(_ order: WalletOrder, _ wallet: Wallet) {
        world.note(.channel(wallet), .server(0), about: order.number, kind: .lost) {
            "a forged notification, refused by its signature"
        }
    }

    private func deliver(_ proof: PaidProof, _ wallet: Wallet, after pause: Pause) {
        onTheirWay += 1
        world.time.after(pause) {
            self.onTheirWay -= 1
            self.deliver(proof, wallet, tries: 8)
        }
    }

    /// Whether a wallet has still something to say.
    var areOnTheirWay: Bool { onTheirWay > 0 }

    /// To whichever server answers; a wallet repeats what nobody took.
    private func deliver(_ proof: PaidProof, _ wallet: Wallet, tries: Int) {
        let server = world.servers[chance.index(below: world.servers.count)]
        guard let process = server.process, process.isAlive, let driver = process.driver else {
            guard tries > 0 else { return }
            world.time.after(.seconds(15)) { self.deliver(proof, wallet, tries: tries - 1) }
            return
        }
        told += 1
        world.note(.channel(wallet), .server(server.number), about: proof.merchantOrderNumber) {
            "notification: paid"
        }
        world.thread.start {
            do {
                _ = try await driver.told(proof, by: wallet, how: .notification)
            } catch {
                // Not confirmed: the wallet says it again.
                guard tries > 0 else { return }
                self.world.time.after(.seconds(15)) {
                    self.deliver(proof, wallet, tries: tries - 1)
                }
            }
        }
    }

    /// The statement of the day, row by row, to the first server that lives.
    func sendStatement(_ done: @escaping @Sendable () -> Void) {
        var rows: [(PaidProof, Wallet)] = []
        // What is missing, and what is of another day, comes with the next day's file.
        var next: [(PaidProof, Wallet)] = []
        for wallet in world.wallets {
            for number in wallet.numbers {
                guard let order = wallet.orders[number], order.state == .paid else { continue }
                let row = (order.proof, wallet.wallet)
                if world.strikesInStatement(.statementMissing, &chance) {
                    next.append(row)
                    continue
                }
                rows.append(row)
                if world.strikesInStatement(.statementTwice, &chance) { rows.append(row) }
                if world.strikesInStatement(.statementOtherDay, &chance) { next.append(row) }
            }
        }
        rows += next
        let read = rows
        world.thread.start { [weak world] in
            for (proof, wallet) in read {
                guard let driver = world?.livingDriver else { break }
                _ = try? await driver.told(proof, by: wallet, how: .statement)
            }
            done()
        }
    }
}

extension World {
    var livingDriver: PaymentDriver? {
        servers.lazy.compactMap(\.process).first { $0.isAlive }?.driver
    }

    /// Statements come when everything else has settled.
    func strikesInStatement(_ fault: Fault, _ chance: inout Chance) -> Bool {
        guard chance.happens(perMillion: fault.rate), plan.faults.contains(fault) else {
            return false
        }
        count(fault)
        return true
    }
}
