// What a route knows beside the request: the connection itself, because half of the faults are about
// losing it.

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

struct NetworkContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Nothing any caller sends here is longer.
    static let bodyMax = 65_536

    /// Closes the connection without an answer; the response returned afterwards goes nowhere.
    func hangUp() -> Response {
        channel.close(promise: nil)
        return Response(status: .internalServerError)
    }
}

extension Request {
    /// Where it was sent to, as its sender wrote it.
    var base: String { "http://" + (head.authority ?? "") }

    /// The whole body; `nil` when it is too long or breaks off.
    func wholeBody() async -> [UInt8]? {
        guard let buffer = try? await body.collect(upTo: NetworkContext.bodyMax) else { return nil }
        return [UInt8](buffer.readableBytesView)
    }
}

extension Response {
    init(_ reply: Reply, status: HTTPResponse.Status? = nil) {
        self.init(
            status: status ?? HTTPResponse.Status(code: reply.status), headers: reply.fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
    }

    init(_ json: JSON, status: HTTPResponse.Status = .ok) {
        self.init(
            Reply(contentType: "application/json; charset=utf-8", body: json.bytes),
            status: status)
    }

    /// A refusal of the control or phone interface.
    init(refusing code: String, _ message: String, status: HTTPResponse.Status) {
        self.init(
            .members([
                "error": .members(["code": .string(code), "message": .string(message)])
            ]), status: status)
    }
}

extension Reply {
    /// Its head.
    var fields: HTTPFields {
        var fields: HTTPFields = [.contentType: contentType, .cacheControl: "no-store"]
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields[name] = value
        }
        return fields
    }
}
