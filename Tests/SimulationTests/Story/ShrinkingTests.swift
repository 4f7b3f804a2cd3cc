import Simulation
import Synchronization
import TestSupport
import Testing

@Suite("Shrinking") struct ShrinkingTests {
    struct Planted: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let size: Int
        /// What is enough to fail: any one of these, whole.
        let reasons: [[Int]]
        let found: [Int]
        /// Far fewer runs than leaving out one by one would need.
        let runsMax: Int
    }

    @Test(
        "delta debugging finds the planted reason",
        arguments: [
            Planted(
                testDescription: "one of a thousand", size: 1_000, reasons: [[617]], found: [617],
                runsMax: 30),
            Planted(
                testDescription: "two far apart", size: 1_000, reasons: [[3, 990]],
                found: [3, 990], runsMax: 80),
            Planted(
                testDescription: "three in a row", size: 512, reasons: [[100, 101, 102]],
                found: [100, 101, 102], runsMax: 100),
            Planted(
                testDescription: "the smaller of two comes first", size: 64,
                reasons: [[5], [40, 41]], found: [5], runsMax: 20),
            Planted(
                testDescription: "nothing is needed", size: 1_000, reasons: [[]], found: [],
                runsMax: 1),
            Planted(
                testDescription: "all are needed", size: 8, reasons: [Array(0..<8)],
                found: Array(0..<8), runsMax: 40),
            Planted(
                testDescription: "there is but one", size: 1, reasons: [[0]], found: [0],
                runsMax: 1),
            Planted(
                testDescription: "there is none", size: 0, reasons: [[]], found: [], runsMax: 0),
        ])
    func deltaDebugging(_ planted: Planted) async {
        var asked: [[Int]] = []
        let found = await DeltaDebugging.smallest(
            of: Array(0..<planted.size), runsMax: 10_000
        ) { kept in
            asked.append(kept)
            return planted.reasons.contains { Set($0).isSubset(of: kept) }
        }
        #expect(found.indices == planted.found)
        #expect(found.isMinimal)
        #expect(found.runs == asked.count)
        #expect(found.runs <= planted.runsMax)
        #expect(Set(asked).count == asked.count, "nothing is asked twice")
        #expect(asked.allSatisfy { $0 == $0.sorted() })
    }

    @Test("what it finds is minimal, whatever fails, and within any number of runs")
    func minimal() async {
        for seed in UInt64(0)..<200 {
            var random = SeededRandom(seed: seed)
            let size = Int.random(in: 0...40, using: &random)
            let reasons = (0...2).map { _ in
                Set((0..<4).compactMap { _ in (0..<size).randomElement(using: &random) })
            }
            let needed = Int.random(in: 1...4, using: &random)
            // Not monotonic: a set of odd size needs fewer, so leaving out one may heal or hurt.
            let fails = { (kept: [Int]) in
                kept.count == size
                    || reasons.contains { reason in
                        reason.intersection(kept).count >= needed - kept.count % 2
                    }
            }
            let runsMax = seed % 3 == 0 ? Int.random(in: 0...12, using: &random) : 10_000
            let indices = Array(0..<size)
            let found = await DeltaDebugging.smallest(of: indices, runsMax: runsMax, fails: fails)
            #expect(fails(found.indices))
            #expect(found.runs <= runsMax)
            guard found.isMinimal else {
                #expect(found.runs == runsMax)
                continue
            }
            for left in found.indices {
                #expect(!fails(found.indices.filter { $0 != left }), "seed \(seed)")
            }
            let again = await DeltaDebugging.smallest(of: indices, runsMax: runsMax, fails: fails)
            #expect(again == found)
        }
    }

    /// A case as the simulation has them, small enough to see through.
    struct World: Equatable, Sendable {
        var payments: [Int]
        var faults: [String]
        var stores: Int
        var servers: Int
    }

    static let start = World(
        payments: Array(0..<200), faults: ["delay", "lost answer", "crash", "clock", "repeat"],
        stores: 5, servers: 3)

    static func shrinking(runsMax: Int) -> Shrinking<World> {
        Shrinking(
            steps: [
                .subset(
                    count: \.payments.count,
                    keeping: { world, kept in
                        var smaller = world
                        smaller.payments = kept.map { world.payments[$0] }
                        return smaller
                    }),
                .candidates { world in
                    world.faults.indices.map { left in
                        var smaller = world
                        smaller.faults.remove(at: left)
                        return smaller
                    }
                },
                .candidates { world in
                    var smaller: [World] = []
                    if world.stores > 1 {
                        smaller.append(world)
                        smaller[smaller.count - 1].stores -= 1
                    }
                    if world.servers > 1 {
                        smaller.append(world)
                        smaller[smaller.count - 1].servers -= 1
                    }
                    return smaller
                },
            ], runsMax: runsMax)
    }

    /// Payments 20 and 77, an answer lost and a crash, on two servers; while the clock is odd, a third
    /// payment is needed, so that payments can be left out once more after the faults.
    static func fails(_ world: World) -> Bool {
        let needed: Set = world.faults.contains("clock") ? [20, 77, 150] : [20, 77]
        return needed.isSubset(of: world.payments) && world.faults.contains("lost answer")
            && world.faults.contains("crash") && world.servers >= 2
    }

    @Test("all steps together find the planted case")
    func together() async {
        let shrunk = await Self.shrinking(runsMax: 10_000).smallest(from: Self.start) {
            Self.fails($0)
        }
        let expected = World(
            payments: [20, 77], faults: ["lost answer", "crash"], stores: 1, servers: 2)
        #expect(shrunk.smallest == expected)
        #expect(shrunk.end == .nothingSmaller)
        #expect(shrunk.runs < 150)
    }

    @Test("no more runs than allowed, and what is returned fails", arguments: 0...60)
    func budget(_ runsMax: Int) async {
        let runs = Mutex(0)
        let shrunk = await Self.shrinking(runsMax: runsMax).smallest(from: Self.start) { world in
            runs.withLock { $0 += 1 }
            return Self.fails(world)
        }
        #expect(runs.withLock { $0 } == shrunk.runs)
        #expect(shrunk.runs <= runsMax)
        #expect(shrunk.end == .nothingSmaller || shrunk.runs == runsMax)
        #expect(Self.fails(shrunk.smallest))
    }

    @Test("the same twice")
    func deterministic() async {
        let first = await Self.shrinking(runsMax: 37).smallest(from: Self.start) { Self.fails($0) }
        let second = await Self.shrinking(runsMax: 37).smallest(from: Self.start) { Self.fails($0) }
        #expect(first.smallest == second.smallest)
        #expect(first.runs == second.runs)
    }

    @Test("candidates that are not simpler end with the runs")
    func notSimpler() async {
        let shrinking = Shrinking<Int>(steps: [.candidates { [$0, $0] }], runsMax: 25)
        let shrunk = await shrinking.smallest(from: 7) { $0 == 7 }
        #expect(shrunk.smallest == 7)
        #expect(shrunk.runs == 25)
        #expect(shrunk.end == .runsSpent)
    }

    @Test("without a step nothing is run")
    func noSteps() async {
        let shrunk = await Shrinking<Int>(steps: [], runsMax: 5).smallest(from: 7) { _ in true }
        #expect(shrunk.runs == 0)
        #expect(shrunk.end == .nothingSmaller)
    }
}
