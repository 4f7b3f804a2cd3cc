// Base 64 with padding, read strictly: one text for one sequence of bytes. A lenient reader would
// accept several texts for one signature, and a signature is compared as bytes only after this.

/// Base 64, the alphabet with `+` and `/`.
///
/// *Source*: RFC 4648 §4; canonical decoding as in §3.5.
package enum Base64 {
    private static let alphabet: [UInt8] = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    package static func text(_ bytes: [UInt8]) -> String {
        var units: [UInt8] = []
        units.reserveCapacity((bytes.count + 2) / 3 * 4)
        var rest = bytes[...]
        while let first = rest.popFirst() {
            let second = rest.popFirst()
            let third = rest.popFirst()
            let group =
                UInt32(first) << 16 | UInt32(second ?? 0) << 8 | UInt32(third ?? 0)
            units.append(alphabet[Int(group >> 18 & 63)])
            units.append(alphabet[Int(group >> 12 & 63)])
            units.append(second == nil ? pad : alphabet[Int(group >> 6 & 63)])
            units.append(third == nil ? pad : alphabet[Int(group & 63)])
        }
        return String(decoding: units, as: UTF8.self)
    }

    /// The bytes of a padded text without white space; nil for anything else.
    package static func bytes(_ text: String) -> [UInt8]? {
        bytes(units: Array(text.utf8))
    }

    static func bytes(units: [UInt8]) -> [UInt8]? {
        guard units.count % 4 == 0 else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(units.count / 4 * 3)
        var rest = units[...]
        while !rest.isEmpty {
            let group = rest.prefix(4)
            rest = rest.dropFirst(4)
            let digits = group.prefix { $0 != pad }
            let padding = group.count - digits.count
            // Padding stands only at the end, and only where a byte is missing.
            guard padding <= 2, padding == 0 || rest.isEmpty,
                group.suffix(padding).allSatisfy({ $0 == pad })
            else { return nil }
            var value: UInt32 = 0
            for digit in digits {
                guard let bits = bits(of: digit) else { return nil }
                value = value << 6 | UInt32(bits)
            }
            value <<= UInt32(6 * padding)
            let unused: UInt32 = padding == 2 ? 0xFFFF : padding == 1 ? 0xFF : 0
            guard value & unused == 0 else { return nil }
            result.append(UInt8(truncatingIfNeeded: value >> 16))
            if padding < 2 { result.append(UInt8(truncatingIfNeeded: value >> 8)) }
            if padding < 1 { result.append(UInt8(truncatingIfNeeded: value)) }
        }
        return result
    }

    private static let pad = UInt8(ascii: "=")

    private static func bits(of unit: UInt8) -> UInt8? {
        switch unit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): unit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): unit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): unit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
