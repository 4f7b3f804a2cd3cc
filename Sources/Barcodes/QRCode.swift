// The square code: payment codes on phones, links on receipts. Error correction M.

/// A QR code, as a square of dark and light modules.
///
/// *Source*: ISO/IEC 18004.
package struct QRCode: Sendable {
    /// Modules along one side, 21…177, without the quiet zone.
    package let size: Int
    /// Row by row, `size` × `size`.
    package let isDark: [Bool]

    /// The longest text drawn, in UTF-8 bytes: a larger square no longer fits a receipt.
    package static let byteCountMax = 512

    /// Modules of white that a reader needs on every side.
    package static let quietZone = 4

    /// *Errors*: `BarcodeError.notEncodable` for an empty text or one over 512 bytes of UTF-8.
    package init(text: String) throws(BarcodeError) {
        let bytes = Array(text.utf8)
        guard (1...QRCode.byteCountMax).contains(bytes.count) else { throw .notEncodable }
        let symbol = try ZintSymbol(.qrCodeLevelM, bytes: bytes)
        guard let first = symbol.rows.first, first.count == symbol.rows.count else {
            throw .notEncodable
        }
        size = first.count
        isDark = symbol.rows.flatMap { $0 }
    }

    /// A picture with the quiet zone, each module `module` pixels wide.
    package func svg(module: Int) -> String {
        let (side, path) = drawing(module: module)
        return SVG.picture(width: side, height: side, path: path)
    }

    /// The same as a path of the dark modules in a square, for who draws it in a page.
    package func drawing(module: Int) -> (side: Int, path: String) {
        let unit = max(1, min(module, 100))
        let edge = QRCode.quietZone * unit
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                let start = x
                while x < size, isDark[y * size + x] { x += 1 }
                if x > start {
                    let wide = (x - start) * unit
                    path += "M\(edge + start * unit) \(edge + y * unit)h\(wide)v\(unit)h-\(wide)z"
                }
                x += 1
            }
        }
        return (size * unit + 2 * edge, path)
    }
}
