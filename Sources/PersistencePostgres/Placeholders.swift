// SQL is written with `?`, as both engines' statements are; PostgreSQL wants `$1`. A question mark
// inside a text, a name or a comment is left alone.

enum Placeholders {
    /// The same statement with `$1`, `$2`… in place of each `?`.
    static func numbered(_ sql: String) -> String {
        var result: [UInt8] = []
        let bytes = Array(sql.utf8)
        result.reserveCapacity(bytes.count + 32)
        var count = 0
        var place = 0
        while place < bytes.count {
            let end = endOfQuoted(bytes, from: place)
            if end > place {
                result += bytes[place..<end]
                place = end
            } else if bytes[place] == UInt8(ascii: "?") {
                count += 1
                result += "$\(count)".utf8
                place += 1
            } else {
                result.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Where the text, name or comment that begins here ends; the place itself when none does.
    private static func endOfQuoted(_ bytes: [UInt8], from start: Int) -> Int {
        switch bytes[start] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            // A doubled quote ends one text and begins the next: the same in effect.
            let end = bytes[(start + 1)...].firstIndex(of: bytes[start])
            return end.map { $0 + 1 } ?? bytes.count
        case UInt8(ascii: "-") where bytes[start...].starts(with: "--".utf8):
            return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        case UInt8(ascii: "/") where bytes[start...].starts(with: "/*".utf8):
            var place = start + 2
            while place < bytes.count {
                if bytes[place...].starts(with: "*/".utf8) { return place + 2 }
                place += 1
            }
            return bytes.count
        default:
            return start
        }
    }
}
