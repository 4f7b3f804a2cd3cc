// SplitMix64 (Steele, Lea, Flood 2014): a test that fails on a random input must fail again on the
// same.

struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: Int) -> Int {
        bound > 0 ? Int(next() % UInt64(bound)) : 0
    }

    /// The bytes with one to four small accidents.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...below(4) {
            let place = below(result.count)
            switch below(7) {
            case 0 where !result.isEmpty: result[place] = UInt8(truncatingIfNeeded: next())
            case 1 where !result.isEmpty: result[place] ^= 1 << UInt8(below(8))
            case 2 where !result.isEmpty: result.remove(at: place)
            case 3: result.insert(UInt8(truncatingIfNeeded: next()), at: place)
            case 4: result = Array(result.prefix(place))
            case 5:
                let slice = Array(result.dropFirst(place).prefix(1 + below(40)))
                result.insert(contentsOf: slice, at: below(result.count))
            default:
                let pieces = ["<", ">", "&", "\"", "{", "}", "[", ",", "\\", "]]>", "<![CDATA["]
                result.insert(contentsOf: Array(pieces[below(pieces.count)].utf8), at: place)
            }
        }
        return result
    }
}
