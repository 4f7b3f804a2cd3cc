// A zip archive as it comes, from its first byte to its last (APPNOTE.TXT 6.3, sections 4.3 and
// 4.4). Names are handed on and used for nothing: no file is ever written, so no path can lead
// anywhere.
//
// Trap: the directory at the end says the same as the headers before the files, and readers that
// trust the one see other files than readers that trust the other. Here both must agree.

internal import CZlib

/// What is met on the way through an archive.
package enum ZipPart: Equatable, Sendable {
    /// A file begins; its name in whatever encoding it has.
    case file(name: [UInt8])
    case bytes(ArraySlice<UInt8>)
    /// It ends, and its checksum was right.
    case fileEnd
}

/// Unpacks a zip archive, piece by piece.
package final class ZipReader {
    /// A statement has two or four.
    package static let fileCountMax = 64

    private enum Place {
        case header
        /// `left` is nil where the length stands behind the data.
        case stored(left: Int)
        case deflated
        case descriptor
        case ended
    }

    /// What a file was said to be before it, or found to be.
    private struct Entry: Equatable {
        var checksum: UInt32
        var packed: UInt64
        var unpacked: UInt64
    }

    private var place = Place.header
    private var kept: [UInt8] = []
    private var entries: [Entry] = []
    private var listed = 0
    private var found = Entry(checksum: 0, packed: 0, unpacked: 0)
    private var stated: Entry?
    private var isLong = false
    private var room: Int
    private let inflater: Inflater

    /// `sizeMax` bounds what all files together unpack to, in bytes.
    ///
    /// *Errors*: `ArchiveError.unavailable`.
    package init(sizeMax: Int) throws(ArchiveError) {
        inflater = try Inflater(.raw)
        room = sizeMax
    }

    /// *Errors*: `ArchiveError`; nothing more may be fed afterwards.
    package func feed(
        _ bytes: ArraySlice<UInt8>, _ take: (ZipPart) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var rest = bytes
        while !rest.isEmpty {
            switch place {
            case .header: try readHeader(&rest, take)
            case .stored(let left): try readStored(left, &rest, take)
            case .deflated:
                let step = try inflater.feed(rest) { piece throws(ArchiveError) in
                    try hand(on: piece, take)
                }
                found.packed += UInt64(step.used)
                rest = rest.dropFirst(step.used)
                if step.isDone { try endFile(take) }
            case .descriptor: try readDescriptor(&rest, take)
            case .ended: throw .malformed
            }
        }
    }

    /// To be called after the last byte.
    ///
    /// *Errors*: `ArchiveError.truncated`.
    package func end() throws(ArchiveError) {
        guard case .ended = place else { throw .truncated }
    }

    // Files: what is handed on is counted and summed.

    private func hand(
        on piece: ArraySlice<UInt8>, _ take: (ZipPart) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        room -= piece.count
        guard room >= 0 else { throw .tooLarge }
        found.unpacked += UInt64(piece.count)
        found.checksum = unsafe piece.withUnsafeBufferPointer { piece in
            unsafe UInt32(
                truncatingIfNeeded: crc32(
                    UInt(found.checksum), piece.baseAddress, UInt32(clamping: piece.count)))
        }
        try take(.bytes(piece))
    }

    private func readStored(
        _ left: Int, _ rest: inout ArraySlice<UInt8>,
        _ take: (ZipPart) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        let piece = rest.prefix(left)
        rest = rest.dropFirst(piece.count)
        found.packed += UInt64(piece.count)
        if !piece.isEmpty { try hand(on: piece, take) }
        place = .stored(left: left - piece.count)
        if left == piece.count { try endFile(take) }
    }

    private func endFile(
        _ take: (ZipPart) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        guard let stated else {
            place = .descriptor
            return
        }
        try close(stated, take)
    }

    private func close(
        _ stated: Entry, _ take: (ZipPart) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        guard stated.checksum == found.checksum else { throw .wrongChecksum }
        guard stated == found else { throw .malformed }
        entries.append(found)
        place = .header
        try take(.fileEnd)
    }

    private func readDescriptor(
        _ rest: inout ArraySlice<UInt8>, _ take: (ZipPart) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        let width = isLong ? 8 : 4
        guard keep(4, of: &rest) else { return }
        // Its own signature is optional, and nothing forbids a checksum that looks like it.
        let start = kept.number(at: 0, 4) == 0x0807_4B50 && found.checksum != 0x0807_4B50 ? 4 : 0
        guard keep(start + 4 + 2 * width, of: &rest) else { return }
        let entry = Entry(
            checksum: UInt32(truncatingIfNeeded: kept.number(at: start, 4)),
            packed: kept.number(at: start + 4, width),
            unpacked: kept.number(at: start + 4 + width, width))
        kept = []
        try close(entry, take)
    }

    // Headers: of files, and then of the directory.

    private func readHeader(
        _ rest: inout ArraySlice<UInt8>, _ take: (ZipPart) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        guard keep(4, of: &rest) else { return }
        switch kept.number(at: 0, 4) {
        case 0x0403_4B50:
            guard listed == 0 else { throw .malformed }
            guard keep(30, of: &rest) else { return }
            let (name, extra) = (Int(kept.number(at: 26, 2)), Int(kept.number(at: 28, 2)))
            guard keep(30 + name + extra, of: &rest) else { return }
            try beginFile(name, extra, take)
        case 0x0201_4B50:
            guard keep(46, of: &rest) else { return }
            let lengths = [28, 30, 32].map { Int(kept.number(at: $0, 2)) }
            guard keep(46 + lengths.reduce(0, +), of: &rest) else { return }
            try list()
        case 0x0606_4B50:
            guard keep(12, of: &rest) else { return }
            guard let size = Int(exactly: kept.number(at: 4, 8)), (44...4_096).contains(size)
            else { throw .malformed }
            guard keep(12 + size, of: &rest) else { return }
            kept = []
        case 0x0706_4B50:
            guard keep(20, of: &rest) else { return }
            kept = []
        case 0x0605_4B50:
            guard keep(22, of: &rest) else { return }
            guard keep(22 + Int(kept.number(at: 20, 2)), of: &rest) else { return }
            let count = kept.number(at: 10, 2)
            guard listed == entries.count, count == 0xFFFF || count == UInt64(listed) else {
                throw .malformed
            }
            place = .ended
        default: throw .malformed
        }
    }

    private func beginFile(
        _ name: Int, _ extra: Int, _ take: (ZipPart) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        guard entries.count < ZipReader.fileCountMax else { throw .tooManyFiles }
        let flags = kept.number(at: 6, 2)
        // Bits 0 and 6: encrypted.
        guard flags & 0x41 == 0 else { throw .unsupported }
        let isBehind = flags & 0x08 != 0
        let sizes = ZipReader.longSizes(kept[(30 + name)...].prefix(extra))
        isLong = sizes != nil
        let unpacked = kept.number(at: 22, 4)
        let packed = kept.number(at: 18, 4)
        let entry = Entry(
            checksum: UInt32(truncatingIfNeeded: kept.number(at: 14, 4)),
            packed: packed == 0xFFFF_FFFF ? sizes?.packed ?? packed : packed,
            unpacked: unpacked == 0xFFFF_FFFF ? sizes?.unpacked ?? unpacked : unpacked)
        stated = isBehind ? nil : entry
        found = Entry(checksum: 0, packed: 0, unpacked: 0)
        let method = kept.number(at: 8, 2)
        let nameBytes = Array(kept[30..<(30 + name)])
        kept = []
        switch method {
        case 0:
            // Where the length of a stored file stands behind it, nothing says where it ends.
            guard !isBehind, let left = Int(exactly: entry.packed) else { throw .unsupported }
            place = .stored(left: left)
            try take(.file(name: nameBytes))
            if left == 0 { try endFile(take) }
        case 8:
            inflater.reset()
            place = .deflated
            try take(.file(name: nameBytes))
        default: throw .unsupported
        }
    }

    /// A line of the directory, which must say of the next file what was found.
    private func list() throws(ArchiveError) {
        guard entries.indices.contains(listed) else { throw .malformed }
        let entry = entries[listed]
        let sizes = [20, 24].map { kept.number(at: $0, 4) }
        guard kept.number(at: 16, 4) == UInt64(entry.checksum),
            zip(sizes, [entry.packed, entry.unpacked]).allSatisfy({
                $0 == 0xFFFF_FFFF || $0 == $1
            })
        else { throw .malformed }
        listed += 1
        kept = []
    }

    /// The sizes in an extra field of zip64 (APPNOTE 4.5.3).
    private static func longSizes(
        _ extra: ArraySlice<UInt8>
    ) -> (unpacked: UInt64, packed: UInt64)? {
        var rest = Array(extra)
        while rest.count >= 4 {
            let size = Int(rest.number(at: 2, 2))
            if rest.number(at: 0, 2) == 1, size >= 16, rest.count >= 20 {
                return (rest.number(at: 4, 8), rest.number(at: 12, 8))
            }
            rest = Array(rest.dropFirst(4 + size))
        }
        return nil
    }

    /// Takes bytes until there are so many; false when there are not enough yet.
    private func keep(_ count: Int, of rest: inout ArraySlice<UInt8>) -> Bool {
        let piece = rest.prefix(max(0, count - kept.count))
        kept += piece
        rest = rest.dropFirst(piece.count)
        return kept.count >= count
    }
}

extension [UInt8] {
    /// A number with its lowest byte first; bytes that are not there count as zero.
    fileprivate func number(at place: Int, _ width: Int) -> UInt64 {
        dropFirst(place).prefix(width).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
