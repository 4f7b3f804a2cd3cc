// An answer that is too large to hold: it is handed on in pieces, and the connection waits while
// nobody takes them. Statements come this way. Payments do not: they have `HTTPTransport`, and
// threads of their own, so that no download can stand in a payment's way.

internal import Payments

/// Asks for something large.
package struct HTTPDownloads: Sendable {
    package var open: @Sendable (HTTPRequest) -> HTTPDownload

    package init(open: @escaping @Sendable (HTTPRequest) -> HTTPDownload) {
        self.open = open
    }
}

/// An answer on its way.
package struct HTTPDownload: Sendable {
    /// The next piece; after `end` and `failed` there is none, and the same is said again.
    package var next: @Sendable () async -> HTTPPart
    /// Nobody will ask again.
    package var abandon: @Sendable () -> Void

    package init(
        next: @escaping @Sendable () async -> HTTPPart,
        abandon: @escaping @Sendable () -> Void = {}
    ) {
        self.next = next
        self.abandon = abandon
    }
}

/// What comes of an answer: a head, pieces of its body, its end; or a failure at any of these.
package enum HTTPPart: Equatable, Sendable {
    case head(status: Int, headers: [HTTPHeader])
    case bytes([UInt8])
    case end
    /// Never `answered`.
    case failed(HTTPOutcome)
}

extension HTTPSettings {
    /// The same for downloads: these may take long, as long as something comes.
    package var forDownloads: HTTPSettings {
        var settings = self
        settings.answerTimeoutMilliseconds = 1_800_000
        settings.silenceMaxSeconds = 30
        settings.clientCertificate = nil
        settings.inFlightMax = 8
        return settings
    }
}
