// Files of old tills are in GBK as often as not.

internal import Archives

enum GBK {
    /// The text; nil for bytes that are none.
    @Sendable static func text(_ bytes: [UInt8]) -> String? {
        guard let converter = try? ChineseText() else { return nil }
        let utf8 = converter.feed(bytes[...]) + converter.end()
        return converter.replaced == 0 ? String(validating: utf8, as: UTF8.self) : nil
    }
}
