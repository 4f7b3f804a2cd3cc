// The one place that talks to the C library. It copies the drawn modules into plain arrays and frees
// the C structure before it returns, so nothing unsafe leaves this file.
//
// Trap: the library keeps a row as bits, least significant first, in a fixed-size C array that Swift
// sees as a tuple; it is read through its bytes, and every index is checked against its length.

internal import CZint

/// The modules of a drawn symbol, row by row; `true` is dark.
struct ZintSymbol {
    let rows: [[Bool]]

    enum Kind {
        case code128
        /// Error correction M (about 15 %): survives a scratched phone screen, still small.
        case qrCodeLevelM

        fileprivate var symbology: Int32 {
            switch self {
            case .code128: BARCODE_CODE128
            case .qrCodeLevelM: BARCODE_QRCODE
            }
        }
    }

    /// *Errors*: `BarcodeError.notEncodable` whenever the library refuses or only warns.
    init(_ kind: Kind, bytes: [UInt8]) throws(BarcodeError) {
        guard !bytes.isEmpty, let length = Int32(exactly: bytes.count),
            let symbol = unsafe ZBarcode_Create()
        else { throw .notEncodable }
        defer { unsafe ZBarcode_Delete(symbol) }
        unsafe symbol.pointee.symbology = kind.symbology
        // Bytes as they are: in a QR code readers take them as UTF-8, without an ECI they may not know.
        unsafe symbol.pointee.input_mode = DATA_MODE
        switch kind {
        case .code128: break
        case .qrCodeLevelM: unsafe symbol.pointee.option_1 = 2
        }
        let status = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe ZBarcode_Encode(symbol, buffer.baseAddress, length)
        }
        guard status == 0 else { throw .notEncodable }
        let height = unsafe Int(symbol.pointee.rows)
        let width = unsafe Int(symbol.pointee.width)
        let bytesPerRow = unsafe MemoryLayout.size(ofValue: symbol.pointee.encoded_data.0)
        let drawn = unsafe withUnsafeBytes(of: &symbol.pointee.encoded_data) { bits in
            unsafe ZintSymbol.modules(of: [UInt8](bits), bytesPerRow, height: height, width: width)
        }
        guard let drawn else { throw .notEncodable }
        rows = drawn
    }

    private static func modules(
        of bits: [UInt8], _ bytesPerRow: Int, height: Int, width: Int
    ) -> [[Bool]]? {
        guard height > 0, width > 0, width <= bytesPerRow * 8, height * bytesPerRow <= bits.count
        else { return nil }
        return (0..<height).map { y in
            (0..<width).map { x in bits[y * bytesPerRow + x / 8] >> UInt8(x % 8) & 1 == 1 }
        }
    }
}
