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
            loop.submit(
                HTTPJob(request: request, pipe: nil) { continuation.resume(returning: $0) })
        }
    }

    func open(_ request: HTTPRequest) -> HTTPDownload {
        let pipe = HTTPPipe { [loop] pipe in loop.goOn(pipe) }
        loop.submit(
            HTTPJob(request: request, pipe: pipe) { outcome in
                switch outcome {
                case .answered: pipe.finish(.end)
                case .neverSent, .lost: pipe.finish(.failed(outcome))
                }
            })
        // Whoever reads keeps the transport, and with it the thread, alive.
        return HTTPDownload(
            next: { await self.next(of: pipe) }, abandon: { pipe.abandon() })
    }

    private func next(of pipe: HTTPPipe) async -> HTTPPart {
        await pipe.next()
    }
}

extension HTTPDownloads {
    /// Downloads with a thread and connections of their own; both end with the last copy of it.
    ///
    /// *Errors*: `TransportError`, when libcurl cannot be started.
    package static func curl(_ settings: HTTPSettings) throws(TransportError) -> HTTPDownloads {
        guard CurlTransport.isReady else { throw .notAvailable }
        let transport = CurlTransport(loop: CurlLoop(settings, try CurlMulti()))
        return HTTPDownloads { request in transport.open(request) }
    }
}

/// A request and the one who waits for it.
struct HTTPJob: Sendable {
    let request: HTTPRequest
    /// Where the body goes, when it is not to be held.
    let pipe: HTTPPipe?
    /// To be called once.
    let finish: @Sendable (HTTPOutcome) -> Void
}
