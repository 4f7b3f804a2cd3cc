// The pages: a handful of static files, read once. Nothing outside the list is served, so no path a
// browser sends ever reaches the disk.

internal import Foundation
internal import Hummingbird

struct PublicFiles: Sendable {
    private let files: [String: Reply]

    private static let names = [
        "phone.html", "phone.css", "phone.js", "phone-view.js", "panel.html", "panel.css",
        "panel.js", "fault-kinds.js", "shared.js", "words.js",
    ]
    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
    ]

    init() {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Public")
        var files: [String: Reply] = [:]
        for name in PublicFiles.names {
            let url = folder.appendingPathComponent(name)
            guard let data = try? Data(contentsOf: url),
                let type = PublicFiles.types[url.pathExtension]
            else { continue }
            files[name] = Reply(contentType: type, body: [UInt8](data))
        }
        self.files = files
    }

    func add(to router: Router<NetworkContext>) {
        router.get("/") { _, _ in page("panel.html") }
        router.get("/phone") { _, _ in page("phone.html") }
        for name in files.keys {
            router.get(RouterPath("/public/" + name)) { _, _ in page(name) }
        }
    }

    private func page(_ name: String) -> Response {
        guard let file = files[name] else { return Response(status: .notFound) }
        var response = Response(file)
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }
}
