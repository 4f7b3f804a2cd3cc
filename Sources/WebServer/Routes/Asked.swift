// JSON in: small, strict, and never a crash. What cannot be read is refused with the field's name.

internal import Checkout
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Retail

/// A request's body and key, read once.
struct Asked {
    /// The most a body may hold; the largest honest one is a remark.
    private static let bytesMax = 64 * 1_024

    private let data: Data
    /// The act's idempotency key, made by the till before its first try.
    let key: String

    init(_ request: Request) async throws {
        guard let key = request.headers[.idempotencyKey], Asked.isKey(key) else {
            throw OperatorNotice.unreadable(field: "Idempotency-Key")
        }
        self.key = key
        do {
            let buffer = try await request.body.collect(upTo: Asked.bytesMax)
            data = Data(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw OperatorNotice.unreadable(field: "body")
        }
        if data.holdsNul { throw OperatorNotice.unreadable(field: "body") }
    }

    /// 1 to 64 of `[A-Za-z0-9-]`.
    private static func isKey(_ key: String) -> Bool {
        (1...64).contains(key.utf8.count)
            && key.utf8.allSatisfy { unit in
                unit == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(unit)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(unit)
            }
    }

    /// *Errors*: `OperatorNotice.unreadable` with the field that is wrong.
    func body<Body: Decodable>(_ type: Body.Type = Body.self) throws -> Body {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            throw OperatorNotice.unreadable(field: error.field)
        } catch {
            throw OperatorNotice.unreadable(field: "body")
        }
    }
}

extension HTTPField.Name {
    // The name is a constant and a legal token.
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .ifMatch
}

extension DecodingError {
    fileprivate var field: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.last?.stringValue ?? "body"
        case .keyNotFound(let key, _): key.stringValue
        @unknown default: "body"
        }
    }
}

/// Identifiers as they come from outside.
enum Read {
    static func staff(_ text: String?) throws -> StaffID? {
        guard let text, !text.isEmpty else { return nil }
        return try one("staff") { try StaffID(text) }
    }

    static func store(_ text: String) throws -> StoreID {
        try one("store") { try StoreID(text) }
    }

    static func register(_ text: String) throws -> RegisterID {
        try one("register") { try RegisterID(text) }
    }

    static func number(_ text: String) throws -> MerchantOrderNumber {
        try one("number") { try MerchantOrderNumber(reading: text) }
    }

    static func refund(_ text: String) throws -> RefundNumber {
        try one("number") { try RefundNumber(reading: text) }
    }

    static func sale(_ text: String) throws -> SaleID {
        guard (1...64).contains(text.utf8.count) else {
            throw OperatorNotice.unreadable(field: "sale")
        }
        return SaleID(text)
    }

    static func line(_ text: String?) throws -> Int64 {
        guard let text, let no = Int64(text) else { throw OperatorNotice.unreadable(field: "no") }
        return no
    }

    private static func one<Value>(_ field: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw OperatorNotice.unreadable(field: field)
        }
    }
}
