// Archives as they come from outside: sound ones in pieces of every size, and those that lie.

import Archives
import Testing

/// What came of an archive: files with their content, or the error.
struct Unpacked: Equatable {
    var files: [String: [UInt8]] = [:]
    var ended: [String] = []
    var error: ArchiveError?
}

private func gunzip(_ bytes: [UInt8], piece: Int, sizeMax: Int = 1_000_000) -> Unpacked {
    var result = Unpacked()
    do {
        let reader = try GzipReader(sizeMax: sizeMax)
        for part in stride(from: 0, to: bytes.count, by: piece) {
            try reader.feed(bytes[part..<min(part + piece, bytes.count)]) {
                result.files["", default: []] += $0
            }
        }
        try reader.end()
    } catch {
        result.error = error
    }
    return result
}

private func unzip(_ bytes: [UInt8], piece: Int, sizeMax: Int = 1_000_000) -> Unpacked {
    var result = Unpacked()
    var current = ""
    do {
        let reader = try ZipReader(sizeMax: sizeMax)
        for part in stride(from: 0, to: bytes.count, by: piece) {
            try reader.feed(bytes[part..<min(part + piece, bytes.count)]) { met in
                switch met {
                case .file(let name):
                    current = String(decoding: name, as: UTF8.self)
                    result.files[current] = []
                case .bytes(let piece): result.files[current, default: []] += piece
                case .fileEnd: result.ended.append(current)
                }
            }
        }
        try reader.end()
    } catch {
        result.error = error
    }
    return result
}

@Suite("A gzip file")
struct GzipTests {
    @Test("is unpacked the same in pieces of any size", arguments: [1, 2, 3, 7, 16, 1_000])
    func pieces(_ piece: Int) {
        let text = String(repeating: "药品 hello\n", count: 3)
        #expect(gunzip(Samples.gzip, piece: piece) == Unpacked(files: ["": Array(text.utf8)]))
        #expect(
            gunzip(Samples.gzipTwoMembers, piece: piece)
                == Unpacked(files: ["": Array("one,two".utf8)]))
    }

    @Test("that is cut off anywhere is never taken for whole")
    func truncated() {
        for count in 0..<Samples.gzip.count {
            let error = gunzip(Array(Samples.gzip.prefix(count)), piece: 5).error
            #expect(error == .truncated, "\(count) bytes")
        }
    }

    @Test("with one wrong bit never ends well, unless the bit says nothing about the content")
    func flipped() {
        let whole = gunzip(Samples.gzip, piece: 64)
        for place in Samples.gzip.indices {
            var bytes = Samples.gzip
            bytes[place] ^= 1
            let result = gunzip(bytes, piece: 64)
            // Bytes 4 to 9: the time, a hint about the packing, and the system.
            #expect(result.error != nil || (result == whole && (3...9).contains(place)))
        }
    }

    @Test("whose checksum is wrong says so")
    func checksum() {
        var bytes = Samples.gzip
        bytes[bytes.count - 8] ^= 1
        #expect(gunzip(bytes, piece: 10).error == .wrongChecksum)
    }

    @Test("followed by something else is damaged")
    func trailing() {
        #expect(gunzip(Samples.gzip + Array("and so on".utf8), piece: 999).error == .malformed)
    }

    @Test("that unpacks to too much is stopped, and what was handed on stays within the limit")
    func bomb() {
        let result = gunzip(Samples.gzipBomb, piece: 512)
        #expect(result.error == .tooLarge)
        #expect(result.files[""]?.count ?? 0 <= 1_000_000)
        #expect(gunzip(Samples.gzipBomb, piece: 512, sizeMax: 4_000_000).error == nil)
    }
}

@Suite("A zip archive")
struct ZipTests {
    /// `支付宝,1` in GBK, five times.
    private let first = [[UInt8]](
        repeating: [0xD6, 0xA7, 0xB8, 0xB6, 0xB1, 0xA6, 0x2C, 0x31, 0x0A], count: 5
    ).flatMap { $0 }

