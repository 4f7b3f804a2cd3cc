// The two ways a request to Alipay is written: a JSON object inside a form. Everything that is not
// plain ASCII is escaped, so that no guess about the character set on the way can break a
// signature.

/// JSON for `biz_content`.
enum JSONText {
    /// An object of texts, in the order given.
    static func object(_ members: [(name: String, value: String)]) -> String {
        let parts = members.map { string($0.name) + ":" + string($0.value) }
        return "{" + parts.joined(separator: ",") + "}"
    }

    /// Values as they stand in a request.
    enum Part: Sendable {
        case text(String)
        case number(Int64)
        case flag(Bool)
        case object([(name: String, value: Part)])
    }

    static func text(_ part: Part) -> String {
        switch part {
        case .text(let text): return string(text)
        case .number(let number): return String(number)
        case .flag(let flag): return flag ? "true" : "false"
        case .object(let members):
            let parts = members.map { string($0.name) + ":" + text($0.value) }
            return "{" + parts.joined(separator: ",") + "}"
        }
    }

    private static func string(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x20...0x7E: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}

/// `application/x-www-form-urlencoded`.
enum FormText {
    static func text(_ parameters: [(name: String, value: String)]) -> String {
        parameters.map { encoded($0.name) + "=" + encoded($0.value) }.joined(separator: "&")
    }

    /// All but the unreserved characters of RFC 3986 as percent codes; a space as `%20`, which
    /// every reader of forms understands.
    private static func encoded(_ text: String) -> String {
        var result: [UInt8] = []
        for unit in text.utf8 {
            switch unit {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.append(unit)
            default:
                result += [UInt8(ascii: "%"), digits[Int(unit >> 4)], digits[Int(unit & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let digits: [UInt8] = Array("0123456789ABCDEF".utf8)
}
