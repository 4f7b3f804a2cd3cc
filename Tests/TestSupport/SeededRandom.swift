// Chance with a seed, so that a failure can be run again exactly as it was.

/// SplitMix64: small, fast, and the same on every machine.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func digits(_ count: Int) -> String {
        var text = ""
        for _ in 0..<count { text += "\(Int.random(in: 0...9, using: &self))" }
        return text
    }

    /// Text such as a broken scanner, a paste or an attacker may send; seldom close to right.
    package mutating func garbage() -> String {
        let length = Int.random(in: 0...40, using: &self)
        switch Int.random(in: 0...3, using: &self) {
        case 0:
            return digits(length)
        case 1:
            let alphabet = Array("0123456789 -.:+eE/年０９\u{0}\u{301}")
            return String((0..<length).compactMap { _ in alphabet.randomElement(using: &self) })
        case 2:
            let units = (0..<length).map { _ in UInt8.random(in: 0...255, using: &self) }
            return String(decoding: units, as: UTF8.self)
        default:
            // Nearly right: one place of a good text is spoiled.
            let good = ["12.50", "2026-11-23", "20261123154205", "2026-11-23 15:42:05", "0101"]
            var units = Array((good.randomElement(using: &self) ?? "").utf8)
            if let place = units.indices.randomElement(using: &self) {
                units[place] = UInt8.random(in: 0...255, using: &self)
            }
            return String(decoding: units, as: UTF8.self)
        }
    }
}
