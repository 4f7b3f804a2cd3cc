// The preview on the screen is drawn from the bytes that go to the printer, not from the receipt:
// so what the cashier sees is what the customer gets, wrapped lines and cut included. The same type
// is the test printer's paper.

/// Printed paper, read from the bytes of print jobs.
package struct PaperRoll: Sendable, Equatable {
    let paper: Paper
    let pieces: [Piece]

    /// What comes out of the printer, or happens beside it, in order.
    enum Piece: Sendable, Equatable {
        case line(Line)
        case barcode(Barcode)
        case cut
        case drawerOpened
    }

    struct Line: Sendable, Equatable {
        var marks: [Mark] = []
        var alignment: EscPos.Alignment = .left

        /// Width in half-width columns of the paper.
        var columns: Int { marks.reduce(0) { $0 + $1.columns } }
        /// Height as a multiple of a normal line.
        var tallness: Int { marks.reduce(1) { max($0, $1.style.tallness) } }
    }

    /// One character on paper.
    struct Mark: Sendable, Equatable {
        let text: String
        /// A Chinese character or another of double width.
        let isDouble: Bool
        let style: Style

        var columns: Int { (isDouble ? 2 : 1) * style.wideness }
    }

    /// *Unit*: multiples of the normal size, 1…8.
    struct Style: Sendable, Equatable {
        var wideness = 1
        var tallness = 1
        var isBold = false
    }

    struct Barcode: Sendable, Equatable {
        /// The digits of a Code 128-C; nil for any other symbol, which is drawn as an empty box.
        let digits: String?
        let heightDots: Int
        let moduleDots: Int
        let alignment: EscPos.Alignment
    }

    /// Reads the bytes of one or more print jobs.
    ///
    /// Never fails: what is no command of ours is passed over as a printer would, and what is
    /// beyond `pieceMax` is left out.
    package init(reading bytes: [UInt8], paper: Paper) {
        var reader = PaperRollReader(paper: paper)
        pieces = reader.read(bytes)
        self.paper = paper
    }

    /// A few bytes can ask for hundreds of lines; a sale of 500 lines is about this long.
    static let pieceMax = 5_000

    /// The paper as plain text, for people, logs of tests and screen readers.
    ///
    /// A barcode is shown as `||digits||`, the cut as a dashed line, the drawer as `[开钱箱]`.
    package var text: String {
        var lines: [String] = []
        for piece in pieces {
            switch piece {
            case .line(let line):
                let words = line.marks.map(\.text).joined()
                // Plain text has no large letters: the line is placed by what it shows.
                let columns = line.marks.reduce(0) { $0 + ($1.isDouble ? 2 : 1) }
                lines.append(indented(words, columns: columns, line.alignment))
            case .barcode(let barcode):
                let words = "||\(barcode.digits ?? "?")||"
                lines.append(indented(words, columns: words.utf8.count, barcode.alignment))
            case .cut:
                lines.append(String(repeating: "- ", count: paper.columns / 2))
            case .drawerOpened:
                lines.append("[开钱箱]")
            }
        }
        return lines.map { line in
            var line = line[...]
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    private func indented(
        _ words: String, columns: Int, _ alignment: EscPos.Alignment
    ) -> String {
        let free = max(0, paper.columns - columns)
        let before =
            switch alignment {
            case .left: 0
            case .centre: free / 2
            case .right: free
            }
        return String(repeating: " ", count: before) + words
    }
}
