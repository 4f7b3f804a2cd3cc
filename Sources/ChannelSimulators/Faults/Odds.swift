// A fault by percentage: which of the requests that fit it meets is drawn, and the same seed draws the
// same.

/// How often a fault meets a request that fits.
package struct Odds: Sendable, Equatable {
    package let percent: Int
    package let seed: UInt64
    /// How many requests were drawn for.
    private var drawn: UInt64 = 0

    /// Nil for what is no percentage; a hundred is every one.
    init?(percent: Int, seed: UInt64) {
        guard (1...100).contains(percent) else { return nil }
        self.percent = percent
        self.seed = seed
    }

    /// Whether the next request that fits is met.
    mutating func isMet() -> Bool {
        drawn &+= 1
        return Odds.number(seed: seed, drawn) % 100 < percent
    }

    /// SplitMix64's number at a place: as even as is needed here, and no state but a count.
    private static func number(seed: UInt64, _ place: UInt64) -> UInt64 {
        var mixed = seed &+ place &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
