// Lines out of pieces of any size. A piece may end amid a line or amid a character; what is not
// yet whole waits for the next. Nothing else is kept, so memory does not grow with the file.

/// Cuts bytes into lines.
package struct StatementLines: Sendable {
    /// Far longer than any honest line; longer ones are named and skipped.
    ///
    /// *Unit*: bytes.
    package static let lineMax = 65_536

    package struct Line: Equatable, Sendable {
        /// Counted from 1.
        package let number: Int
        /// Without its line end; nil when it was too long.
        package let bytes: ArraySlice<UInt8>?
    }

    private var kept: [UInt8] = []
    private var number = 0
    private var isSkipping = false

    package init() {}

    /// The lines that end in these bytes.
    package mutating func feed(_ bytes: ArraySlice<UInt8>) -> [Line] {
        var lines: [Line] = []
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let piece = rest[rest.startIndex..<end]
            rest = rest[(end + 1)...]
            if kept.isEmpty, !isSkipping, piece.count <= StatementLines.lineMax {
                lines.append(line(piece))
            } else {
                keep(piece)
                lines.append(keptLine())
            }
        }
        keep(rest)
        return lines
    }

    /// What stands after the last line end.
    package mutating func end() -> Line? {
        kept.isEmpty && !isSkipping ? nil : keptLine()
    }

    private mutating func keep(_ piece: ArraySlice<UInt8>) {
        guard !isSkipping else { return }
        guard kept.count + piece.count <= StatementLines.lineMax else {
            isSkipping = true
            kept = []
            return
        }
        kept += piece
    }

    private mutating func keptLine() -> Line {
        defer {
            isSkipping = false
            kept = []
        }
        guard !isSkipping else {
            number += 1
            return Line(number: number, bytes: nil)
        }
        return line(kept[...])
    }

    private mutating func line(_ piece: ArraySlice<UInt8>) -> Line {
        number += 1
        var line = piece
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        return Line(number: number, bytes: line)
    }
}
