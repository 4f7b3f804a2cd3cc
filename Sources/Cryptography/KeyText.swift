// A key as text: PEM with its frame lines, or the bare Base 64 that the Alipay console hands out.
// Both come down to DER bytes here, so that the key types deal with one form only.

/// The DER bytes in a key's text.
enum KeyText {
    // RFC 7468 §2.
    private static let lineLength = 64

    /// Longer than any key in use; a text beyond it is not one.
    private static let lengthMax = 65_536

    static func der(_ text: String) throws(CryptographyError) -> [UInt8] {
        guard text.utf8.count <= lengthMax else { throw .unreadableKey }
        var body: [UInt8] = []
        var frames = 0
        for line in text.utf8.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
            if line.starts(with: "-----".utf8) {
                frames += 1
            } else {
                body += line.filter { $0 != 32 && $0 != 9 }
            }
        }
        // A frame of two lines, or none. More than one object is refused rather than guessed at.
        guard frames == 0 || frames == 2, let bytes = Base64.bytes(units: body), !bytes.isEmpty
        else { throw .unreadableKey }
        return bytes
    }

    static func pem(_ der: [UInt8], label: String) -> String {
        var text = "-----BEGIN \(label)-----\n"
        var rest = Base64.text(der).utf8[...]
        while !rest.isEmpty {
            text += String(decoding: rest.prefix(lineLength), as: UTF8.self) + "\n"
            rest = rest.dropFirst(lineLength)
        }
        return text + "-----END \(label)-----\n"
    }
}
