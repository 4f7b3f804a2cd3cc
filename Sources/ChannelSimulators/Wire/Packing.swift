// How the wallets pack their statements: gzip at WeChat Pay, a zip of GBK files at Alipay. Written
// from the formats (RFC 1952, APPNOTE.TXT) and sharing nothing with what unpacks them; Python's
// readers and other people's clients check it (Tests/ThirdParty).

internal import CZlib
internal import Glibc

enum Packing {
    enum Wrapping: Int32 {
        case gzip = 31
        case zlib = 15
        /// Nothing around it.
        case raw = -15
    }

    /// Deflated; `nil` when the library gives up.
    static func deflated(_ bytes: [UInt8], _ wrapping: Wrapping) -> [UInt8]? {
        // zlib remembers where its stream is, so it must not move.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        defer { unsafe stream.deallocate() }
        let begun = unsafe deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, wrapping.rawValue, 8, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard begun == Z_OK else { return nil }
        defer { unsafe deflateEnd(stream) }
        // A gzip's head and tail are not in the bound of every version.
        let room = unsafe Int(deflateBound(stream, UInt(bytes.count))) + 64
        var packed = [UInt8](repeating: 0, count: room)
        var input = bytes
        let status = unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe packed.withUnsafeMutableBufferPointer { output in
                unsafe stream.pointee.next_in = input.baseAddress
                unsafe stream.pointee.avail_in = UInt32(clamping: input.count)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(clamping: output.count)
                return unsafe deflate(stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { return nil }
        return unsafe Array(packed.prefix(Int(stream.pointee.total_out)))
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        unsafe UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(clamping: bytes.count)))
    }

    /// The text in GBK; a character that is not in it becomes a question mark, as Java writes it.
    static func chinese(_ text: String) -> [UInt8] {
        guard let converter = unsafe iconv_open("GBK", "UTF-8"), Int(bitPattern: converter) != -1
        else { return [] }
        defer { unsafe iconv_close(converter) }
        var result: [UInt8] = []
        // A line at a time, so that one character costs no more than a look at its own line.
        let lines = Array(text.utf8).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if index > 0 { result.append(UInt8(ascii: "\n")) }
            if let whole = unsafe converted(Array(line), converter) {
                result += whole
                continue
            }
            for character in String(decoding: line, as: UTF8.self) {
                result +=
                    unsafe converted(Array(String(character).utf8), converter)
                    ?? [UInt8(ascii: "?")]
            }
        }
        return result
    }

    private static func converted(_ bytes: [UInt8], _ converter: iconv_t) -> [UInt8]? {
        if bytes.isEmpty { return [] }
        var input = bytes
        // GBK takes two bytes where UTF-8 takes three, and one where it takes one.
        var output = [UInt8](repeating: 0, count: bytes.count + 4)
        var (inputLeft, outputLeft) = (input.count, output.count)
        let isWhole = unsafe input.withUnsafeMutableBytes { input in
            unsafe output.withUnsafeMutableBytes { output in
                var from = unsafe input.baseAddress?.assumingMemoryBound(to: CChar.self)
                var to = unsafe output.baseAddress?.assumingMemoryBound(to: CChar.self)
                return unsafe iconv(converter, &from, &inputLeft, &to, &outputLeft) == 0
            }
        }
        return isWhole ? Array(output.prefix(output.count - outputLeft)) : nil
    }
}

/// A zip archive of a few files.
struct ZipFile {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt64 = 0

    /// Adds a file; `name` in GBK, as Alipay writes it.
    mutating func add(name: [UInt8], _ bytes: [UInt8]) {
        guard let packed = Packing.deflated(bytes, .raw) else { return }
        let offset = UInt64(body.count)
        // Version 2.0, deflated, written on the first of January 1980.
        let common =
            little(20, 2) + little(0, 2) + little(8, 2) + little(0, 2) + little(0x21, 2)
            + little(UInt64(Packing.checksum(bytes)), 4) + little(UInt64(packed.count), 4)
            + little(UInt64(bytes.count), 4) + little(UInt64(name.count), 2) + little(0, 2)
        body += little(0x0403_4B50, 4) + common + name + packed
        directory +=
            little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2)
            + little(0, 2) + little(0, 4) + little(offset, 4) + name
        count += 1
    }

    var bytes: [UInt8] {
        body + directory + little(0x0605_4B50, 4) + little(0, 4) + little(count, 2)
            + little(count, 2) + little(UInt64(directory.count), 4)
            + little(UInt64(body.count), 4) + little(0, 2)
    }

    private func little(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
}
