// The character NUL ends a text where C reads it: PostgreSQL keeps no text that holds one, and SQLite
// keeps it and counts only what stands before. No scanner and no keyboard sends it, so it is refused at
// the door, on either engine.

internal import Checkout
internal import Foundation
internal import Hummingbird

/// Refuses addresses that hold a NUL; bodies are looked at by `Asked`.
struct NulMiddleware: RouterMiddleware {
    typealias Context = TillContext

    func handle(
        _ request: Request, context: TillContext,
        next: (Request, TillContext) async throws -> Response
    ) async throws -> Response {
        if request.uri.string.contains("%00") {
            let parameter = request.uri.queryParameters.first { $0.value.utf8.contains(0) }
            throw OperatorNotice.unreadable(field: String(parameter?.key ?? "address"))
        }
        return try await next(request, context)
    }
}

extension Data {
    private static let escapedNul = Data(#"\u0000"#.utf8)

    /// Whether a NUL stands in it, as it is or as JSON writes it.
    ///
    /// Somebody who types those six characters is refused with it.
    var holdsNul: Bool {
        contains(0) || range(of: Data.escapedNul) != nil
    }
}
