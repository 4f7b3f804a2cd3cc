// HTTP as a client: one session with its own cookies.

internal import Foundation
internal import FoundationNetworking

struct WebClient: Sendable {
    /// An answer of any status; only a broken line is an error.
    struct Answer: Sendable {
        let status: Int
        let json: JSON
        let text: String
    }

    private let session: URLSession
    let base: String

    init(base: String) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 30
        self.base = base
        session = URLSession(configuration: configuration)
    }

    func send(
        _ method: String, _ path: String, _ body: JSON? = nil, key: String? = nil
    ) async throws -> Answer {
        guard let url = URL(string: base + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        if let body {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(body.line.utf8)
        }
        if method == "POST" {
            request.setValue(key ?? UUID().uuidString, forHTTPHeaderField: "Idempotency-Key")
        }
        let (data, response) = try await session.data(for: request)
        return Answer(
            status: (response as? HTTPURLResponse)?.statusCode ?? 0,
            json: (try? JSONDecoder().decode(JSON.self, from: data)) ?? .null,
            text: String(decoding: data, as: UTF8.self))
    }
}
