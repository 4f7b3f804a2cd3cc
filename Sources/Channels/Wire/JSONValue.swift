// Alipay's answers as JSON. Numbers stay text: an amount must never pass through a floating point
// number, and no number, however long, can trap. Each member remembers where its value stood,
// because Alipay signs the exact bytes of one value as it sent them.

/// A JSON value.
package enum JSONValue: Equatable, Sendable {
    case object([JSONMember])
    case array([JSONValue])
    case string(String)
    /// The number as it was written.
    case number(String)
    case bool(Bool)
    case null
}

/// A member of an object, with the place of its value in the text.
package struct JSONMember: Equatable, Sendable {
    package let name: String
    package let value: JSONValue
    /// Offsets in the bytes that were read.
    package let range: Range<Int>
}

/// Why a text is not JSON that an honest channel sends.
///
/// Carries nothing of the text.
package enum JSONError: Error, Equatable, Sendable {
    case tooLarge
    case notUTF8
    case malformed
    case tooDeep
    case duplicate
}

extension JSONValue {
    /// A member of an object by name.
    package func member(_ name: String) -> JSONMember? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }
    }

    /// A member that is a text or a number, as text; nil when it is absent, empty or something
    /// else.
    package func text(_ name: String) -> String? {
        switch member(name)?.value {
        case .string(let text), .number(let text): text.isEmpty ? nil : text
        case .object, .array, .bool, .null, nil: nil
        }
    }
}
