// A file of old sales as lines of text: UTF-8 with or without a mark, or GBK, as old tills write.
// Read in pieces, never whole. Whether it is UTF-8 is a question to all of it: a short word in GBK
// can pass for UTF-8 by chance, a whole file with Chinese in it cannot.

internal import Retail

/// A file that can be read from its beginning as often as it is needed.
package struct ImportFile: Sendable {
    /// The next piece of the file; nil at its end.
    package typealias Pieces = () throws -> [UInt8]?

    package let open: @Sendable () throws -> Pieces
    /// Text in GBK as UTF-8; nil for bytes that are no text.
    package let fromGBK: @Sendable ([UInt8]) -> String?

    package init(
        open: @escaping @Sendable () throws -> Pieces,
        fromGBK: @escaping @Sendable ([UInt8]) -> String?
    ) {
        self.open = open
        self.fromGBK = fromGBK
    }
}

/// A line, or why it is none.
struct ImportText: Sendable {
    let number: Int64
    /// Nil for bytes that are no text.
    let text: String?
    let isTooLong: Bool
}

/// The lines of a file, one after the other.
struct ImportLines {
    /// More than any honest line.
    ///
    /// *Unit*: bytes.
    static let lineMax = 4_096

    private let file: ImportFile
    private let isUTF8: Bool
    private let next: ImportFile.Pieces
    private var piece: ArraySlice<UInt8> = []
    private var isOver = false
    private var number: Int64 = 0

    /// *Errors*: what reading the file throws.
    init(_ file: ImportFile) throws {
        self.file = file
        isUTF8 = try ImportLines.isUTF8(file)
        next = try file.open()
    }

    /// The next line without its end; nil after the last.
    mutating func line() throws -> ImportText? {
        var bytes: [UInt8] = []
        var isTooLong = false
        while true {
            if piece.isEmpty, !isOver {
                if let more = try next() { piece = more[...] } else { isOver = true }
                continue
            }
            let end = piece.firstIndex(of: UInt8(ascii: "\n")) ?? piece.endIndex
            if bytes.count + end - piece.startIndex > ImportLines.lineMax {
                isTooLong = true
                bytes = []
            } else if !isTooLong {
                bytes += piece[..<end]
            }
            let isWhole = end < piece.endIndex
            piece = piece[(isWhole ? end + 1 : end)...]
            if isWhole || isOver { break }
        }
        if isOver, piece.isEmpty, bytes.isEmpty, !isTooLong { return nil }
        number += 1
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        return ImportText(number: number, text: text(bytes), isTooLong: isTooLong)
    }

    private func text(_ bytes: [UInt8]) -> String? {
        guard !bytes.contains(0) else { return nil }
        return isUTF8 ? String(validating: bytes, as: UTF8.self) : file.fromGBK(bytes)
    }

    /// Whether all bytes of a file are UTF-8; a line end never is a part of a character.
    private static func isUTF8(_ file: ImportFile) throws -> Bool {
        let next = try file.open()
        var rest: [UInt8] = []
        while let piece = try next() {
            rest += piece
            guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else {
                // Such a line is refused anyway.
                if rest.count > 16 * lineMax { return true }
                continue
            }
            guard String(validating: rest[...end], as: UTF8.self) != nil else { return false }
            rest.removeFirst(end + 1)
        }
        return String(validating: rest, as: UTF8.self) != nil
    }
}
