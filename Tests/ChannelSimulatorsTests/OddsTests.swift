// Faults by percentage: the same seed meets the same requests, and an honest share of them.

import ChannelSimulators
import Testing

@Suite("Faults by percentage")
struct OddsTests {
    private func met(_ percent: Int, seed: UInt64?, of count: Int) -> [Bool] {
        var board = FaultBoard()
        let added = board.add(
            wallet: .wechat, call: .pay, kind: .loseAnswer, milliseconds: nil, times: nil,
            percent: percent, seed: seed)
        #expect(added != nil)
        return (0..<count).map { _ in board.meet(.wechat, .pay) != nil }
    }

    @Test("The share is about what was asked for", arguments: [1, 30, 50, 99])
    func share(_ percent: Int) {
        for seed in [UInt64(1), 7, 20_261_127] {
            let count = met(percent, seed: seed, of: 10_000).filter { $0 }.count
            // Five standard deviations at the widest.
            #expect(abs(count - percent * 100) < 250, "seed \(seed): \(count)")
        }
        #expect(met(100, seed: 1, of: 500).allSatisfy { $0 })
    }

    @Test("The same seed meets the same requests, another seed others")
    func seeds() {
        #expect(met(30, seed: 7, of: 200) == met(30, seed: 7, of: 200))
        #expect(met(30, seed: 7, of: 200) != met(30, seed: 8, of: 200))
        #expect(met(30, seed: nil, of: 200) == met(30, seed: nil, of: 200))
        // As another program drew them.
        let first = met(30, seed: 7, of: 20)
        #expect(first.indices.filter { first[$0] } == [1, 3, 5, 9, 11, 16, 19])
    }

    @Test("Only requests that fit are drawn for, and one that is missed meets the next fault")
    func fits() {
        var board = FaultBoard()
        for (kind, percent) in [(Fault.Kind.loseAnswer, 30), (.http500, nil as Int?)] {
            _ = board.add(
                wallet: .wechat, call: .pay, kind: kind, milliseconds: nil, times: nil,
                percent: percent, seed: percent.map { _ in 7 })
        }
        var seen: [Bool] = []
        for _ in 0..<50 {
            #expect(board.meet(.alipay, .pay) == nil)
            #expect(board.meet(.wechat, .query) == nil)
            seen.append(board.meet(.wechat, .pay)?.kind == .loseAnswer)
        }
        #expect(seen == met(30, seed: 7, of: 50))
        #expect(board.faults.count == 2)
    }

    @Test("With a number of times, that many are met and then it is off")
    func times() {
        var board = FaultBoard()
        _ = board.add(
            wallet: nil, call: nil, kind: .loseAnswer, milliseconds: nil, times: 3, percent: 50,
            seed: 1)
        let met = (0..<1_000).filter { _ in board.meet(.bestpay, .query) != nil }
        #expect(met.count == 3)
        #expect(board.faults.isEmpty)
    }

    @Test("A request is drawn for once: `down` for every call, too, when its call is known")
    func once() {
        var board = FaultBoard()
        _ = board.add(
            wallet: nil, call: nil, kind: .down, milliseconds: nil, times: nil, percent: 100,
            seed: 1)
        #expect(board.meet(.alipay, nil) == nil)
        #expect(board.meet(.alipay, .pay) != nil)
    }

    @Test("No percentage is refused, and so is a seed for nothing")
    func refused() {
        var board = FaultBoard()
        for (percent, seed) in [(0, nil), (101, nil), (-1, 1), (nil, 1)] as [(Int?, UInt64?)] {
            let added = board.add(
                wallet: nil, call: nil, kind: .down, milliseconds: nil, times: nil,
                percent: percent, seed: seed)
            #expect(added == nil)
        }
        #expect(board.faults.isEmpty)
    }

    @Test("Over the control interface: told with its percentage and seed, met by the draw")
    func control() async throws {
        try await Running.run { network in
            let id = try await network.fault(
                "{\"channel\":\"wechat\",\"call\":\"pay\",\"fault\":\"systemError\","
                    + "\"percent\":30,\"seed\":7}")
            let listed = try await network.client.send("GET", "/control/faults").json?.array?.first
            #expect(listed?["percent"] == .integer(30))
            #expect(listed?["seed"] == .integer(7))
            #expect(listed?["times"] == .null)
            var seen: [Bool] = []
            for place in 0..<12 {
                let answer = try await network.payWeChat("n\(place)")
                seen.append(
                    wechatFields(answer.body, network.merchant)?["err_code"] == "SYSTEMERROR")
            }
            #expect(seen == met(30, seed: 7, of: 12))
            _ = try await network.client.send("DELETE", "/control/faults/\(id ?? 0)")
            for place in 12..<16 {
                let answer = try await network.payWeChat("n\(place)")
                #expect(
                    wechatFields(answer.body, network.merchant)?["result_code"] == "SUCCESS")
            }
        }
    }
}
