// What happens to bytes on a bad day.

import TestSupport

extension SeededRandom {
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