    struct Sample: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]

        init(_ name: String, _ bytes: [UInt8]) {
            testDescription = name
            self.bytes = bytes
        }
    }

    static let sound = [
        Sample("deflated", Samples.zipDeflated), Sample("stored", Samples.zipStored),
        Sample("lengths behind", Samples.zipStreamed), Sample("zip64", Samples.zipLong),
    ]

    @Test(
        "is unpacked the same in pieces of any size; a path is a name and nothing else",
        arguments: sound)
    func pieces(_ sample: Sample) {
        let expected = Unpacked(
            files: ["a.csv": first, "../../etc/b.csv": Array("second\n".utf8)],
            ended: ["a.csv", "../../etc/b.csv"])
        for piece in [1, 2, 7, 61, 1_000] {
            #expect(unzip(sample.bytes, piece: piece) == expected, "pieces of \(piece)")
        }
    }

    @Test("that is cut off anywhere is never taken for whole", arguments: sound)
    func truncated(_ sample: Sample) {
        for count in 0..<sample.bytes.count {
            let error = unzip(Array(sample.bytes.prefix(count)), piece: 9).error
            #expect(error == .truncated, "\(count) bytes")
        }
    }

    @Test(
        "with one wrong bit never crashes, and never hands on other content as sound",
        arguments: sound)
    func flipped(_ sample: Sample) {
        let whole = unzip(sample.bytes, piece: 64)
        for place in sample.bytes.indices {
            for bit in [place % 8, (place + 3) % 8] {
                var bytes = sample.bytes
                bytes[place] ^= 1 << UInt8(bit)
                let result = unzip(bytes, piece: 64)
                guard result.error == nil else { continue }
                #expect(Array(result.files.values).count == 2)
                #expect(Set(result.files.values) == Set(whole.files.values), "\(place).\(bit)")
            }
        }
    }

    @Test(
        "that lies or is of no kind we read is refused with its reason",
        arguments: [
            (Samples.zipEncrypted, ArchiveError.unsupported),
            (Samples.zipBzip2, .unsupported), (Samples.zipDirectoryLies, .malformed),
            (Samples.zipWrongChecksum, .wrongChecksum), (Samples.zipMany, .tooManyFiles),
            (Samples.zipBomb, .tooLarge), (Samples.zipDeflated + [0], .malformed),
            (Array("PK\u{03}\u{05} something else, long enough for a header".utf8), .malformed),
        ])
    func refused(_ row: ([UInt8], ArchiveError)) {
        #expect(unzip(row.0, piece: 100).error == row.1)
    }

    @Test("may be empty")
    func empty() {
        #expect(unzip(Samples.zipEmpty, piece: 4) == Unpacked())
    }

    @Test("each reason has a sentence in both languages")
    func sentences() {
        let all: [ArchiveError] = [
            .truncated, .malformed, .wrongChecksum, .tooLarge, .tooManyFiles, .unsupported,
            .unavailable,
        ]
        #expect(Set(all.map(\.chinese)).count == all.count)
        #expect(Set(all.map(\.english)).count == all.count)
    }
}

@Suite("Text in GBK")
struct ChineseTextTests {
    /// 微信“药”€,1 and a line end, in GB18030: two bytes each, the sign of the euro, and ASCII.
    private let bytes: [UInt8] = [
        0xCE, 0xA2, 0xD0, 0xC5, 0xA1, 0xB0, 0xD2, 0xA9, 0xA1, 0xB1, 0xA2, 0xE3, 0x2C, 0x31, 0x0A,
    ]

    private func converted(_ bytes: [UInt8], piece: Int) throws -> (text: String, replaced: Int) {
        let reader = try ChineseText()
        var text: [UInt8] = []
        for part in stride(from: 0, to: bytes.count, by: piece) {
            text += reader.feed(bytes[part..<min(part + piece, bytes.count)])
        }
        text += reader.end()
        return (String(decoding: text, as: UTF8.self), reader.replaced)
    }

    @Test("is read the same in pieces of any size", arguments: [1, 2, 3, 4, 5, 100])
    func pieces(_ piece: Int) throws {
        let result = try converted(bytes, piece: piece)
        #expect(result.text == "微信“药”€,1\n")
        #expect(result.replaced == 0)
    }

    @Test(
        "that is no text costs its own bytes and not the line",
        arguments: [
            ([0x61, 0xFF, 0x62], "a\u{FFFD}b", 1), ([0xD2, 0x0A, 0x62], "\u{FFFD}\nb", 1),
            ([0x61, 0xD2], "a\u{FFFD}", 1), ([0x81, 0x30, 0x81], "\u{FFFD}", 3), ([], "", 0),
        ] as [([UInt8], String, Int)])
    func broken(_ row: ([UInt8], String, Int)) throws {
        for piece in 1...4 {
            let result = try converted(row.0, piece: piece)
            #expect(result.text == row.1)
            #expect(result.replaced == row.2)
        }
    }

    @Test("of any bytes at all is read to its end")
    func hostile() throws {
        var seed: UInt64 = 3
        let noise = (0..<20_000).map { _ -> UInt8 in
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: seed >> 33)
        }
        let whole = try converted(noise, piece: 20_000)
        #expect(whole == (try converted(noise, piece: 7)))
        #expect(whole.replaced > 0)
    }
}
