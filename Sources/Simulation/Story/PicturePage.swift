// The page of a story's picture: the columns, the heads of the lifelines, the lifelines themselves, and
// the times at the left. What a step looks like is in PictureSteps.swift.

/// A picture that grows downwards, step by step.
struct PicturePage {
    static let widthMin = 1_000
    static let margin = 16
    /// Where the columns begin: the numbers and times are to the left of it.
    static let gutter = 154
    /// In a narrower column the longest name of a party, "statement", would be broken.
    static let columnMin = 90
    static let textSize = 13
    static let smallSize = 11

    let outline: StoryOutline
    let width: Int
    /// The middle of each party's column, in the order of the parties.
    private let columns: [(party: Party, x: Int)]
    private let columnWidth: Int
    var shapes: [Shape] = []
    var labels: [Label] = []
    /// Where the next step begins.
    var y = 0
    private var lifelinesBegin = 0
    /// Where time was left out, from and to.
    private var breaks: [(top: Int, bottom: Int)] = []
    private var lifelines: [Shape] = []

    init(_ outline: StoryOutline) {
        self.outline = outline
        var parties: Set<Party> = []
        for step in outline.steps {
            // A violation stands in a box of its own and speaks of everybody.
            if case .violation = step.line.kind { continue }
            parties.insert(step.line.from)
            if let to = step.line.to { parties.insert(to) }
        }
        let sides = PicturePage.gutter + PicturePage.margin
        let count = max(parties.count, 1)
        width = max(PicturePage.widthMin, sides + count * PicturePage.columnMin)
        let columnWidth = (width - sides) / count
        self.columnWidth = columnWidth
        columns = parties.sorted().enumerated().map { index, party in
            (party, PicturePage.gutter + index * columnWidth + columnWidth / 2)
        }
    }

    /// The middle of the lifeline of a party; of one that has none, the middle of the page.
    func x(of party: Party) -> Int {
        columns.first { $0.party == party }?.x ?? (PicturePage.gutter + width) / 2
    }

    /// The part of the page that is for the steps, from left to right.
    var stage: (left: Int, right: Int) {
        (PicturePage.gutter, width - PicturePage.margin)
    }

    /// The title, the wall time of the beginning, and the names of the parties.
    mutating func addHead() {
        y = PicturePage.margin
        let across = (left: PicturePage.margin, right: width - PicturePage.margin)
        addLines(outline.title, size: 17, within: across, side: .start, isBold: true)
        y += 4
        addLines(StoryText.head(of: outline), size: 12, within: across, side: .start, ink: .faint)
        y += 14
        addNames()
        lifelinesBegin = y
        y += 8
    }

    /// The names once more where the first ones are far away, and what the signs mean.
    mutating func addFoot() {
        y += 8
        drawLifelines()
        if y - lifelinesBegin > 800, !columns.isEmpty { addNames() }
        y += 12
        let across = (left: PicturePage.margin, right: width - PicturePage.margin)
        addLines(legend, size: PicturePage.smallSize, within: across, side: .start, ink: .faint)
        y += PicturePage.margin
    }

    /// What the signs mean that occur on this page.
    private var legend: String {
        let language = outline.language
        let kinds = outline.steps.map(\.line.kind)
        var signs: [String] = []
        if kinds.contains(.lost) {
            signs.append(
                language.choose("dashed with a cross: sent, but lost", "虚线带叉：已发出但丢失"))
        }
        if kinds.contains(.durable) {
            signs.append(language.choose("drum: committed on disk", "圆鼓：已存盘"))
        }
        if kinds.contains(.crash) {
            signs.append(language.choose("jagged: the process died", "锯齿线：进程崩溃"))
        }
        if !breaks.isEmpty {
            signs.append(language.choose("zigzag: quiet time left out", "折线：略去的空闲时间"))
        }
        return signs.isEmpty
            ? ""
            : language.choose("Signs — ", "图例　")
                + signs.joined(separator: language.choose("; ", "；"))
    }

    /// A place where time or steps are left out: every lifeline has a zigzag there.
    mutating func addBreak(_ words: String) {
        let top = y
        let space = (left: PicturePage.margin, right: PicturePage.gutter - 8)
        let size = PicturePage.smallSize
        let lines = TextMeasure.balancedLines(
            of: words, size: size, max: space.right - space.left)
        let height = max(lines.count * PicturePage.lineHeight(of: size) + 14, 32)
        y += (height - lines.count * PicturePage.lineHeight(of: size)) / 2
        add(lines, size: size, within: space, side: .end, ink: .faint)
        y = top + height
        breaks.append((top, y))
    }

