// Single values of a statement's line, read from their bytes by integer arithmetic. Each reading is
// whole or nil: a value that is half understood is not understood.

package import Retail

/// Readings of single values.
package enum StatementField {
    /// Longer than any amount.
    ///
    /// *Unit*: bytes.
    private static let numberMax = 24

    /// An amount in yuan of up to six decimals, in millionths.
    package static func microyuan(_ bytes: ArraySlice<UInt8>) -> Int64? {
        decimal(bytes, decimals: 6)
    }

    /// An amount of whole fen.
    package static func money(_ bytes: ArraySlice<UInt8>) -> Money? {
        guard let value = microyuan(bytes), value % 10_000 == 0 else { return nil }
        return Money(fen: value / 10_000)
    }

    /// A share such as `0.60%`, or `0.006` without the sign.
    package static func rate(_ bytes: ArraySlice<UInt8>) -> StatementRate? {
        let isPercent = bytes.last == UInt8(ascii: "%")
        guard let parts = decimal(isPercent ? bytes.dropLast() : bytes, decimals: isPercent ? 4 : 6)
        else { return nil }
        return StatementRate(partsPerMillion: parts)
    }

    /// Digits alone.
    package static func count(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard bytes.first != UInt8(ascii: "-") else { return nil }
        return decimal(bytes, decimals: 0)
    }

    /// An identifier: printable ASCII without blanks; nil when it is empty, too long or something else.
    package static func identifier(_ bytes: ArraySlice<UInt8>, lengthMax: Int = 64) -> String? {
        guard !bytes.isEmpty, bytes.count <= lengthMax,
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `yyyy-MM-dd HH:mm:ss` of Beijing.
    package static func time(_ bytes: ArraySlice<UInt8>) -> Timestamp? {
        guard bytes.count == 19 else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let time = try? CivilTime(spaced: text) else { return nil }
        return time.timestamp
    }

    /// Without blanks and tabs around it.
    package static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes
        while let first = rest.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
        while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
        return rest
    }

    /// The number times ten to the power of `decimals`; nil when it has more decimals than that.
    private static func decimal(_ bytes: ArraySlice<UInt8>, decimals: Int) -> Int64? {
        guard !bytes.isEmpty, bytes.count <= numberMax else { return nil }
        let isNegative = bytes.first == UInt8(ascii: "-")
        var value: Int64 = 0
        var places = -1
        var digits = 0
        for unit in isNegative ? bytes.dropFirst() : bytes {
            switch unit {
            case UInt8(ascii: "."):
                guard places < 0, digits > 0 else { return nil }
                places = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if places >= 0 { places += 1 }
                guard places <= decimals, let longer = appended(unit, to: value) else { return nil }
                value = longer
            default: return nil
            }
        }
        guard digits > 0, places != 0 else { return nil }
        for _ in max(places, 0)..<decimals {
            guard let longer = appended(UInt8(ascii: "0"), to: value) else { return nil }
            value = longer
        }
        return isNegative ? -value : value
    }

    private static func appended(_ digit: UInt8, to value: Int64) -> Int64? {
        let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, overflowed) = shifted.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
        return overflow || overflowed ? nil : sum
    }
}
