// Faults, switched on and off at the network by chance: every kind that there is, at every wallet and
// call, some for a few requests, some for a few seconds. A killed network forgets its faults.

internal import ChannelSimulators
internal import Retail

struct SoakFaults: Sendable {
    /// How long an answer or a request may be late; the till's own time-out is 10 s.
    static let lateMilliseconds = 200...12_000

    let phones: SoakPhones
    let tally: SoakTally

    /// Goes on until the time is over, then switches everything off.
    func run(seed: UInt64, until end: ContinuousClock.Instant) async {
        var random = SoakRandom(seed: seed, stream: 1_001)
        // Every kind once before any comes a second time.
        var kinds: [Fault.Kind] = []
        await phones.payday()
        while ContinuousClock.now < end, !Task.isCancelled {
            if kinds.isEmpty { kinds = SoakFaults.kinds.shuffled(using: &random) }
            guard let kind = kinds.popLast() else { break }
            await play(kind, &random)
            if random.chance(10) { await phones.payday() }
            try? await Task.sleep(for: random.milliseconds(500...3_500))
        }
        await clear()
    }

    /// Nobody fetches a statement here.
    private static let kinds = Fault.Kind.allCases.filter { !$0.rawValue.hasPrefix("statement") }
    private static let calls = Call.allCases.filter { !$0.rawValue.hasPrefix("statement") }

    private func play(_ kind: Fault.Kind, _ random: inout SoakRandom) async {
        let wallets: [String]
        let calls: [String]
        switch kind {
        // Where they would never be met they are no faults: refunds are rare as it is.
        case .refundClosed: (wallets, calls) = (["wechat", "bestpay", "unionpay"], ["refund"])
        case .twice, .otherOrder: (wallets, calls) = (["all"], ["notification"])
        case .refundNotEnough: (wallets, calls) = (["all"], ["refund"])
        case .loseAnswer, .loseRequest, .delay, .delayRequest, .systemError, .systemErrorAfter,
            .down, .http500, .badSignature, .truncated, .garbage, .wrongAmount, .notFound,
            .statementRowMissing, .statementRowDoubled, .statementOtherDay,
            .statementWrongTotal, .statementCutOff, .statementNotReady:
            wallets = ["all"] + Wallet.allCases.map(\.rawValue)
            calls = ["all"] + SoakFaults.calls.map(\.rawValue)
        }
        var body: [String: JSON] = [
            "channel": .text(wallets.randomElement(using: &random) ?? "all"),
            "call": .text(calls.randomElement(using: &random) ?? "all"),
            "fault": .text(kind.rawValue),
            "milliseconds": .integer(Int64(random.number(SoakFaults.lateMilliseconds))),
        ]
        let isCounted = random.chance(60)
        let pause = random.milliseconds(500...4_000)
        if isCounted { body["times"] = .integer(Int64(random.number(1...4))) }
        guard let id = await phones.ask("POST", "/faults", .object(body))?.id.integer else {
            return
        }
        tally.count { $0.faults[kind.rawValue, default: 0] += 1 }
        guard !isCounted else { return }
        try? await Task.sleep(for: pause)
        _ = await phones.ask("DELETE", "/faults/\(id)")
    }

    func clear() async {
        for _ in 0..<5 where await phones.ask("DELETE", "/faults") == nil && !Task.isCancelled {}
    }
}
