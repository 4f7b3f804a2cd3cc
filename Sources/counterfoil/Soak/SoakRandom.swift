// Chance from one number, so that a soak can be asked for again. Which process runs first is not in
// it: the same seed gives the same intentions, not the same history.

/// SplitMix64 (Steele, Lea and Flood, 2014): small, fast, and good enough to choose customers.
struct SoakRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A stream of its own for each part of a soak.
    init(seed: UInt64, stream: UInt64) {
        state = seed &+ stream &* 0xD1B5_4A32_D192_ED03
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True so many times in a hundred.
    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    mutating func milliseconds(_ range: ClosedRange<Int>) -> Duration {
        .milliseconds(number(range))
    }

    /// One of the list, by its weight; nil when there is nothing to choose from.
    mutating func choose<Value>(_ list: [(Int, Value)]) -> Value? {
        let total = list.reduce(0) { $0 + max(0, $1.0) }
        guard total > 0 else { return nil }
        var draw = Int.random(in: 0..<total, using: &self)
        for (weight, value) in list {
            draw -= max(0, weight)
            if draw < 0 { return value }
        }
        return nil
    }
}
