// A statement that lies in a folder of this machine, read like a download: in pieces, as it is taken.

internal import Channels
internal import Foundation
internal import Synchronization

enum LocalFiles {
    static let scheme = "file://"

    /// *Unit*: bytes.
    static let pieceSize = 65_536
}

extension HTTPDownloads {
    /// Addresses that begin with `file://`; a file that is not there answers like a page that is not.
    static let localFiles = HTTPDownloads { request in
        let path = String(request.url.dropFirst(LocalFiles.scheme.count))
        let source = Mutex(LocalFile(path))
        return HTTPDownload(
            next: { source.withLock { $0.next() } }, abandon: { source.withLock { $0.close() } })
    }
}

private struct LocalFile {
    private let handle: FileHandle?
    private var isBegun = false
    private var last: HTTPPart?

    init(_ path: String) {
        handle = FileHandle(forReadingAtPath: path)
    }

    mutating func next() -> HTTPPart {
        if let last { return last }
        guard isBegun else {
            isBegun = true
            return .head(status: handle == nil ? 404 : 200, headers: [])
        }
        guard let handle else { return end(.end) }
        do {
            guard let data = try handle.read(upToCount: LocalFiles.pieceSize), !data.isEmpty else {
                return end(.end)
            }
            return .bytes([UInt8](data))
        } catch {
            return end(.failed(.lost(.interrupted, detail: "the file cannot be read")))
        }
    }

    mutating func close() {
        _ = end(.end)
    }

    private mutating func end(_ part: HTTPPart) -> HTTPPart {
        last = part
        try? handle?.close()
        return part
    }
}
