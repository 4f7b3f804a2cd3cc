// A form as a browser sends it.

internal import Checkout
internal import Foundation
internal import Hummingbird
internal import NIOCore

enum FormFields {
    /// The first value of each field, without NULs.
    ///
    /// *Errors*: `OperatorNotice.unreadable`, of a body that is too long.
    static func read(_ request: Request, bytesMax: Int) async throws -> [String: String] {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: bytesMax)
        } catch is NIOTooManyBytesError {
            throw OperatorNotice.unreadable(field: "body")
        }
        // A form writes a blank as a plus.
        let text = String(buffer: buffer).replacing("+", with: "%20")
        let items = URLComponents(string: "?" + text)?.queryItems ?? []
        let fields = items.map { ($0.name, ($0.value ?? "").replacing("\0", with: "")) }
        return Dictionary(fields) { first, _ in first }
    }
}
