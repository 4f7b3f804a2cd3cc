// The paper as a picture. One unit of the drawing is one dot of the print head, so bars, columns
// and margins stand where the printer puts them. Every run of characters is given its exact width:
// the picture keeps its columns whatever fonts the reader's machine has.
//
// Text comes from product names and other people's bytes: it is escaped here, and only here.
// Colours are attributes, not styles, so that a strict content security policy leaves them alone.

internal import Barcodes

extension PaperRoll {
    /// The paper as SVG, one slip for each cut.
    package func svg() -> String {
        var drawing = PaperDrawing(paper: paper)
        for piece in pieces { drawing.add(piece) }
        return drawing.finished()
    }
}

/// Draws pieces of paper from top to bottom.
struct PaperDrawing {
    private let paper: Paper
    /// What is finished: slips of paper and the notes between them.
    private var slips = ""
    /// What is printed on the slip in the making.
    private var ink = ""
    /// Where the slip in the making begins, and where its next line goes.
    private var top = PaperDrawing.outside
    private var y = PaperDrawing.outside + PaperDrawing.edge
    private var isEmpty = true
    /// What happened beside the slip in the making; stands below it.
    private var remarks: [String] = []

    // All in dots. A line of text is 24 high and the printer feeds 30 (1/6 inch, rounded).
    private static let textHeight = 24
    private static let leading = 6
    /// Room around the slips, and the blank paper at their ends.
    private static let outside = 16
    private static let edge = 36
    /// The teeth of the tear-off bar.
    private static let tooth = 8

    init(paper: Paper) {
        self.paper = paper
    }

    private var left: Int { PaperDrawing.outside + paper.marginDots }
    private var paperWidth: Int { paper.dots + 2 * paper.marginDots }

    mutating func add(_ piece: PaperRoll.Piece) {
        switch piece {
        case .line(let line): add(line)
        case .barcode(let barcode): add(barcode)
        case .cut: cut()
        case .drawerOpened: remark("钱箱已打开")
        }
    }

    private mutating func add(_ line: PaperRoll.Line) {
        isEmpty = false
        let baseline = y + PaperDrawing.textHeight * line.tallness - 4 * line.tallness
        var x = start(width: line.columns * Paper.columnDots, line.alignment)
        for run in PaperDrawing.runs(line.marks) {
            let width = run.reduce(0) { $0 + $1.columns } * Paper.columnDots
            draw(run, x: x, baseline: baseline, width: width)
            x += width
        }
        y += PaperDrawing.textHeight * line.tallness + PaperDrawing.leading
    }

    private mutating func draw(_ run: [PaperRoll.Mark], x: Int, baseline: Int, width: Int) {
        guard let style = run.first?.style, run.first?.text != " " else { return }
        let words = PaperDrawing.escaped(run.map(\.text).joined())
        let scale =
            style.wideness == 1 && style.tallness == 1
            ? "" : " scale(\(style.wideness) \(style.tallness))"
        ink += "<text transform=\"translate(\(x) \(baseline))\(scale)\""
        ink += " textLength=\"\(width / style.wideness)\" lengthAdjust=\"spacingAndGlyphs\""
        if style.isBold { ink += " font-weight=\"700\"" }
        ink += ">\(words)</text>\n"
    }

    private mutating func add(_ barcode: PaperRoll.Barcode) {
        isEmpty = false
        let height = barcode.heightDots
        let bars = barcode.digits.flatMap { try? Code128(digits: $0) }?.bars ?? []
        let width = bars.reduce(0) { $0 + $1 } * barcode.moduleDots
        if bars.isEmpty || width > paper.dots {
            // A printer leaves out what it cannot encode or fit; the preview shows where.
            ink += "<rect x=\"\(left)\" y=\"\(y)\" width=\"\(paper.dots)\" height=\"\(height)\""
            ink += " fill=\"none\" stroke=\"#999\" stroke-dasharray=\"6 6\"/>\n"
        } else {
            var x = start(width: width, barcode.alignment)
            var path = ""
            for (index, modules) in bars.enumerated() {
                let step = modules * barcode.moduleDots
                if index.isMultiple(of: 2) { path += "M\(x) \(y)h\(step)v\(height)h-\(step)z" }
                x += step
            }
            ink += "<path d=\"\(path)\" shape-rendering=\"crispEdges\"/>\n"
        }
        y += height + PaperDrawing.leading
    }

    /// Ends the slip: the paper below its ink, with torn ends.
    private mutating func cut() {
        guard !isEmpty else { return }
        let bottom = y + PaperDrawing.edge
        slips += "<path d=\"\(outline(to: bottom))\" fill=\"#fefdf8\" stroke=\"#d9d6cc\"/>\n"
        slips += "<g fill=\"#222\">\n\(ink)</g>\n"
        ink = ""
        isEmpty = true
        top = bottom + PaperDrawing.outside
        y = top + PaperDrawing.edge
        for words in remarks { remark(words) }
        remarks = []
    }

    /// Something that happens beside the paper.
    private mutating func remark(_ words: String) {
        guard isEmpty else {
            remarks.append(words)
            return
        }
        let middle = PaperDrawing.outside + paperWidth / 2
        slips += "<text x=\"\(middle)\" y=\"\(top + 20)\" text-anchor=\"middle\""
        slips += " font-size=\"20\" fill=\"#777\">[\(words)]</text>\n"
        top += 36
        y = top + PaperDrawing.edge
    }

    mutating func finished() -> String {
        cut()
        let width = paperWidth + 2 * PaperDrawing.outside
        return """
            <svg xmlns="http://www.w3.org/2000/svg" lang="zh" xml:lang="zh" role="img" \
            viewBox="0 0 \(width) \(max(top, 1))" width="\(width)" height="\(max(top, 1))" \
            font-family="'Noto Sans Mono CJK SC','Sarasa Mono SC',NSimSun,SimSun,monospace" \
            font-size="\(PaperDrawing.textHeight)">
            <title>小票</title>
            \(slips)</svg>

            """
    }

    // MARK: Geometry

    private func start(width: Int, _ alignment: EscPos.Alignment) -> Int {
        let free = max(0, paper.dots - width)
        return switch alignment {
        case .left: left
        case .centre: left + free / 2
        case .right: left + free
        }
    }

    private func outline(to bottom: Int) -> String {
        let tooth = PaperDrawing.tooth
        let teeth = paperWidth / (2 * tooth)
        let along = String(repeating: "l\(tooth) -\(tooth)l\(tooth) \(tooth)", count: teeth)
        let back = String(repeating: "l-\(tooth) -\(tooth)l-\(tooth) \(tooth)", count: teeth)
        return "M\(PaperDrawing.outside) \(top + tooth)\(along)V\(bottom)\(back)z"
    }

    /// Neighbours that can be drawn as one text: of one width and style; spaces stand alone.
    private static func runs(_ marks: [PaperRoll.Mark]) -> [[PaperRoll.Mark]] {
        var runs: [[PaperRoll.Mark]] = []
        var run: [PaperRoll.Mark] = []
        for mark in marks {
            if let last = run.last,
                last.isDouble != mark.isDouble || last.style != mark.style
                    || (last.text == " ") != (mark.text == " ")
            {
                runs.append(run)
                run = []
            }
            run.append(mark)
        }
        if !run.isEmpty { runs.append(run) }
        return runs
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
