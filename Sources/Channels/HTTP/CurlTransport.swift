// The transport over libcurl. All requests of one channel run on one thread of their own, so that a
// channel that hangs costs waiting requests and never a thread of the cooperative pool.

internal import CCurl
internal import Foundation

extension HTTPTransport {
    /// A transport with its own thread and connections; both end with the last copy of it.
    ///
    /// *Errors*: `TransportError`, when libcurl cannot be started.
    package static func curl(_ settings: HTTPSettings) throws(TransportError) -> HTTPTransport {
        guard CurlTransport.isReady else { throw .notAvailable }
        let transport = CurlTransport(loop: CurlLoop(settings, try CurlMulti()))
        return HTTPTransport { request in await transport.post(request) }
    }
}

/// Why a transport could not be made.
package enum TransportError: Error, Equatable, Sendable {
    case notAvailable
}

/// Keeps the loop's thread alive as long as somebody can still post.
private final class CurlTransport: Sendable {
    /// Once per process and before any other use; libcurl asks for it (curl_global_init).
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let loop: CurlLoop

    init(loop: CurlLoop) {
        self.loop = loop
        let thread = Thread { loop.run() }
        thread.name = "channel-http"
        thread.start()
    }

    deinit {
        loop.stop()
    }

    func post(_ request: HTTPRequest) async -> HTTPOutcome {
        await withCheckedContinuation { continuation in
            loop.submit(HTTPJob(request: request, continuation: continuation))
        }
    }
}

/// A request and the one who waits for it.
struct HTTPJob: Sendable {
    let request: HTTPRequest
    let continuation: CheckedContinuation<HTTPOutcome, Never>

    func finish(_ outcome: HTTPOutcome) {
        continuation.resume(returning: outcome)
    }
}
