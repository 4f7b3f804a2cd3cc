// Why a symbol could not be drawn. One case on purpose: the caller shows the digits as text instead,
// whatever the reason, and the text that failed may be a payment code and must not travel further.

/// Why a text could not be made a bar code or QR code.
package enum BarcodeError: Error, Equatable, Sendable {
    /// Empty, too long, or with characters that the symbology or our limits do not allow.
    case notEncodable
}
