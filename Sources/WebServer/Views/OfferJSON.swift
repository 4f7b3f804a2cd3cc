internal import Barcodes
internal import Payments
internal import Retail

/// The code that the customer scans, as a drawing: the page's policy lets no markup in.
struct OfferJSON: Encodable {
    /// The side of the square that the path is drawn in.
    let side: Int
    let path: String
    /// Until then it is shown, if nothing happens before.
    let until: Int64

    /// Nil when there is no code to be scanned now.
    init?(_ attempt: Attempt) {
        guard let text = attempt.codeToShow, let code = try? QRCode(text: text) else {
            return nil
        }
        let drawing = code.drawing(module: 1)
        (side, path) = (drawing.side, drawing.path)
        until = attempt.offeredUntil.microseconds
    }
}
