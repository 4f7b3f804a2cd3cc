// The pages, read once at start-up: there are few, and a request can then never name a file that is
// not one of them.

internal import Cryptography
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

struct StaticFiles: Sendable {
    private struct File {
        let bytes: ByteBuffer
        let type: String
        let tag: String
    }

    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8", "mjs": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml", "json": "application/json", "png": "image/png",
        "woff2": "font/woff2", "yaml": "application/yaml",
    ]

    private let files: [String: File]

    /// Reads every file under the folder whose type is known.
    init(folder: URL) throws {
        var files: [String: File] = [:]
        let root = folder.resolvingSymlinksInPath().path
        let found = FileManager.default.enumerator(atPath: root)
        while let name = found?.nextObject() as? String {
            let url = URL(fileURLWithPath: root).appendingPathComponent(name)
            guard let type = StaticFiles.types[url.pathExtension] else { continue }
            let data = try Data(contentsOf: url)
            files[name] = File(
                bytes: ByteBuffer(bytes: data), type: type,
                tag: "\"" + Hex.lower(Array(Digest.sha256(Array(data)).prefix(8))) + "\"")
        }
        self.files = files
    }

    /// The answer for one file; 404 when there is none.
    func response(_ name: String, to request: Request) throws -> Response {
        guard let file = files[name] else { throw HTTPError(.notFound) }
        var headers: HTTPFields = [
            .contentType: file.type, .cacheControl: "no-cache", .eTag: file.tag,
        ]
        if request.headers[.ifNoneMatch] == file.tag {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentLength] = "\(file.bytes.readableBytes)"
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.bytes))
    }
}

/// No page of ours needs anything from anywhere else.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = TillContext

    func handle(
        _ request: Request, context: TillContext,
        next: (Request, TillContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] =
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; "
            + "base-uri 'none'; form-action 'self'"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .ifMatch
}
