// The small piece of XML that WeChat Pay v2 speaks: one <xml> element whose children hold text or
// CDATA. A document type or an entity of its own is refused, so there is nothing to expand or fetch.

/// A flat XML message.
package enum FlatXML {
    /// More fields than any message has.
    private static let fieldCountMax = 100

    /// The text of every child of `<xml>`; `nil` when the bytes are anything else.
    package static func fields(_ bytes: [UInt8]) -> [String: String]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var rest = Substring(text)
        if rest.first == "\u{FEFF}" { rest = rest.dropFirst() }
        rest = trimmed(rest)
        if rest.hasPrefix("<?xml ") {
            guard let end = rest.firstIndex(of: ">") else { return nil }
            rest = trimmed(rest[rest.index(after: end)...])
        }
        guard take("<xml>", from: &rest) else { return nil }
        var fields: [String: String] = [:]
        while true {
            rest = trimmed(rest)
            if take("</xml>", from: &rest) { return trimmed(rest).isEmpty ? fields : nil }
            guard fields.count < fieldCountMax, take("<", from: &rest) else { return nil }
            let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            guard let first = name.first, first.isLetter else { return nil }
            rest = rest.dropFirst(name.count)
            if take("/>", from: &rest) {
                guard fields.updateValue("", forKey: String(name)) == nil else { return nil }
                continue
            }
            guard take(">", from: &rest), let value = content(&rest),
                take("</\(name)>", from: &rest),
                fields.updateValue(value, forKey: String(name)) == nil
            else { return nil }
        }
    }

    /// A message with these fields, in this order, text as CDATA.
    package static func message(_ fields: [(name: String, value: String)]) -> String {
        var text = "<xml>"
        for field in fields {
            let value = field.value.split(separator: "]]>", omittingEmptySubsequences: false)
                .joined(separator: "]]]]><![CDATA[>")
            text += "<\(field.name)><![CDATA[\(value)]]></\(field.name)>"
        }
        return text + "</xml>"
    }

    private static func content(_ rest: inout Substring) -> String? {
        var value = ""
        while true {
            if take("<![CDATA[", from: &rest) {
                guard let end = range(of: "]]>", in: rest) else { return nil }
                value += rest[..<end]
                rest = rest[end...].dropFirst(3)
                continue
            }
            guard let next = rest.first else { return nil }
            switch next {
            case "<": return value
            case "&":
                guard let character = entity(&rest) else { return nil }
                value.append(character)
            default:
                let plain = rest.prefix { $0 != "<" && $0 != "&" }
                value += plain
                rest = rest.dropFirst(plain.count)
            }
        }
    }

    private static func entity(_ rest: inout Substring) -> Character? {
        let body = rest.dropFirst().prefix { $0 != ";" && $0 != "<" && $0 != "&" }
        guard body.count <= 8, rest.dropFirst(1 + body.count).first == ";" else { return nil }
        rest = rest.dropFirst(2 + body.count)
        switch body {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let code =
                body.hasPrefix("#x")
                ? UInt32(body.dropFirst(2), radix: 16)
                : body.hasPrefix("#") ? UInt32(body.dropFirst()) : nil
            guard let code, code != 0, let scalar = Unicode.Scalar(code) else { return nil }
            return Character(scalar)
        }
    }

    private static func take(_ token: String, from rest: inout Substring) -> Bool {
        guard rest.utf8.starts(with: token.utf8) else { return false }
        rest = Substring(rest.unicodeScalars.dropFirst(token.unicodeScalars.count))
        return true
    }

    private static func trimmed(_ text: Substring) -> Substring {
        text.drop { $0.isASCII && $0.isWhitespace }
    }

    private static func range(of token: String, in text: Substring) -> Substring.Index? {
        var at = text.startIndex
        let units = text.utf8
        while at < text.endIndex {
            if units[at...].starts(with: token.utf8) { return at }
            at = units.index(after: at)
        }
        return nil
    }
}
