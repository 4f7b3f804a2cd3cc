// WeChat Pay v2 speaks a tiny corner of XML: one element with text children. This reader knows that
// corner and nothing else. No document type, so no entity can be declared and nothing expands or is
// fetched; no nesting, attributes, comments or processing instructions; a field that comes twice is
// refused, because two readers could each take another one.

/// The fields of `<xml><name>value</name>…</xml>`, in order.
package struct FlatXML: Equatable, Sendable {
    package struct Field: Equatable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package let fields: [Field]

    /// The value of a field; nil when it is absent or empty, which the signature does not tell
    /// apart.
    package func text(_ name: String) -> String? {
        guard let field = fields.first(where: { $0.name == name }), !field.value.isEmpty else {
            return nil
        }
        return field.value
    }
}

/// Why a text is not what WeChat Pay sends.
///
/// Carries nothing of the text.
package enum FlatXMLError: Error, Equatable, Sendable {
    case tooLarge
    case notUTF8
    case malformed
    case duplicate
}

extension FlatXML {
    /// An honest answer has about forty fields; with coupons some more.
    package static let fieldsMax = 256
    /// *Unit*: bytes.
    package static let sizeMax = 262_144
    package static let nameMax = 64

    /// Reads an answer; `root` is the name of the one element around it.
    ///
    /// *Errors*: `FlatXMLError`.
    package init(reading bytes: [UInt8], root: String = "xml") throws(FlatXMLError) {
        guard bytes.count <= FlatXML.sizeMax else { throw .tooLarge }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var scanner = FlatXMLScanner(bytes)
        try scanner.prologue()
        try scanner.expect("<" + root + ">")
        var fields: [Field] = []
        var names: Set<String> = []
        scanner.skipSpace()
        while !scanner.take("</" + root + ">") {
            let field = try scanner.field()
            guard names.insert(field.name).inserted else { throw .duplicate }
            guard fields.count < FlatXML.fieldsMax else { throw .tooLarge }
            fields.append(field)
            scanner.skipSpace()
        }
        scanner.skipSpace()
        guard scanner.isAtEnd else { throw .malformed }
        self.fields = fields
    }

    /// The request's text.
    ///
    /// Values are escaped rather than put in CDATA sections, which cannot hold every text.
    package static func text(of fields: [Field]) -> String {
        var text = "<xml>"
        for field in fields {
            text += "<\(field.name)>\(escaped(field.value))</\(field.name)>"
        }
        return text + "</xml>"
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
