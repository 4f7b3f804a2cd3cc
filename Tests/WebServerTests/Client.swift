// Asks the server's router without a socket, as Hummingbird's own test library would, but without the
// HTTP client and the TLS library that come with it: they double the time of a first build.

import Checkout
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import WebServer

struct Answer: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let body: ByteBuffer

    var text: String { String(buffer: body) }
}

struct Client: Sendable {
    let respond: @Sendable (Request, TillContext) async throws -> Response
    let logger: Logger

    func execute(
        uri: String, method: HTTPRequest.Method, headers: HTTPFields = [:],
        body: ByteBuffer = ByteBuffer()
    ) async throws -> Answer {
        let request = Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: "localhost", path: uri,
                headerFields: headers), body: RequestBody(buffer: body))
        let context = TillContext(
            source: ApplicationRequestContextSource(
                channel: NIOAsyncTestingChannel(), logger: logger))
        let response = try await respond(request, context)
        let writer = Collector()
        try await response.body.write(writer)
        return Answer(
            status: response.status, headers: response.headers,
            body: writer.bytes.withLock { $0 })
    }
}

final class Collector: ResponseBodyWriter {
    let bytes = Mutex(ByteBuffer())

    func write(_ buffer: ByteBuffer) async throws {
        bytes.withLock { bytes in
            var buffer = buffer
            bytes.writeBuffer(&buffer)
        }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
