// UnionPay's answers as they come: `k=v&k=v`, not percent-encoded, although Base 64 and sentences
// stand in them. A value that begins with a brace reaches to the matching one, whatever is between.

/// The fields of an answer.
package struct UnionPayForm: Equatable, Sendable {
    package let fields: [String: String]

    package enum Failure: Error, Equatable, Sendable {
        case tooLarge, notUTF8, malformed, duplicate
    }

    /// More than any answer has.
    private static let countMax = 100
    /// *Unit*: bytes.
    package static let bytesMaxUsual = 64 * 1_024

    /// *Errors*: `Failure`, which carries nothing of the text.
    package init(
        reading body: [UInt8], bytesMax: Int = UnionPayForm.bytesMaxUsual
    ) throws(Failure) {
        guard body.count <= bytesMax else { throw .tooLarge }
        guard String(validating: body, as: UTF8.self) != nil else { throw .notUTF8 }
        var fields: [String: String] = [:]
        for part in try UnionPayForm.parts(of: body) {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")), equals > part.startIndex,
                let name = String(validating: part[..<equals], as: UTF8.self),
                let value = String(validating: part[(equals + 1)...], as: UTF8.self)
            else { throw .malformed }
            guard fields.updateValue(value, forKey: name) == nil else { throw .duplicate }
        }
        guard !fields.isEmpty else { throw .malformed }
        self.fields = fields
    }

    private static func parts(of body: [UInt8]) throws(Failure) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var (start, depth) = (0, 0)
        for (place, unit) in body.enumerated() {
            switch unit {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "&") where depth == 0:
                parts.append(body[start..<place])
                start = place + 1
            default: continue
            }
            guard depth >= 0, parts.count < countMax else { throw .malformed }
        }
        guard depth == 0 else { throw .malformed }
        parts.append(body[start...])
        return parts
    }

    /// A field that is there and not empty.
    func text(_ name: String) -> String? {
        guard let value = fields[name], !value.isEmpty else { return nil }
        return value
    }
}
