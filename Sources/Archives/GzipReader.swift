// A gzip file (RFC 1952) as it comes: one or more members, each with its own checksum.

/// Unpacks a gzip file, piece by piece.
package final class GzipReader {
    private let inflater: Inflater
    private var room: Int
    private var isAmidMember = true
    private var hasEnded = false

    /// `sizeMax` bounds what it unpacks to, in bytes.
    ///
    /// *Errors*: `ArchiveError.unavailable`.
    package init(sizeMax: Int) throws(ArchiveError) {
        inflater = try Inflater(.gzip)
        room = sizeMax
    }

    /// *Errors*: `ArchiveError`; nothing more may be fed afterwards.
    package func feed(
        _ bytes: ArraySlice<UInt8>, _ take: (ArraySlice<UInt8>) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var rest = bytes
        while !rest.isEmpty {
            if !isAmidMember {
                inflater.reset()
                isAmidMember = true
            }
            let step = try inflater.feed(rest) { piece throws(ArchiveError) in
                room -= piece.count
                guard room >= 0 else { throw .tooLarge }
                try take(piece)
            }
            rest = rest.dropFirst(step.used)
            if step.isDone {
                isAmidMember = false
            } else if step.used == 0 {
                throw .malformed
            }
        }
    }

    /// To be called after the last byte.
    ///
    /// *Errors*: `ArchiveError.truncated`.
    package func end() throws(ArchiveError) {
        guard !isAmidMember else { throw .truncated }
    }
}
