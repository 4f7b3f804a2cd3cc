// JSON of this process's own: the order of members is kept, because Alipay's signature covers the very
// bytes of a member, and numbers stay text, so that no amount ever becomes a floating point number.

/// A JSON value.
package enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    /// As it was written.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: JSON
    }

    /// An object whose members stand in the order given; those that are `nil` are left out.
    package static func members(_ pairs: KeyValuePairs<String, JSON?>) -> JSON {
        .object(pairs.compactMap { pair in pair.value.map { Member(name: pair.key, value: $0) } })
    }

    package static func integer(_ value: Int64) -> JSON { .number("\(value)") }

    /// The member of that name, if this is an object; the first, if it has several.
    package subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number, if it is a whole one that fits.
    package var integer: Int64? {
        guard case .number(let text) = self else { return nil }
        return Int64(text)
    }

    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    package var array: [JSON]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    /// Compact text, all in one line.
    package var text: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let text): return text
        case .string(let text): return JSON.quoted(text)
        case .array(let values):
            return "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            return "{"
                + members.map { JSON.quoted($0.name) + ":" + $0.value.text }
                .joined(separator: ",") + "}"
        }
    }

    package var bytes: [UInt8] { Array(text.utf8) }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let hexadecimal = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hexadecimal.utf8.count)
                result += hexadecimal
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
