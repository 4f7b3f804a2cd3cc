// One plain line per fact, readable at 3 a.m. and parsed back exactly:
//
//     pay-paid order=2026… trade=4200… fen=6510 currency=CNY
//
// It is what the journal and the state column hold. Codable and JSON stay out of the core; a line that
// does not parse is an error with its reason, never a guess.

/// A name and its fields, as one line of text.
package struct FieldText: Equatable, Sendable {
    package let name: String
    private var pairs: [(key: String, value: String)] = []

    package init(_ name: String) {
        self.name = name
    }

    /// Reads a line.
    ///
    /// *Errors*: `FieldError`.
    package init(parsing line: String) throws(FieldError) {
        var parts = line.utf8.split(separator: UInt8(ascii: " "))[...]
        guard let first = parts.popFirst() else { throw .empty }
        name = try FieldText.unescape(first)
        for part in parts {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { throw .malformed }
            let key = try FieldText.unescape(part[..<equals])
            let value = try FieldText.unescape(part[part.index(after: equals)...])
            pairs.append((key, value))
        }
    }

    package func with(_ key: String, _ value: String) -> FieldText {
        var copy = self
        copy.pairs.append((key, value))
        return copy
    }

    package func with(_ key: String, _ value: Int64) -> FieldText {
        with(key, "\(value)")
    }

    /// The value of a field.
    ///
    /// *Errors*: `FieldError.missing`.
    package func text(_ key: String) throws(FieldError) -> String {
        for pair in pairs where pair.key == key { return pair.value }
        throw .missing(key)
    }

    package func has(_ key: String) -> Bool {
        for pair in pairs where pair.key == key { return true }
        return false
    }

    /// The value of a field as a number.
    ///
    /// *Errors*: `FieldError`.
    package func integer(_ key: String) throws(FieldError) -> Int64 {
        guard let value = Int64(try text(key)) else { throw .malformed }
        return value
    }

    package var line: String {
        var units: [UInt8] = []
        FieldText.escape(name, into: &units)
        for pair in pairs {
            units.append(UInt8(ascii: " "))
            FieldText.escape(pair.key, into: &units)
            units.append(UInt8(ascii: "="))
            FieldText.escape(pair.value, into: &units)
        }
        return String(decoding: units, as: UTF8.self)
    }

    package static func == (left: FieldText, right: FieldText) -> Bool {
        left.line == right.line
    }

    private static let hex: [UInt8] = Array("0123456789ABCDEF".utf8)

    private static func escape(_ text: String, into units: inout [UInt8]) {
        for unit in text.utf8 {
            if unit <= 0x20 || unit == 0x7F || unit == UInt8(ascii: "%")
                || unit == UInt8(ascii: "=")
            {
                units += [UInt8(ascii: "%"), hex[Int(unit >> 4)], hex[Int(unit & 15)]]
            } else {
                units.append(unit)
            }
        }
    }

    private static func unescape(
        _ units: some Collection<UInt8>
    ) throws(FieldError) -> String {
        if !units.contains(UInt8(ascii: "%")) { return String(decoding: units, as: UTF8.self) }
        var result: [UInt8] = []
        var pending: [UInt8] = []
        var isEscape = false
        for unit in units {
            if isEscape {
                guard let digit = hex.firstIndex(of: unit) else { throw .malformed }
                pending.append(UInt8(digit))
                if pending.count == 2 {
                    result.append(pending[0] << 4 | pending[1])
                    pending = []
                    isEscape = false
                }
            } else if unit == UInt8(ascii: "%") {
                isEscape = true
            } else {
                result.append(unit)
            }
        }
        guard !isEscape else { throw .malformed }
        return String(decoding: result, as: UTF8.self)
    }
}

/// Why a stored line could not be read back.
package enum FieldError: Error, Equatable, Sendable {
    case empty
    case malformed
    case missing(String)
    case unknownName(String)
}
