// What a request carries: who is signed in. The cookie holds a random token; the database only its
// hash.

package import Checkout
internal import Cryptography
package import Hummingbird

package struct TillContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package var session: Session?

    package init(source: Source) {
        coreContext = .init(source: source)
    }

    /// *Errors*: `OperatorNotice.signInNeeded`.
    func signedIn() throws -> Session {
        guard let session else { throw OperatorNotice.signInNeeded }
        return session
    }
}

enum SessionCookie {
    static let name = "counterfoil"

    static func tokenHash(_ request: Request) -> String? {
        guard let token = request.cookies[name]?.value, !token.isEmpty else { return nil }
        return hash(token)
    }

    static func hash(_ token: String) -> String {
        Hex.lower(Digest.sha256(Array(token.utf8)))
    }

    static func header(_ token: String) -> String {
        "\(name)=\(token); Path=/; HttpOnly; SameSite=Strict"
    }

    static let clearing = "\(name)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
}

/// Finds out who is asking; routes that need somebody say so themselves.
struct SessionMiddleware: RouterMiddleware {
    let counter: Counter

    func handle(
        _ request: Request, context: TillContext,
        next: (Request, TillContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let hash = SessionCookie.tokenHash(request) {
            context.session = try await counter.session(tokenHash: hash)
        }
        return try await next(request, context)
    }
}
