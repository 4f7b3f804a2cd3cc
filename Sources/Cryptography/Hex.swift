// Bytes as hexadecimal digits: WeChat Pay's signatures are upper case, stored hashes lower case.

/// Base 16.
package enum Hex {
    package static func lower(_ bytes: [UInt8]) -> String {
        text(bytes, Array("0123456789abcdef".utf8))
    }

    package static func upper(_ bytes: [UInt8]) -> String {
        text(bytes, Array("0123456789ABCDEF".utf8))
    }

    /// The bytes of an even number of digits of either case; nil for anything else.
    package static func bytes(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count / 2)
        var high: UInt8?
        for unit in text.utf8 {
            guard let digit = value(unit) else { return nil }
            if let first = high {
                result.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return high == nil ? result : nil
    }

    private static func text(_ bytes: [UInt8], _ digits: [UInt8]) -> String {
        var units: [UInt8] = []
        units.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            units.append(digits[Int(byte >> 4)])
            units.append(digits[Int(byte & 15)])
        }
        return String(decoding: units, as: UTF8.self)
    }

    private static func value(_ unit: UInt8) -> UInt8? {
        switch unit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): unit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): unit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): unit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