    /// Sets the number and the time of a step, so that the last line of both ends at `bottom`.
    mutating func addTime(of step: StoryOutline.Step, bottom: Int) {
        let after = y
        let top = bottom - timeHeight(of: step)
        y = top
        add(
            ["\(step.number)"], size: PicturePage.smallSize, within: (8, 42), side: .end,
            ink: .faint)
        y = top
        add(
            timeLines(of: step), size: PicturePage.smallSize, within: PicturePage.timeSpace,
            side: .start)
        y = after
    }

    /// How high the time of a step is.
    func timeHeight(of step: StoryOutline.Step) -> Int {
        timeLines(of: step).count * PicturePage.lineHeight(of: PicturePage.smallSize)
    }

    /// The time on one line, or broken before its seconds.
    private func timeLines(of step: StoryOutline.Step) -> [String] {
        let parts = StoryTime.offsetParts(step.offset, in: outline.language)
        let space = PicturePage.timeSpace.right - PicturePage.timeSpace.left
        let joined = parts.joined(separator: " ")
        if TextMeasure.width(of: joined, size: PicturePage.smallSize) <= space { return [joined] }
        return parts.flatMap {
            TextMeasure.lines(of: $0, size: PicturePage.smallSize, max: space)
        }
    }

    static func lineHeight(of size: Int) -> Int { size * 4 / 3 }

    private static let timeSpace = (left: 48, right: gutter - 8)

    /// Sets words from `y` on, broken into lines that fit between `within`; `y` is then below them.
    mutating func addLines(
        _ words: String, size: Int, within: (left: Int, right: Int), side: Label.Side,
        ink: Ink = .text, isBold: Bool = false
    ) {
        let measured = PicturePage.measuredSize(size, isBold: isBold)
        let lines = TextMeasure.lines(of: words, size: measured, max: within.right - within.left)
        add(lines, size: size, within: within, side: side, ink: ink, isBold: isBold)
    }

    /// Sets these lines from `y` on; `y` is then below them.
    mutating func add(
        _ lines: [String], size: Int, within: (left: Int, right: Int), side: Label.Side,
        ink: Ink = .text, isBold: Bool = false
    ) {
        let measured = PicturePage.measuredSize(size, isBold: isBold)
        let height = PicturePage.lineHeight(of: size)
        for line in lines {
            let width = TextMeasure.width(of: line, size: measured)
            let box = Rectangle(
                x: left(of: width, within: within, side: side), y: y, width: width, height: height)
            labels.append(
                Label(box: box, words: line, size: size, side: side, ink: ink, isBold: isBold))
            y += height
        }
    }

    /// Bold letters are wider; they are measured as if they were larger.
    static func measuredSize(_ size: Int, isBold: Bool) -> Int { isBold ? size + 1 : size }

    private func left(of width: Int, within: (left: Int, right: Int), side: Label.Side) -> Int {
        switch side {
        case .start: within.left
        case .middle: (within.left + within.right - width) / 2
        case .end: within.right - width
        }
    }

    private mutating func addNames() {
        let half = min(columnWidth, 180) / 2 - 4
        let size = 12
        let measured = PicturePage.measuredSize(size, isBold: true)
        let names = columns.map { column in
            TextMeasure.lines(
                of: outline.name(of: column.party), size: measured, max: 2 * half - 8)
        }
        let lineHeight = PicturePage.lineHeight(of: size)
        let height = (names.map(\.count).max() ?? 0) * lineHeight + 12
        let top = y
        for (column, name) in zip(columns, names) {
            let box = Rectangle(x: column.x - half, y: top, width: 2 * half, height: height)
            shapes.append(.box(box, fill: PicturePage.fill(of: column.party), edge: .lifeline))
            y = top + (height - name.count * lineHeight) / 2
            add(
                name, size: size, within: (box.x + 4, box.right - 4), side: .middle, isBold: true)
        }
        y = columns.isEmpty ? top : top + height
    }

    private mutating func drawLifelines() {
        for gap in breaks where !columns.isEmpty {
            let band = Rectangle(
                x: stage.left, y: gap.top + 4, width: stage.right - stage.left,
                height: gap.bottom - gap.top - 8)
            lifelines.append(.box(band, fill: .quiet, edge: nil))
        }
        for column in columns {
            var path = "M\(column.x) \(lifelinesBegin)"
            for gap in breaks {
                let middle = (gap.top + gap.bottom) / 2
                path += " V\(middle - 10) l7 4 l-14 8 l14 8 l-7 4"
            }
            lifelines.append(.path(path + " V\(y)", ink: .lifeline, width: 1, isDashed: false))
        }
    }

    var drawing: Drawing {
        Drawing(width: width, height: y, shapes: lifelines + shapes, labels: labels)
    }

    private static func fill(of party: Party) -> Ink {
        switch party {
        case .till: .till
        case .server: .server
        case .database: .drum
        case .channel: .channel
        case .phone: .phone
        case .statement: .plain
        }
    }
}
