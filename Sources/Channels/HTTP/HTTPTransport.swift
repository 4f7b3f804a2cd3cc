// What a channel client needs of HTTP: one request and one of three honest results. The three are told
// apart because money hangs on it: only "never sent" may be treated as if nothing had happened.

internal import Payments

/// Sends one request and says what became of it.
package struct HTTPTransport: Sendable {
    package var post: @Sendable (HTTPRequest) async -> HTTPOutcome

    package init(post: @escaping @Sendable (HTTPRequest) async -> HTTPOutcome) {
        self.post = post
    }
}

/// A request.
///
/// Its body and its headers hold payment codes and signatures, so they never print.
package struct HTTPRequest: Equatable, Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package let method: Method
    package let url: String
    package let contentType: String
    /// Not sent with a GET.
    package let body: Masked<[UInt8]>
    /// What is sent besides the content's type.
    package let headers: Masked<[HTTPHeader]>
    /// Whether the client certificate is to be shown (WeChat Pay's `/secapi`).
    package let showsCertificate: Bool

    package init(
        _ method: Method = .post, url: String, contentType: String, body: [UInt8],
        headers: [HTTPHeader] = [], showsCertificate: Bool = false
    ) {
        self.method = method
        self.url = url
        self.contentType = contentType
        self.body = Masked(body)
        self.headers = Masked(headers)
        self.showsCertificate = showsCertificate
    }
}

/// One line of a head.
package struct HTTPHeader: Equatable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [HTTPHeader] {
    /// The value under a name, whatever its case; nil when it is absent or there twice.
    package func only(_ name: String) -> String? {
        let values = filter { $0.name.lowercased() == name.lowercased() }
        return values.count == 1 ? values.first?.value : nil
    }
}

/// What became of a request.
package enum HTTPOutcome: Equatable, Sendable {
    /// A complete answer came back.
    case answered(status: Int, body: [UInt8], headers: [HTTPHeader] = [])
    /// No connection was made, so not one byte of the request left.
    case neverSent(detail: String)
    /// The request may have been received: no usable answer came back.
    case lost(Lost, detail: String)

    package enum Lost: Equatable, Sendable {
        case timeout
        case connection
        /// A connection stood, but the TLS handshake did not come to an end.
        case handshake
        /// The answer was larger than any honest one.
        case tooLarge
        /// The process was stopping.
        case interrupted
    }
}
