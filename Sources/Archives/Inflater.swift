// zlib's inflate, fed in pieces. Its output comes in pieces of one buffer, so that neither a large
// file nor one that unpacks to a thousand times its size takes memory.

internal import CZlib

/// One stream being inflated.
///
/// zlib keeps the address of its stream, so the stream lives behind a pointer that never moves.
@safe final class Inflater {
    enum Wrapping: Int32 {
        /// A gzip member, whose checksum zlib compares.
        case gzip = 31
        /// A zlib stream, whose checksum zlib compares.
        case zlib = 15
        /// Nothing around it: the entries of a zip archive.
        case raw = -15
    }

    /// *Unit*: bytes.
    private static let pieceSize = 65_536

    private let stream: UnsafeMutablePointer<z_stream>
    private var piece = [UInt8](repeating: 0, count: Inflater.pieceSize)

    /// *Errors*: `ArchiveError.unavailable`.
    init(_ wrapping: Wrapping) throws(ArchiveError) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        unsafe self.stream = unsafe stream
        let status = unsafe inflateInit2_(
            stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .unavailable }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Begins anew, for the next member or entry.
    func reset() {
        unsafe inflateReset(stream)
    }

    /// Unpacks these bytes; returns how many were used, and whether the stream ended there.
    ///
    /// *Errors*: `ArchiveError`, also what `take` throws.
    func feed(
        _ bytes: ArraySlice<UInt8>, _ take: (ArraySlice<UInt8>) throws(ArchiveError) -> Void
    ) throws(ArchiveError) -> (used: Int, isDone: Bool) {
        var used = 0
        while true {
            let step = step(bytes.dropFirst(used).prefix(Inflater.pieceSize))
            used += step.used
            if step.made > 0 { try take(piece[..<step.made]) }
            switch step.status {
            case Z_STREAM_END: return (used, true)
            case Z_OK: if step.used == 0, step.made == 0 { return (used, false) }
            // Nothing more can be done without more bytes.
            case Z_BUF_ERROR: return (used, false)
            case Z_DATA_ERROR: throw isChecksum ? .wrongChecksum : .malformed
            case Z_NEED_DICT: throw .unsupported
            default: throw .unavailable
            }
            if used == bytes.count, step.made < piece.count { return (used, false) }
        }
    }

    private var isChecksum: Bool {
        guard let words = unsafe stream.pointee.msg else { return false }
        // zlib has one code for both, and tells them apart in words (zlib.h, inflate.c).
        let text = unsafe String(cString: words)
        return text == "incorrect data check" || text == "incorrect length check"
    }

    private func step(_ bytes: ArraySlice<UInt8>) -> (status: Int32, used: Int, made: Int) {
        var input = Array(bytes)
        let count = input.count
        return unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe piece.withUnsafeMutableBufferPointer { output in
                unsafe stream.pointee.next_in = input.baseAddress
                unsafe stream.pointee.avail_in = UInt32(clamping: input.count)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(clamping: output.count)
                let status = unsafe inflate(stream, Z_NO_FLUSH)
                return unsafe (
                    status, count - Int(stream.pointee.avail_in),
                    output.count - Int(stream.pointee.avail_out)
                )
            }
        }
    }
}
