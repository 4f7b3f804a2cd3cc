// What a customer's phone is to scan, as a channel wrote it. It is drawn and never opened, so any
// plain text will do; it must fit a QR code that a phone reads from a till's screen.

internal import Payments

enum OfferedCode {
    private static let bytesMax = 256

    /// *Errors*: `UnusableAnswer` for what is absent, too long, or not printable ASCII.
    static func read(_ text: String?, _ name: String) throws(UnusableAnswer) -> String {
        guard let text else { throw UnusableAnswer(.malformed, "no " + name) }
        guard (1...bytesMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw UnusableAnswer(.malformed, name) }
        return text
    }
}
