// Signing in and out, and who may.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Persistence
internal import Retail

struct SessionRoutes {
    let counter: Counter
    /// In demo mode the sign-in page lists people and their PIN, so that anybody can try it.
    let demoPIN: String?
    let newToken: @Sendable () throws -> String

    private struct SignIn: Decodable {
        let staff: String
        let pin: String
        let store: String
        let register: String
    }

    private struct Choices: Encodable {
        struct Person: Encodable {
            let id: String
            let name: String
            let role: String
            let store: String?
            let pin: String
        }

        struct Place: Encodable {
            let id: String
            let name: String
            let registers: [String]
        }

        let stores: [Place]
        /// Only in demo mode.
        let people: [Person]
    }

    func add(to router: RouterGroup<TillContext>) {
        router.get("session/choices") { _, _ in try Reply.json(try await choices()) }
        router.post("session") { request, _ in try await signIn(request) }
        router.delete("session") { request, _ in
            if let hash = SessionCookie.tokenHash(request) {
                try await counter.signOut(tokenHash: hash)
            }
            return Response(status: .noContent, headers: [.setCookie: SessionCookie.clearing])
        }
    }

    private func choices() async throws -> Choices {
        let demoPIN = demoPIN
        return try await counter.driver.database.read { transaction in
            let stores = try StoreTable.all(in: transaction)
            var people: [Choices.Person] = []
            if let demoPIN {
                people = try StaffTable.everybody(in: transaction).map {
                    Choices.Person(
                        id: $0.id.digits, name: $0.name, role: $0.role.rawValue,
                        store: $0.store?.digits, pin: demoPIN)
                }
            }
            return Choices(
                stores: try stores.map { store in
                    Choices.Place(
                        id: store.id.digits, name: store.name,
                        registers: try StoreTable.registers(of: store.id, in: transaction)
                            .map(\.digits))
                }, people: people)
        }
    }

    private func signIn(_ request: Request) async throws -> Response {
        let asked = try await Asked(request)
        let body = try asked.body(SignIn.self)
        guard let staff = try Read.staff(body.staff) else {
            throw OperatorNotice.unreadable(field: "staff")
        }
        let token = try newToken()
        let session = try await counter.signIn(
            staff, pin: body.pin, store: try Read.store(body.store),
            register: try Read.register(body.register), tokenHash: SessionCookie.hash(token))
        return try Reply.json(
            TillView(try await counter.till(of: session)),
            headers: [.setCookie: SessionCookie.header(token)])
    }
}
