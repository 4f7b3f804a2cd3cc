// Bodies of the gateway's interface: one JSON object whose members are texts, whole numbers and truth
// values. Stricter than the till's reader: a name that comes twice, a fraction, a member that nobody
// asked for are refused, since what was signed must mean one thing.

internal import Checkout

/// A JSON object without objects in it.
struct FlatObject: Sendable {
    enum Value: Equatable, Sendable {
        case text(String)
        case integer(Int64)
        case flag(Bool)
    }

    private var members: [String: Value]

    /// *Errors*: `TerminalRefusal.unreadable` with the member that is wrong, or `body`.
    init(_ bytes: [UInt8]) throws(TerminalRefusal) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw .unreadable(field: "body")
        }
        var reader = FlatReader(bytes)
        members = try reader.object()
    }

    /// Takes a text out; nil when it is absent.
    mutating func text(_ name: String) throws(TerminalRefusal) -> String? {
        switch members.removeValue(forKey: name) {
        case nil: return nil
        case .text(let text): return text
        case .integer, .flag: throw .unreadable(field: name)
        }
    }

    mutating func integer(_ name: String) throws(TerminalRefusal) -> Int64? {
        switch members.removeValue(forKey: name) {
        case nil: return nil
        case .integer(let number): return number
        case .text, .flag: throw .unreadable(field: name)
        }
    }

    mutating func flag(_ name: String) throws(TerminalRefusal) -> Bool? {
        switch members.removeValue(forKey: name) {
        case nil: return nil
        case .flag(let flag): return flag
        case .text, .integer: throw .unreadable(field: name)
        }
    }

    /// A text that must be there, of so many characters, none of which rules a line or a screen.
    mutating func words(
        _ name: String, max: Int
    ) throws(TerminalRefusal) -> String? {
        guard let text = try text(name) else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
                && scalar.value & 0xFFFE != 0xFFFE
        }
        guard isPlain, (1...max).contains(text.unicodeScalars.count) else {
            throw .unreadable(field: name)
        }
        return text
    }

    /// The rest must be nothing.
    func end() throws(TerminalRefusal) {
        guard let name = members.keys.min() else { return }
        let isPlain = name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        throw .unreadable(field: isPlain ? String(name.prefix(32)) : "body")
    }
}

/// Reads one such object.
private struct FlatReader {
    private static let membersMax = 32

    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private var unreadable: TerminalRefusal { .unreadable(field: "body") }

    private mutating func skipSpace() {
        while let unit = next, unit == 0x20 || unit == 0x09 || unit == 0x0A || unit == 0x0D {
            place += 1
        }
    }

    private mutating func take(_ unit: UInt8) -> Bool {
        skipSpace()
        guard next == unit else { return false }
        place += 1
        return true
    }

    mutating func object() throws(TerminalRefusal) -> [String: FlatObject.Value] {
        guard take(UInt8(ascii: "{")) else { throw unreadable }
        var members: [String: FlatObject.Value] = [:]
        var names: Set<String> = []
        if !take(UInt8(ascii: "}")) {
            repeat {
                guard names.count < FlatReader.membersMax else { throw unreadable }
                skipSpace()
                let name = try string()
                guard take(UInt8(ascii: ":")), names.insert(name).inserted else {
                    throw unreadable
                }
                // A member that is null is a member that is absent.
                if let value = try value() { members[name] = value }
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw unreadable }
        }
        skipSpace()
        guard place == bytes.count else { throw unreadable }
        return members
    }

    private mutating func value() throws(TerminalRefusal) -> FlatObject.Value? {
        skipSpace()
        switch next {
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"):
            try word("true")
            return .flag(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .flag(false)
        case UInt8(ascii: "n"):
            try word("null")
            return nil
        default: return .integer(try integer())
        }
    }

    private mutating func word(_ word: String) throws(TerminalRefusal) {
        guard bytes[place...].starts(with: word.utf8) else { throw unreadable }
        place += word.utf8.count
    }

    private mutating func integer() throws(TerminalRefusal) -> Int64 {
        let start = place
        if next == UInt8(ascii: "-") { place += 1 }
        let digits = place
        while let unit = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit) {
            place += 1
        }
        // No leading zero, no fraction, no exponent.
        let isLong = place - digits > 1
        guard place > digits, !(isLong && bytes[digits] == UInt8(ascii: "0")),
            let number = Int64(String(decoding: bytes[start..<place], as: UTF8.self))
        else { throw unreadable }
        return number
    }

    private mutating func string() throws(TerminalRefusal) -> String {
        guard next == UInt8(ascii: "\"") else { throw unreadable }
        place += 1
        var units: [UInt8] = []
        while let unit = next {
            place += 1
            switch unit {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): units += Array(String(try escaped()).utf8)
            case 0..<0x20: throw unreadable
            default: units.append(unit)
            }
        }
        throw unreadable
    }

    private mutating func escaped() throws(TerminalRefusal) -> Unicode.Scalar {
        guard let unit = next else { throw unreadable }
        place += 1
        switch unit {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Unicode.Scalar(unit)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalar()
        default: throw unreadable
        }
    }

    /// After `\u`: one scalar, of two halves where it needs them; NUL and a lone half are refused.
    private mutating func scalar() throws(TerminalRefusal) -> Unicode.Scalar {
        let first = try quarter()
        if (0xD800...0xDBFF).contains(first) {
            guard bytes[place...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
                throw unreadable
            }
            place += 2
            let second = try quarter()
            guard (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(
                    0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
            else { throw unreadable }
            return scalar
        }
        guard first != 0, let scalar = Unicode.Scalar(first) else { throw unreadable }
        return scalar
    }

    private mutating func quarter() throws(TerminalRefusal) -> UInt32 {
        guard place + 4 <= bytes.count else { throw unreadable }
        let text = String(decoding: bytes[place..<place + 4], as: UTF8.self)
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let number = UInt32(text, radix: 16)
        else { throw unreadable }
        place += 4
        return number
    }
}
