// A form as it comes from outside. A name that comes twice is refused: what was signed could then mean
// two things.

extension FormText {
    /// More than any channel sends.
    static let fieldsMax = 128
    /// *Unit*: bytes.
    static let sizeMax = 65_536

    /// The fields in the order they came; nil for what is no form.
    static func fields(of body: [UInt8]) -> [(name: String, value: String)]? {
        guard body.count <= sizeMax else { return nil }
        var fields: [(name: String, value: String)] = []
        var names: Set<String> = []
        for part in body.split(separator: UInt8(ascii: "&")) {
            let pair = part.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = pair.first.flatMap(decoded), !name.isEmpty, pair.count == 2,
                let value = pair.last.flatMap(decoded), names.insert(name).inserted,
                fields.count < fieldsMax
            else { return nil }
            fields.append((name, value))
        }
        return fields
    }

    private static func decoded(_ part: ArraySlice<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var place = part.startIndex
        while place < part.endIndex {
            switch part[place] {
            case UInt8(ascii: "%"):
                guard part.endIndex - place > 2, let high = digit(part[place + 1]),
                    let low = digit(part[place + 2])
                else { return nil }
                bytes.append(high << 4 | low)
                place += 2
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            default: bytes.append(part[place])
            }
            place += 1
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ unit: UInt8) -> UInt8? {
        switch unit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): unit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): unit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): unit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
