// Answers that are not for us: another merchant's network, another order's answer, a byte changed.
// None may be believed, whoever signed it.

import Channels
import Payments
import Retail
import Synchronization
import TestSupport
import Testing

@Suite("Every client, false answers", .serialized)
struct ForgedAnswerTests {
    @Test("Another merchant's network proves nothing", arguments: Speaker.allCases)
    func stranger(speaker: Speaker) async throws {
        try await Network.run { ours in
            try await Network.run { theirs in
                // Our keys, their address: whatever they sign is not by the wallet that we know.
                let channel = try speaker.channel(ours.channels, at: theirs.base, ours.world)
                let purchase = try Purchase(ours, speaker, channel, serial: 1)
                #expect(Self.isDoubt(try await purchase.pay()))
                guard case .unresolved = await purchase.query(),
                    case .unresolved = await purchase.reverse(),
                    case .unresolved = await purchase.queryRefund()
                else {
                    Issue.record("a stranger is believed")
                    return
                }
            }
        }
    }

    @Test("The answer about another order proves nothing", arguments: Speaker.allCases)
    func anotherOrder(speaker: Speaker) async throws {
        try await Network.run { network in
            let tape = Tape()
            let channel = try speaker.channel(network.channels, network.world) {
                tape.around(try .curl($0))
            }
            let first = try Purchase(network, speaker, channel, serial: 1)
            _ = try await first.pay()
            let pay = tape.last
            _ = await first.query()
            let query = tape.last
            _ = await first.reverse()
            let reverse = tape.last
            let second = try Purchase(network, speaker, channel, serial: 2)
            tape.play(pay)
            let paid = try await second.pay()
            #expect(Self.isDoubt(paid), "\(paid)")
            tape.play(query)
            let asked = await second.query()
            guard case .unresolved = asked else {
                Issue.record("\(asked)")
                return
            }
            tape.play(reverse)
            let undone = await second.reverse()
            // WeChat Pay v2's answer to a reversal names no order; a query confirms each reversal.
            guard speaker != .weChatPay else { return }
            guard case .unresolved = undone else {
                Issue.record("\(undone)")
                return
            }
        }
    }

    @Test("A changed answer never says more than the honest one", arguments: Speaker.allCases)
    func changed(speaker: Speaker) async throws {
        try await Network.run { network in
            let tape = Tape()
            let channel = try speaker.channel(network.channels, network.world) {
                tape.around(try .curl($0))
            }
            let purchase = try Purchase(network, speaker, channel, serial: 1)
            _ = try await purchase.pay()
            _ = await purchase.query()
            let honest = tape.last
            guard case .answered(let status, let body, let head)? = honest else {
                Issue.record("no answer")
                return
            }
            var random = SeededRandom(seed: 26)
            for round in 0..<400 {
                var bytes = body
                let place = Int(random.next() % UInt64(max(1, bytes.count)))
                bytes[place] = UInt8(truncatingIfNeeded: random.next())
                tape.play(.answered(status: status, body: bytes, headers: head))
                switch await purchase.query() {
                case .paid(let proof): #expect(purchase.isBelieved(proof), "round \(round)")
                // BestPay signs no word on what was given back; its state and amount it does.
                case .refunded(let proof):
                    #expect(speaker == .bestPay && purchase.isBelieved(proof), "round \(round)")
                case .unresolved: continue
                case let answer: Issue.record("round \(round): \(answer)")
                }
            }
        }
    }

    private static func isDoubt(_ answer: PayAnswer) -> Bool {
        if case .unresolved = answer { true } else { false }
    }
}

/// Keeps the last answer, and plays one in place of the network.
final class Tape: Sendable {
    private let state = Mutex((last: HTTPOutcome?.none, next: HTTPOutcome?.none))

    var last: HTTPOutcome? { state.withLock { $0.last } }

    func play(_ outcome: HTTPOutcome?) {
        state.withLock { $0.next = outcome }
    }

    func around(_ transport: HTTPTransport) -> HTTPTransport {
        HTTPTransport { request in
            let played = self.state.withLock { state in
                defer { state.next = nil }
                return state.next
            }
            if let played { return played }
            let outcome = await transport.post(request)
            self.state.withLock { $0.last = outcome }
            return outcome
        }
    }
}
