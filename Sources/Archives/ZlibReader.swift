// One zlib stream (RFC 1950), as UnionPay packs its files before it writes them as Base64.

/// Unpacks a zlib stream, piece by piece.
package final class ZlibReader {
    private let inflater: Inflater
    private var room: Int
    private var hasEnded = false

    /// `sizeMax` bounds what it unpacks to, in bytes.
    ///
    /// *Errors*: `ArchiveError.unavailable`.
    package init(sizeMax: Int) throws(ArchiveError) {
        inflater = try Inflater(.zlib)
        room = sizeMax
    }

    /// *Errors*: `ArchiveError`; nothing more may be fed afterwards.
    package func feed(
        _ bytes: ArraySlice<UInt8>, _ take: (ArraySlice<UInt8>) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var rest = bytes
        while !rest.isEmpty {
            guard !hasEnded else { throw .malformed }
            let step = try inflater.feed(rest) { piece throws(ArchiveError) in
                room -= piece.count
                guard room >= 0 else { throw .tooLarge }
                try take(piece)
            }
            rest = rest.dropFirst(step.used)
            hasEnded = step.isDone
            if !hasEnded, step.used == 0 { throw .malformed }
        }
    }

    /// To be called after the last byte.
    ///
    /// *Errors*: `ArchiveError.truncated`.
    package func end() throws(ArchiveError) {
        guard hasEnded else { throw .truncated }
    }
}
