// Chance with a seed: SplitMix64, small, fast and the same on every machine. Each thing that can go
// one way or another draws from a stream of its own, named by numbers (a customer, a server, a
// wallet), so that leaving one customer out, or switching one fault off, changes nothing for the
// others. That is what lets a failing run be made small.

/// A stream of chance.
package struct Chance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// The stream of a seed that these numbers name.
    package init(seed: UInt64, _ names: UInt64...) {
        var mixed = Chance.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
        for name in names { mixed = Chance.mix(mixed ^ (name &* 0xD6E8_FEB8_6659_FD93 &+ 1)) }
        state = mixed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Chance.mix(state)
    }

    /// True so many times in a million.
    package mutating func happens(perMillion: Int) -> Bool {
        next() % 1_000_000 < UInt64(max(0, perMillion))
    }

    /// A number in the range, each as likely (but for a bias below 2⁻³²).
    package mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int64(next() % width)
    }

    package mutating func index(below count: Int) -> Int {
        Int(next() % UInt64(max(1, count)))
    }

    /// One of the weighted choices.
    package mutating func pick<Value>(_ choices: [(weight: Int, value: Value)]) -> Value? {
        let total = choices.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return nil }
        var left = Int(next() % UInt64(total))
        for choice in choices {
            left -= choice.weight
            if left < 0 { return choice.value }
        }
        return choices.last?.value
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
