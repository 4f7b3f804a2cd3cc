// The scanner under FlatXML. It moves over bytes that are known to be UTF-8 and never looks past
// the end: every step either takes a prefix that is there or throws.

/// Reads pieces of a flat XML text from the front.
struct FlatXMLScanner {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    mutating func expect(_ text: String) throws(FlatXMLError) {
        guard take(text) else { throw .malformed }
    }

    mutating func skipSpace() {
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    /// A byte order mark and an XML declaration may come first; a document type may not.
    mutating func prologue() throws(FlatXMLError) {
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        skipSpace()
        if take("<?xml ") {
            let declaration = rest.prefix(128)
            guard let end = declaration.firstIndex(of: UInt8(ascii: ">")),
                declaration[..<end].last == UInt8(ascii: "?")
            else { throw .malformed }
            rest = rest[(end + 1)...]
            skipSpace()
        }
    }

    /// One element with text, or an empty one.
    mutating func field() throws(FlatXMLError) -> FlatXML.Field {
        try expect("<")
        let name = try name()
        if take("/>") { return FlatXML.Field(name, "") }
        try expect(">")
        var value: [UInt8] = []
        while let unit = rest.first {
            switch unit {
            case UInt8(ascii: "<"):
                if take("<![CDATA[") {
                    value += try characterData()
                } else {
                    try expect("</" + name + ">")
                    return FlatXML.Field(name, String(decoding: value, as: UTF8.self))
                }
            case UInt8(ascii: "&"):
                value += try reference()
            default:
                guard FlatXMLScanner.isAllowed(unit) else { throw .malformed }
                value.append(unit)
                rest = rest.dropFirst()
            }
        }
        throw .malformed
    }

    private mutating func name() throws(FlatXMLError) -> String {
        let name = rest.prefix(FlatXML.nameMax + 1).prefix { unit in
            switch unit {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default:
                false
            }
        }
        guard !name.isEmpty, name.count <= FlatXML.nameMax else { throw .malformed }
        rest = rest.dropFirst(name.count)
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func characterData() throws(FlatXMLError) -> [UInt8] {
        var data: [UInt8] = []
        while !take("]]>") {
            guard let unit = rest.popFirst(), FlatXMLScanner.isAllowed(unit) else {
                throw .malformed
            }
            data.append(unit)
        }
        return data
    }

    /// The five predefined entities and character numbers; there are no others without a DTD.
    private mutating func reference() throws(FlatXMLError) -> [UInt8] {
        for (text, unit) in FlatXMLScanner.entities where take(text) { return [unit] }
        try expect("&#")
        let isHexadecimal = take("x")
        let digits = rest.prefix(8).prefix { $0 != UInt8(ascii: ";") }
        rest = rest.dropFirst(digits.count)
        try expect(";")
        guard let first = digits.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-"),
            let number = UInt32(
                String(decoding: digits, as: UTF8.self), radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(number),
            number >= 0x20 || number == 9 || number == 10
                || number == 13
        else { throw .malformed }
        return Array(String(Character(scalar)).utf8)
    }

    private static let entities: [(text: String, unit: UInt8)] = [
        ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
        ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
    ]

    /// XML 1.0 allows no control characters but tab and line ends.
    private static func isAllowed(_ unit: UInt8) -> Bool {
        unit >= 0x20 || unit == 0x09 || unit == 0x0A || unit == 0x0D
    }
}
