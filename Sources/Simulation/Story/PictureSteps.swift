// What the steps look like: words above, and below them an arrow, a drum, a jagged line or nothing.

extension PicturePage {
    /// Words may be wider than a short arrow, since nothing else stands beside them.
    private var wordsMin: Int { 240 }

    mutating func add(_ step: StoryOutline.Step) {
        switch step.line.kind {
        case .message: addArrow(step)
        case .lost: addLost(step)
        case .durable: addDurable(step)
        case .note: addNote(step)
        case .crash: addCrash(step)
        case .violation(let promise): addViolation(step, of: promise)
        }
    }

    private mutating func addArrow(_ step: StoryOutline.Step) {
        let ink = Ink.arrow
        guard let to = step.line.to else { return addNote(step) }
        let from = x(of: step.line.from)
        let target = x(of: to)
        let line = addWords(step, step.words, between: from, and: target, ink: .text, depth: 8)
        if from == target {
            // To itself: a loop to the right.
            shapes.append(
                .path("M\(from) \(line - 4) h26 v10 h-20", ink: ink, width: 2, isDashed: false))
            addArrowHead(at: from, y: line + 6, isFromLeft: false, ink: ink)
            y += 6
        } else {
            let end = target + (from < target ? -6 : 6)
            shapes.append(.path("M\(from) \(line) H\(end)", ink: ink, width: 2, isDashed: false))
            addArrowHead(at: target, y: line, isFromLeft: from < target, ink: ink)
        }
    }

    private mutating func addLost(_ step: StoryOutline.Step) {
        let from = x(of: step.line.from)
        let target = step.line.to.map { x(of: $0) } ?? from
        let words = step.words + " ⇥ " + StoryWords.lost(in: outline.language)
        let line = addWords(step, words, between: from, and: target, ink: .danger, depth: 9)
        let way = from == target ? 60 : target - from
        // Two thirds of the way: it left, and it came nowhere.
        let end = from + way * 2 / 3
        let stop = end + (way > 0 ? -7 : 7)
        shapes.append(.path("M\(from) \(line) H\(stop)", ink: .danger, width: 2, isDashed: true))
        shapes.append(
            .path(
                "M\(end - 6) \(line - 6) l12 12 m0 -12 l-12 12", ink: .danger, width: 3,
                isDashed: false))
    }

    private mutating func addDurable(_ step: StoryOutline.Step) {
        let from = x(of: step.line.from)
        let target = step.line.to.map { x(of: $0) } ?? from
        let line = addWords(step, step.words, between: from, and: target, ink: .text, depth: 17)
        if from != target {
            let isFromLeft = from < target
            let edge = target + (isFromLeft ? -15 : 15)
            let end = edge + (isFromLeft ? -6 : 6)
            shapes.append(
                .path("M\(from) \(line) H\(end)", ink: .durable, width: 2, isDashed: false))
            addArrowHead(at: edge, y: line, isFromLeft: isFromLeft, ink: .durable)
        }
        let left = target - 14
        shapes.append(
            .solid(
                "M\(left) \(line - 9) v18 a14 5 0 0 0 28 0 v-18 a14 5 0 0 0 -28 0 "
                    + "a14 5 0 0 0 28 0", fill: .drum, edge: .durable))
    }

    private mutating func addCrash(_ step: StoryOutline.Step) {
        let middle = x(of: step.line.from)
        let words = StoryWords.crash(in: outline.language) + outline.language.choose(": ", "：")
        let line = addWords(
            step, words + step.words, between: middle, and: middle, ink: .danger, depth: 10)
        let teeth = String(repeating: " l6 -14 l6 14", count: 6)
        shapes.append(
            .path("M\(middle - 36) \(line + 7)\(teeth)", ink: .danger, width: 2, isDashed: false))
    }

    private mutating func addNote(_ step: StoryOutline.Step) {
        let from = x(of: step.line.from)
        let other = step.line.to.map { x(of: $0) } ?? from
        y += 13 + max(timeHeight(of: step) - PicturePage.lineHeight(of: PicturePage.textSize), 0)
        let covered = setWords(step.words, between: from, and: other, ink: .text)
        var box = covered.grown(by: 7)
        if abs(from - other) + 40 > box.width {
            box.x = min(from, other) - 20
            box.width = abs(from - other) + 40
        }
        shapes.append(.box(box, fill: .note, edge: .noteEdge))
        // The box may lie over several lifelines; pins say whose note it is.
        for party in Set([from, other]).sorted() {
            shapes.append(
                .solid(
                    "M\(party - 4) \(box.y) a4 4 0 0 0 8 0 a4 4 0 0 0 -8 0 z", fill: .noteEdge,
                    edge: .noteEdge))
        }
        addTime(of: step, bottom: covered.bottom)
        y = box.bottom + 6
    }

    private mutating func addViolation(_ step: StoryOutline.Step, of promise: Promise) {
        y += 10
        let top = y
        y += 12
        let inside = (left: stage.left + 14, right: stage.right - 14)
        addLines(
            StoryWords.broken(promise, in: outline.language), size: 15, within: inside,
            side: .start, ink: .danger, isBold: true)
        let headBottom = y
        y += 5
        let lines = TextMeasure.balancedLines(
            of: step.words, size: 14, max: inside.right - inside.left)
        add(lines, size: 14, within: inside, side: .start)
        y += 12
        let box = Rectangle(
            x: stage.left, y: top, width: stage.right - stage.left, height: y - top)
        shapes.append(.box(box, fill: .dangerPaper, edge: .danger))
        addTime(of: step, bottom: max(headBottom, top + timeHeight(of: step)))
        y += 8
    }

    /// Sets the words of a step, on paper that hides the lifelines, and its time.
    ///
    /// Returns where its arrow goes; `depth` is how far the arrow's head or drum reaches above and
    /// below that, and the next step begins below it.
    private mutating func addWords(
        _ step: StoryOutline.Step, _ words: String, between from: Int, and to: Int, ink: Ink,
        depth: Int
    ) -> Int {
        let lineHeight = PicturePage.lineHeight(of: PicturePage.textSize)
        y += 6 + max(timeHeight(of: step) - lineHeight - depth - 6, 0)
        let covered = setWords(words, between: from, and: to, ink: ink)
        shapes.append(.box(covered.grown(by: 2), fill: .paper, edge: nil))
        let line = covered.bottom + depth
        addTime(of: step, bottom: line + 5)
        y = line + depth + 3
        return line
    }

    /// Sets words over the middle of two lifelines, or as near to it as the page allows.
    ///
    /// Returns what they cover.
    private mutating func setWords(
        _ words: String, between from: Int, and to: Int, ink: Ink
    ) -> Rectangle {
        let size = PicturePage.textSize
        let space = stage.right - stage.left - 16
        let lines = TextMeasure.balancedLines(
            of: words, size: size, max: min(max(abs(from - to) - 20, wordsMin), space))
        let width = lines.map { TextMeasure.width(of: $0, size: size) }.max() ?? 0
        let middle = (from + to - width) / 2
        let left = max(min(middle, stage.right - width - 8), stage.left + 8)
        let top = y
        add(lines, size: size, within: (left, left + width), side: .middle, ink: ink)
        return Rectangle(x: left, y: top, width: width, height: y - top)
    }

    private mutating func addArrowHead(at x: Int, y: Int, isFromLeft: Bool, ink: Ink) {
        let back = isFromLeft ? -10 : 10
        shapes.append(.solid("M\(x) \(y) l\(back) -5 v10 z", fill: ink, edge: ink))
    }
}
