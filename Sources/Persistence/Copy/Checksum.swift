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
        case .integer(let number): add("i\(number);".utf8)
        case .text(let text):
            add("t\(text.utf8.count):".utf8)
            add(text.utf8)
        case .blob(let bytes):
            add("b\(bytes.count):".utf8)
            add(bytes)
        }
    }
}
