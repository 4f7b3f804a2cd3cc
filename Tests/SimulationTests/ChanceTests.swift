import Testing

@testable import Simulation

@Suite("Chance with a seed") struct ChanceTests {
    @Test("SplitMix64 as published: the first numbers of seed 0")
    func published() {
        var chance = Chance(seed: 0)
        let numbers = (0..<3).map { _ in chance.next() }
        #expect(
            numbers == [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F])
    }

    @Test("the same seed and names give the same numbers", arguments: [0, 1, 42, UInt64.max])
    func sameSeedSameNumbers(_ seed: UInt64) {
        #expect(numbers(Chance(seed: seed)) == numbers(Chance(seed: seed)))
        #expect(numbers(Chance(seed: seed, 3, 7)) == numbers(Chance(seed: seed, 3, 7)))
        #expect(numbers(Chance(seed: seed)) != numbers(Chance(seed: seed &+ 1)))
    }

    @Test("streams with different names have no number in common")
    func streamsAreIndependent() {
        let streams = [
            Chance(seed: 1), Chance(seed: 1, 0), Chance(seed: 1, 1), Chance(seed: 1, 2),
            Chance(seed: 1, 12), Chance(seed: 1, 1, 2), Chance(seed: 1, 2, 1),
            Chance(seed: 1, 1, 2, 0), Chance(seed: 2, 1, 2), Chance(seed: 2, 1),
        ]
        let all = streams.flatMap { numbers($0, count: 200) }
        #expect(Set(all).count == all.count)
    }

    @Test("what one stream has drawn does not move another")
    func drawingMovesNobodyElse() {
        var one = Chance(seed: 9, 1)
        let other = Chance(seed: 9, 2)
        let before = numbers(other)
        for _ in 0..<1_000 { _ = one.next() }
        #expect(numbers(Chance(seed: 9, 2)) == before)
    }

    @Test(
        "numbers stay in their range and reach both ends",
        arguments: [0...0, 1...2, -3...3, 100...109, -90_000 ... -89_995])
    func ranges(_ range: ClosedRange<Int64>) {
        var chance = Chance(seed: 5, 1)
        let drawn = Set((0..<1_000).map { _ in chance.number(range) })
        #expect(drawn == Set(range))
    }

    @Test(
        "an index stays below its count, and is 0 where there is nothing to choose",
        arguments: [(-1, 1), (0, 1), (1, 1), (2, 2), (7, 7)])
    func indices(_ count: Int, _ values: Int) {
        var chance = Chance(seed: 6)
        let drawn = Set((0..<500).map { _ in chance.index(below: count) })
        #expect(drawn == Set(0..<values))
    }

    @Test(
        "so many times in a million, within four standard deviations",
        arguments: [
            (-1, 0...0), (0, 0...0), (1_000_000, 200_000...200_000), (2_000_000, 200_000...200_000),
            (500_000, 99_100...100_900), (1_000, 143...257),
        ])
    func happens(_ rate: Int, _ expected: ClosedRange<Int>) {
        var chance = Chance(seed: 7)
        let count = (0..<200_000).count { _ in chance.happens(perMillion: rate) }
        #expect(expected.contains(count))
    }

    @Test("each choice comes as often as its weight says, and one without weight never")
    func weights() {
        var chance = Chance(seed: 8)
        var counts: [String: Int] = [:]
        for _ in 0..<100_000 {
            let value = chance.pick([(7, "often"), (0, "never"), (2, "seldom"), (1, "rarely")])
            counts[value ?? "nothing", default: 0] += 1
        }
        #expect(Set(counts.keys) == ["often", "seldom", "rarely"])
        #expect((69_400...70_600).contains(counts["often"] ?? 0))
        #expect((19_500...20_500).contains(counts["seldom"] ?? 0))
        #expect((9_600...10_400).contains(counts["rarely"] ?? 0))
    }

    @Test("there is nothing to pick where nothing weighs anything")
    func nothingToPick() {
        var chance = Chance(seed: 8)
        #expect(chance.pick([(0, 1), (0, 2)]) == nil)
        #expect(chance.pick([(weight: Int, value: Int)]()) == nil)
    }

    @Test("a fault that is switched off draws like one that is on", arguments: Fault.allCases)
    func faultsDrawAlike(_ fault: Fault) throws {
        let none = try World(WorldPlan(seed: 1, payments: 0, faults: []), recording: false)
        let all = try World(
            WorldPlan(seed: 1, payments: 0, faults: Set(Fault.allCases)), recording: false)
        var (off, on) = (Chance(seed: 3), Chance(seed: 3))
        for _ in 0..<200 {
            #expect(!none.strikes(fault, &off))
            _ = all.strikes(fault, &on)
        }
        #expect(off.next() == on.next())
    }

    private func numbers(_ stream: Chance, count: Int = 50) -> [UInt64] {
        var stream = stream
        return (0..<count).map { _ in stream.next() }
    }
}
