// Values on the wire. Everything goes and comes as text, whose type the server takes from where it
// stands, but for blobs, which go as bytes.
//
// Trap: sum(bigint) is numeric. A whole number that fits is an integer again; what does not fit, or
// has a fraction, stays text, so that reading it as an integer is an error and never a trap.

internal import Persistence

/// The arguments of one statement in one piece of memory, each with an end that C understands.
struct PostgresArguments {
    private(set) var bytes: [UInt8] = []
    /// Where each begins; nil for NULL.
    private(set) var offsets: [Int?] = []
    private(set) var lengths: [Int32] = []
    /// 1 for bytes, 0 for text.
    private(set) var formats: [Int32] = []

    /// *Errors*: `DatabaseError.constraint` for a text that C would cut off.
    init(_ values: [SQLValue]) throws(DatabaseError) {
        for value in values {
            switch value {
            case .null: add(nil, format: 0)
            case .integer(let number): add(Array(String(number).utf8), format: 0)
            case .blob(let blob): add(blob, format: 1)
            case .text(let text):
                let characters = Array(text.utf8)
                guard !characters.contains(0) else {
                    throw DatabaseError.constraint("text with a NUL character")
                }
                add(characters, format: 0)
            }
        }
    }

    private mutating func add(_ value: [UInt8]?, format: Int32) {
        offsets.append(value == nil ? nil : bytes.count)
        lengths.append(Int32(clamping: value?.count ?? 0))
        formats.append(format)
        guard let value else { return }
        bytes += value
        bytes.append(0)
    }
}

enum PostgresValue {
    /// A value from its text and the number of its type.
    static func read(_ text: UnsafeBufferPointer<UInt8>, type: UInt32) -> SQLValue {
        let string = unsafe String(decoding: text, as: UTF8.self)
        switch type {
        case 16: return .integer(string == "t" ? 1 : 0)
        case 20, 21, 23, 26: return Int64(string).map(SQLValue.integer) ?? .text(string)
        case 1_700: return Int64(string).map(SQLValue.integer) ?? .text(string)
        case 17: return bytes(hex: string).map(SQLValue.blob) ?? .text(string)
        default: return .text(string)
        }
    }

    /// `\x00ff`, as `bytea_output = hex` writes it.
    private static func bytes(hex text: String) -> [UInt8]? {
        let digits = Array(text.utf8.dropFirst(2))
        guard text.hasPrefix("\\x"), digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = nibble(digits[place]), let low = nibble(digits[place + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
