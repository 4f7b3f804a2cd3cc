// Sets lines on paper and collects the bytes. Knows columns and widths, but not what a receipt is.
// Settings are put back after each line that changed them, so that every line can be read alone.
// Long numbers are hidden in every text but those that say they are verbatim (see `DigitMask`).

/// Collects the bytes of one print job.
struct PaperWriter {
    private(set) var bytes: [UInt8] = EscPos.initialise + EscPos.chineseMode
    let paper: Paper
    private let setter: GlyphSetter

    /// *Errors*: `ReceiptError.noChineseTables`.
    init(paper: Paper) throws(ReceiptError) {
        self.paper = paper
        setter = try GlyphSetter()
    }

    /// A text of one or more lines; those after the first are set in by `hanging` more columns.
    mutating func text(
        _ text: String, indent: Int = 0, hanging: Int = 0, isVerbatim: Bool = false
    ) {
        let glyphs = setter.glyphs(text, isVerbatim: isVerbatim)
        let width = paper.columns - indent
        let lines = LineBreaker.lines(glyphs, width: width, indent: hanging)
        for (index, line) in lines.enumerated() {
            put(Glyph.spaces(index == 0 ? indent : indent + hanging) + line)
        }
    }

    /// A text in the middle of the paper.
    mutating func centred(
        _ text: String, size: EscPos.Size = .normal, isBold: Bool = false, isVerbatim: Bool = false
    ) {
        let width =
            switch size {
            case .normal, .tall: paper.columns
            case .large: paper.columns / 2
            }
        let glyphs = setter.glyphs(text, isVerbatim: isVerbatim)
        let lines = LineBreaker.lines(glyphs, width: width)
        guard !lines.isEmpty else { return }
        bytes += EscPos.align(.centre)
        if isBold { bytes += EscPos.emphasis(true) }
        if size != .normal { bytes += EscPos.size(size) }
        for line in lines { put(line) }
        if size != .normal { bytes += EscPos.size(.normal) }
        if isBold { bytes += EscPos.emphasis(false) }
        bytes += EscPos.align(.left)
    }

    /// An amount or a word that ends at a column; always verbatim.
    struct Cell {
        let text: String
        let edge: Int
    }

    /// A row whose cells end at their edges.
    ///
    /// Nothing is ever cut off: a cell that meets its neighbour moves right while there is room,
    /// and else goes to a line of its own, still ending at its edge.
    mutating func row(
        _ left: String, _ cells: [Cell], indent: Int = 0, isTall: Bool = false,
        isVerbatim: Bool = false
    ) {
        let words = setter.glyphs(left, isVerbatim: isVerbatim)
        let opening = LineBreaker.lines(words, width: paper.columns - indent)
        var lines = opening.map { Glyph.spaces(indent) + $0 }
        var line = lines.popLast() ?? []
        for cell in cells {
            let glyphs = setter.glyphs(cell.text, isVerbatim: true)
            let width = glyphs.columns
            let free = line.isEmpty ? 0 : line.columns + 1
            let start = max(cell.edge - width, free)
            if start + width <= paper.columns {
                line += Glyph.spaces(start - line.columns) + glyphs
            } else if width <= paper.columns {
                if !line.isEmpty { lines.append(line) }
                line = Glyph.spaces(cell.edge - width) + glyphs
            } else {
                if !line.isEmpty { lines.append(line) }
                lines += LineBreaker.lines(glyphs, width: paper.columns)
                line = lines.popLast() ?? []
            }
        }
        lines.append(line)
        if isTall { bytes += EscPos.size(.tall) }
        for line in lines { put(line) }
        if isTall { bytes += EscPos.size(.normal) }
    }

    /// A line across the paper.
    mutating func rule() {
        bytes += Array(repeating: UInt8(ascii: "-"), count: paper.columns) + [EscPos.lineFeed]
    }

    /// A Code 128-C barcode in the middle; digits of an odd count are left out.
    mutating func barcode(_ digits: String) {
        guard let code = EscPos.code128C(digits) else { return }
        bytes += EscPos.align(.centre) + code + EscPos.align(.left)
    }

    mutating func command(_ command: [UInt8]) {
        bytes += command
    }

    /// How many columns the text takes on paper.
    func columns(_ text: String) -> Int { setter.glyphs(text, isVerbatim: true).columns }

    private mutating func put(_ glyphs: [Glyph]) {
        for glyph in glyphs {
            bytes.append(glyph.lead)
            if let trail = glyph.trail { bytes.append(trail) }
        }
        bytes.append(EscPos.lineFeed)
    }
}
