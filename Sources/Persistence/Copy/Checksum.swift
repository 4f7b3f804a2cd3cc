// FNV-1a over bytes: enough to notice an edit, a lost or a spoiled row. No secret is guarded by it.

package struct Checksum: Equatable, Sendable {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    package mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// One value in a text that no other value has: its kind, its length, itself.
    package mutating func add(_ value: SQLValue) {
        switch value {
        case .null: add("n;".utf8)
        case .integer(let number):
            add("i".utf8)
            add(digitsOf: number)
            add(";".utf8)
        case .text(let text):
            add("t".utf8)
            add(digitsOf: Int64(text.utf8.count))
            add(":".utf8)
            add(text.utf8)
        case .blob(let bytes):
            add("b".utf8)
            add(digitsOf: Int64(bytes.count))
            add(":".utf8)
            add(bytes)
        }
    }

    /// As decimal text, without making one: there are ten numbers in a line of a statement.
    private mutating func add(digitsOf number: Int64) {
        if number < 0 { add("-".utf8) }
        let size = number.magnitude
        var power: UInt64 = 1
        while size / power >= 10 { power *= 10 }
        while power > 0 {
            add(CollectionOfOne(UInt8(ascii: "0") + UInt8(size / power % 10)))
            power /= 10
        }
    }
}
