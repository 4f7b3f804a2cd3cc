// A printer in miniature: one pass over the bytes, a few settings, a line that fills up. It knows
// more commands than we send, because the test printer may be fed by anything; of a command it does
// not draw it knows the length, which is what keeps the text after it readable.

/// Reads ESC/POS bytes into pieces of paper.
struct PaperRollReader {
    private let paper: Paper
    private let converter = TextConverter(from: "GB18030", to: "UTF-8")
    private var rest: ArraySlice<UInt8> = []
    private var pieces: [PaperRoll.Piece] = []
    private var line = PaperRoll.Line()
    private var columns = 0
    private var alignment = EscPos.Alignment.left
    private var style = PaperRoll.Style()
    // As on a printer sold in China, Chinese is on from the start.
    private var isChinese = true
    private var barcodeHeight = 162
    private var barcodeModule = 3

    init(paper: Paper) {
        self.paper = paper
    }

    mutating func read(_ bytes: [UInt8]) -> [PaperRoll.Piece] {
        rest = bytes[...]
        while let byte = rest.popFirst(), pieces.count < PaperRoll.pieceMax {
            switch byte {
            case EscPos.esc: escape()
            case EscPos.fs: fileSeparator()
            case EscPos.gs: groupSeparator()
            case EscPos.lineFeed: endLine()
            case 0x09: tab()
            case 0x10: realTime()
            case 0x20..<0x7F: put(String(UnicodeScalar(byte)), isDouble: false)
            case 0x80...: high(byte)
            default: break
            }
        }
        if !line.marks.isEmpty { endLine() }
        return pieces
    }

    // MARK: Commands

    private mutating func escape() {
        switch rest.popFirst() {
        case 0x40:  // ESC @
            alignment = .left
            style = PaperRoll.Style()
            isChinese = true
            barcodeHeight = 162
            barcodeModule = 3
        case 0x61:  // ESC a n; digits are allowed for n
            let n = (next() ?? 0) & 0x0F
            alignment = EscPos.Alignment(rawValue: n) ?? alignment
        case 0x45:  // ESC E n
            style.isBold = (next() ?? 0) & 1 == 1
        case 0x64:  // ESC d n
            feed(lines: Int(next() ?? 0))
        case 0x70:  // ESC p m t1 t2
            skip(3)
            append(.drawerOpened)
        case 0x24, 0x5C, 0x63: skip(2)
        case 0x20, 0x21, 0x2D, 0x33, 0x47, 0x4A, 0x4D, 0x52, 0x56, 0x74, 0x7B: skip(1)
        default: break
        }
    }

    private mutating func fileSeparator() {
        switch rest.popFirst() {
        case 0x26: isChinese = true  // FS &
        case 0x2E: isChinese = false  // FS .
        case 0x53: skip(2)
        case 0x21, 0x2D, 0x57, 0x43: skip(1)
        default: break
        }
    }

    private mutating func groupSeparator() {
        switch rest.popFirst() {
        case 0x21:  // GS ! n
            let n = next() ?? 0
            style.wideness = Int(n >> 4 & 7) + 1
            style.tallness = Int(n & 7) + 1
        case 0x68: barcodeHeight = max(1, Int(next() ?? 0))  // GS h n
        case 0x77: barcodeModule = min(6, max(1, Int(next() ?? 0)))  // GS w n
        case 0x6B: barcode()  // GS k
        case 0x56:  // GS V m [n]
            if let kind = next(), kind == 65 || kind == 66 { skip(1) }
            if !line.marks.isEmpty { endLine() }
            append(.cut)
        case 0x28:  // GS ( x pL pH …
            skip(1)
            skip(Int(next() ?? 0) + Int(next() ?? 0) * 256)
        case 0x76:  // GS v 0 m xL xH yL yH …: a picture, which our receipts do not have
            skip(2)
            let width = Int(next() ?? 0) + Int(next() ?? 0) * 256
            let height = Int(next() ?? 0) + Int(next() ?? 0) * 256
            skip(width * height)
        case 0x4C, 0x57, 0x50: skip(2)
        case 0x42, 0x48, 0x49, 0x61, 0x62, 0x66, 0x72: skip(1)
        default: break
        }
    }

    private mutating func barcode() {
        let system = next() ?? 0
        var data: [UInt8] = []
        if system >= 65 {
            let count = Int(next() ?? 0)
            data = Array(rest.prefix(count))
            rest = rest.dropFirst(count)
        } else {
            while let byte = rest.popFirst(), byte != 0 { data.append(byte) }
        }
        if !line.marks.isEmpty { endLine() }
        append(
            .barcode(
                .init(
                    digits: system == 73 ? digits(data) : nil, heightDots: barcodeHeight,
                    moduleDots: barcodeModule, alignment: alignment)))
    }

    /// The digits of Code 128 data that begin with `{C`; nil for other subsets.
    private func digits(_ data: [UInt8]) -> String? {
        let pairs = data.dropFirst(2)
        guard data.prefix(2) == [UInt8(ascii: "{"), UInt8(ascii: "C")], !pairs.isEmpty,
            pairs.allSatisfy({ $0 < 100 })
        else { return nil }
        return pairs.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    }

    /// DLE EOT n, DLE ENQ n, DLE DC4 …: asked and done at once, nothing to see on paper.
    private mutating func realTime() {
        switch rest.first {
        case 0x04, 0x05: skip(2)
        case 0x14: skip(4)
        default: break
        }
    }

    private mutating func next() -> UInt8? { rest.popFirst() }
    private mutating func skip(_ count: Int) { rest = rest.dropFirst(count) }

    // MARK: Text

    private mutating func high(_ lead: UInt8) {
        guard isChinese else { return put("?", isDouble: false) }
        guard (0x81...0xFE).contains(lead), let trail = rest.first,
            (0x40...0x7E).contains(trail) || (0x80...0xFE).contains(trail)
        else { return put("〓", isDouble: true) }
        rest = rest.dropFirst()
        put(character(lead, trail), isDouble: true)
    }

    private func character(_ lead: UInt8, _ trail: UInt8) -> String {
        guard let bytes = converter?.convert([lead, trail]) else { return "〓" }
        let text = String(decoding: bytes, as: UTF8.self)
        // Nothing for controls, private use (user-defined characters of a printer) or what XML
        // forbids.
        let isDrawable = text.unicodeScalars.allSatisfy {
            $0.value >= 0xA0 && !(0xE000...0xF8FF).contains($0.value) && $0.value < 0xFFFE
        }
        return isDrawable ? text : "〓"
    }

    private mutating func put(_ text: String, isDouble: Bool) {
        let mark = PaperRoll.Mark(text: text, isDouble: isDouble, style: style)
        if columns + mark.columns > paper.columns { endLine() }
        line.marks.append(mark)
        columns += mark.columns
    }

    private mutating func tab() {
        repeat { put(" ", isDouble: false) } while !columns.isMultiple(of: 8)
    }

    private mutating func endLine() {
        line.alignment = alignment
        append(.line(line))
        line = PaperRoll.Line()
        columns = 0
    }

    private mutating func feed(lines: Int) {
        var left = lines
        if !line.marks.isEmpty, left > 0 {
            endLine()
            left -= 1
        }
        for _ in 0..<left { append(.line(PaperRoll.Line())) }
    }

    private mutating func append(_ piece: PaperRoll.Piece) {
        if pieces.count < PaperRoll.pieceMax { pieces.append(piece) }
    }
}
