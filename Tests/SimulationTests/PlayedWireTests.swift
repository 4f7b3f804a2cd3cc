import Payments
import Retail
import Testing

@testable import Simulation

@Suite("The wire to a played wallet") struct PlayedWireTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let fault: Fault
        /// Whether the wallet has heard of the order when the answer, or none, is there.
        let arrives: Bool
        /// Whether the answer says that the request provably stayed here.
        var isNeverSent = false
        var testDescription: String { fault.rawValue }
    }

    @Test(
        "a broken wire never says no: the wallet did it or not, and nobody knows",
        arguments: [
            Row(fault: .payAnswerLost, arrives: true),
            Row(fault: .systemError, arrives: true),
            Row(fault: .httpError, arrives: true),
            Row(fault: .badSignature, arrives: true),
            Row(fault: .unlistedCode, arrives: true),
            Row(fault: .requestLost, arrives: false),
            Row(fault: .payAfterReversal, arrives: false),
            Row(fault: .notConnected, arrives: false, isNeverSent: true),
        ])
    func brokenWire(_ row: Row) throws {
        let played = try PlayedWorld(WorldPlan(seed: 1, payments: 1, faults: [row.fault]))
        defer { played.stop() }
        var struck = 0
        for customer in 0..<1_500 where struck < 1 {
            let before = played.world.counts[row.fault]
            let (request, answer) = try pay(customer, in: played)
            if played.world.counts[row.fault] == before { continue }
            struck += 1
            switch answer {
            case .unresolved: #expect(!row.isNeverSent)
            case .neverSent: #expect(row.isNeverSent)
            case .paid, .declined, .awaitingShopper, .offered, nil:
                Issue.record("said \(String(describing: answer))")
            }
            #expect((played.world.order(request.number.digits) != nil) == row.arrives)
        }
        #expect(struck > 0)
    }

    @Test("a delayed request arrives after all, and is debited then or declined")
    func delayed() throws {
        let played = try PlayedWorld(WorldPlan(seed: 1, payments: 1, faults: [.payDelayed]))
        defer { played.stop() }
        for customer in 0..<1_500 {
            let (request, answer) = try pay(customer, in: played)
            if played.world.counts[.payDelayed] == 0 { continue }
            played.run(for: .seconds(60))
            let order = try #require(played.world.order(request.number.digits))
            #expect(order.arrivedAt.since(request.startedAt) >= .seconds(3))
            #expect(answer == .unresolved(Doubt(kind: .timeout, detail: "no answer")))
            return
        }
        Issue.record("no request was delayed")
    }

    @Test("a whole wire says what the wallet did", arguments: Wallet.played)
    func wholeWire(_ wallet: Wallet) throws {
        let played = try PlayedWorld(WorldPlan(seed: 1, payments: 1, faults: []))
        defer { played.stop() }
        var kinds: Set<String> = []
        // UnionPay's answer to a payment is a receipt, and "paid" comes later.
        let kindsMax = wallet == .unionPay ? 2 : 3
        for customer in 0..<300 where kinds.count < kindsMax {
            let (request, answer) = try pay(customer, in: played, wallet)
            let order = try #require(played.world.order(request.number.digits))
            switch answer {
            case .paid(let proof): #expect(proof == order.proof && order.kept == 1_000)
            case .declined: #expect(order.state == .closed)
            case .awaitingShopper where wallet == .unionPay: break
            case .awaitingShopper: #expect(order.debitedAt == nil)
            case .offered, .unresolved, .neverSent, nil: Issue.record("the wire is whole")
            }
            kinds.insert(answer?.name ?? "")
        }
        #expect(kinds.count == kindsMax)
    }

    @Test("a dead process sends nothing")
    func deadProcess() throws {
        let played = try PlayedWorld(WorldPlan(seed: 1, payments: 1, faults: []))
        defer { played.stop() }
        let process = try #require(played.world.servers.first?.process)
        process.die(because: "the test says so")
        let (request, answer) = try pay(1, in: played, by: process)
        #expect(answer == .unresolved(.gone))
        #expect(played.world.order(request.number.digits) == nil)
    }

    private func pay(
        _ customer: Int, in played: PlayedWorld, _ wallet: Wallet = .weChatPay,
        by dead: Process? = nil
    ) throws -> (PayRequest, PayAnswer?) {
        let world = played.world
        let scan = Scan(
            seed: 1, customer: customer, index: 0, shownAt: world.time.now,
            code: WalletScene.code(customer, wallet))
        world.show(scan)
        let request = try WalletScene.request(
            scan, fen: 1_000, serial: customer, at: world.time.now)
        let process = try #require(dead ?? world.servers.first?.process)
        let counter = try #require(world.wallet(wallet))
        let wire = PlayedWire(counter, process: process)
        let answer = played.result { await wire.pay(SendPermit(afterCommitOf: request)) }
        return (request, answer)
    }
}
