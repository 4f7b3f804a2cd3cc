// The fields of a form or a query string: `a=1&b=%E4%B8%AD+2`. Alipay's calls come as both.

package enum FormFields {
    /// More fields than any call has.
    private static let fieldCountMax = 100

    /// Decoded fields; `nil` when an escape, the UTF-8 or the count is wrong, or a name is repeated.
    package static func decoded(_ text: some StringProtocol) -> [String: String]? {
        var fields: [String: String] = [:]
        let pairs = text.utf8.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= fieldCountMax else { return nil }
        for pair in pairs {
            let parts = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, let name = unescaped(Array(first)),
                let value = unescaped(parts.count > 1 ? Array(parts[1]) : []),
                fields.updateValue(value, forKey: name) == nil
            else { return nil }
        }
        return fields
    }

    /// A name or value as it stands in a form.
    static func escaped(_ text: String) -> String {
        let isPlain: (UInt8) -> Bool = {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || "-._~".utf8.contains($0)
        }
        return text.utf8.reduce(into: "") { result, unit in
            if isPlain(unit) {
                result.unicodeScalars.append(Unicode.Scalar(unit))
            } else {
                let digits = String(unit, radix: 16, uppercase: true)
                result += unit < 16 ? "%0" + digits : "%" + digits
            }
        }
    }

    private static func unescaped(_ units: [UInt8]) -> String? {
        var result: [UInt8] = []
        var rest = units[...]
        while let unit = rest.popFirst() {
            switch unit {
            case UInt8(ascii: "+"): result.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit),
                    let low = rest.popFirst().flatMap(digit)
                else { return nil }
                result.append(high << 4 | low)
            default: result.append(unit)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func digit(_ unit: UInt8) -> UInt8? {
        Character(Unicode.Scalar(unit)).hexDigitValue.flatMap { UInt8(exactly: $0) }
    }
}
