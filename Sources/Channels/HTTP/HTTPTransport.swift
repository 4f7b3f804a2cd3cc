// What a channel client needs of HTTP: one POST and one of three honest results. The three are told
// apart because money hangs on it: only "never sent" may be treated as if nothing had happened.

internal import Payments

/// Sends one request and says what became of it.
package struct HTTPTransport: Sendable {
    package var post: @Sendable (HTTPRequest) async -> HTTPOutcome

    package init(post: @escaping @Sendable (HTTPRequest) async -> HTTPOutcome) {
        self.post = post
    }
}

/// A POST.
///
/// Its body holds payment codes and signatures, so it prints as its length only.
package struct HTTPRequest: Equatable, Sendable {
    package let url: String
    package let contentType: String
    package let body: Masked<[UInt8]>
    /// Whether the client certificate is to be shown (WeChat Pay's `/secapi`).
    package let showsCertificate: Bool

    package init(url: String, contentType: String, body: [UInt8], showsCertificate: Bool = false) {
        self.url = url
        self.contentType = contentType
        self.body = Masked(body)
        self.showsCertificate = showsCertificate
    }
}

/// What became of a request.
package enum HTTPOutcome: Equatable, Sendable {
    /// A complete answer came back.
    case answered(status: Int, body: [UInt8])
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
