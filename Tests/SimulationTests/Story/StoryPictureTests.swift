import Foundation
import FoundationXML
import Retail
import TestSupport
import Testing

@testable import Simulation

@Suite("A story as a picture") struct StoryPictureTests {
    /// Stories of all sorts, by name, so that a failing one can be found.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let story: Story
    }

    static let cases: [Case] = [
        Case(testDescription: "the example", story: ExampleStory.story(in: .english)),
        Case(testDescription: "the example in Chinese", story: ExampleStory.story(in: .chinese)),
        Case(
            testDescription: "nothing at all",
            story: Story(title: "", lines: [], language: .chinese)),
        Case(
            testDescription: "a violation and nobody",
            story: Story(
                title: "t",
                lines: [ExampleStory.line(0, .database, nil, .violation(.nothingIsLost), "w")],
                language: .english)),
        Case(testDescription: "everybody says everything to everybody", story: everything),
        Case(testDescription: "long words without a space", story: longWords),
        Case(testDescription: "days apart", story: daysApart),
    ]

    @Test("it is well-formed and has one text for each line of words", arguments: cases)
    func wellFormed(_ row: Case) throws {
        let drawing = Self.drawing(of: row.story)
        let read = try ReadXML(StoryPicture.svg(of: row.story))
        #expect(read.texts == drawing.labels.map(\.words))
        #expect(read.title == row.story.title)
    }

    @Test("no words lie on other words or hang over the edge", arguments: cases)
    func noOverlap(_ row: Case) {
        let drawing = Self.drawing(of: row.story)
        #expect(Self.firstClash(in: drawing) == nil)
    }

    @Test("up to nine parties fit into 1,000 pixels; more make it wider", arguments: 0...16)
    func width(_ count: Int) {
        let lines = (0..<count).map {
            ExampleStory.line(0, .phone(customer: $0), .phone(customer: $0 / 2), .message, "w")
        }
        let drawing = Self.drawing(of: Story(title: "t", lines: lines, language: .english))
        #expect((drawing.width == 1_000) == (count <= 9))
        #expect(Self.firstClash(in: drawing) == nil)
    }

    @Test(
        "what XML would take for its own is escaped",
        arguments: ["<&\">'", "]]>", "&lt;", "</svg><script>", "<!--", "\u{0}\u{8}\u{FFFE}"])
    func escaping(_ words: String) throws {
        let lines = [
            ExampleStory.line(0, .channel(words), .database, .message, words),
            ExampleStory.line(1, .database, nil, .violation(.booksBalance), words),
        ]
        let story = Story(title: words, lines: lines, language: .english)
        let read = try ReadXML(StoryPicture.svg(of: story))
        let printed = StoryOutline.printable(words, max: 100)
        #expect(read.title == printed)
        #expect(read.elements.isSubset(of: ["svg", "title", "rect", "path", "text"]))
        #expect(read.texts.filter { $0 == printed.trimmed }.count >= 3)
    }

    @Test("any words and any order of times make a well-formed picture without a clash")
    func garbage() throws {
        var random = SeededRandom(seed: 2_026)
        for round in 0..<60 {
            var lines: [StoryLine] = []
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                let kind = try #require(Self.kinds.randomElement(using: &random))
                let from = try #require(Self.parties.randomElement(using: &random))
                let to =
                    Bool.random(using: &random) ? Self.parties.randomElement(using: &random) : nil
                let words = (0...3).map { _ in random.garbage() }.joined(separator: " ")
                let at = Int64.random(in: -100_000_000...1_000_000_000, using: &random)
                lines.append(ExampleStory.line(at, from, to, kind, words))
            }
            let language: StoryLanguage = round % 2 == 0 ? .english : .chinese
            let story = Story(title: random.garbage(), lines: lines, language: language)
            let drawing = Self.drawing(of: story)
            #expect(throws: Never.self) { try ReadXML(StoryPicture.svg(of: story)) }
            #expect(Self.firstClash(in: drawing) == nil, "round \(round)")
        }
    }

    @Test("of a very long story the middle is left out, and the picture says so")
    func omitted() {
        let lines = (0..<1_000).map {
            ExampleStory.line(Int64($0), .server(1), .database, .message, "step-\($0)")
        }
        let words = Self.drawing(of: Story(title: "t", lines: lines, language: .english)).labels
            .map(\.words)
        #expect(words.contains("step-59"))
        #expect(!words.contains("step-60"))
        #expect(!words.contains("step-759"))
        #expect(words.contains("step-760"))
        #expect(words.contains("step-999"))
        #expect(words.joined(separator: " ").contains("700 steps are left out"))
    }

    @Test("lost arrows, drums and crashes are drawn where they happened")
    func signs() {
        func shapes(_ kind: StoryLine.Kind) -> [Shape] {
            let lines = [
                ExampleStory.line(0, .server(1), .database, .note, "a"),
                ExampleStory.line(1, .server(1), .database, kind, "b"),
            ]
            return Self.drawing(of: Story(title: "t", lines: lines, language: .english)).shapes
        }
        func has(_ kind: StoryLine.Kind, _ test: (Shape) -> Bool) -> Bool {
            shapes(kind).contains(where: test)
        }
        // Two columns of 415 pixels begin at 154: lifelines at 361 and 776.
        let isLost = { (shape: Shape) in
            if case .path(let path, .danger, _, true) = shape {
                path.hasPrefix("M361 ")
            } else {
                false
            }
        }
        let isDrum = { (shape: Shape) in
            if case .solid(let path, .drum, .durable) = shape {
                path.hasPrefix("M762 ")
            } else {
                false
            }
        }
        let isJagged = { (shape: Shape) in
            if case .path(let path, .danger, _, false) = shape {
                path.hasPrefix("M325 ") && path.contains("l6 -14")
            } else {
                false
            }
        }
        #expect(Self.kinds.filter { has($0, isLost) } == [.lost])
        #expect(Self.kinds.filter { has($0, isDrum) } == [.durable])
        #expect(Self.kinds.filter { has($0, isJagged) } == [.crash])
    }

    @Test(
        "words are broken where a reader would",
        arguments: [
            ("one two three", 60, ["one two", "three"]),
            ("顾客付款，两次。", 33, ["顾客付", "款，两", "次。"]),
            ("付款（再次）", 33, ["付款", "（再", "次）"]),
            ("付 ¥65.10 完", 42, ["付", "¥65.10", "完"]),
            ("abcdefghij", 24, ["abcd", "efgh", "ij"]),
            ("", 30, [""]),
        ])
    func lines(_ text: String, _ max: Int, _ lines: [String]) {
        #expect(TextMeasure.lines(of: text, size: 10, max: max) == lines)
    }

    @Test(
        "lines over an arrow are of one length, and a number that fits is not broken",
        arguments: [
            ("a second attempt of the same payment", ["a second attempt of", "the same payment"]),
            (
                "attempt 2026112315420501010200417, sending",
                ["attempt", "2026112315420501010200417,", "sending"]
            ),
        ])
    func balanced(_ text: String, _ lines: [String]) {
        #expect(TextMeasure.balancedLines(of: text, size: 13, max: 220) == lines)
    }

    // MARK: - What the tests tell

    private static let kinds: [StoryLine.Kind] = [
        .message, .note, .lost, .durable, .crash, .violation(.nothingIsGuessed),
    ]

    private static let parties: [Party] = [
        ExampleStory.till, ExampleStory.otherTill, .server(1), .server(22), .database,
        .channel("wechat"), .channel("alipay"), .channel("a very long name of a wallet, really"),
        .phone(customer: 123_456), .statement,
    ]

    private static let everything: Story = {
        var lines: [StoryLine] = []
        for from in parties {
            for to in parties.map(Optional.some) + [nil] {
                let kind = kinds[lines.count % 5]
                lines.append(
                    ExampleStory.line(
                        Int64(lines.count) * 3_000_000, from, to, kind,
                        "the words of this step, which are somewhat long, \(lines.count)"))
            }
        }
        return Story(title: "everything", lines: lines, language: .english)
    }()

    private static let longWords: Story = {
        let lines = kinds.flatMap { kind in
            ["W", "药", "1", "⇥", "🧾"].map { letter in
                ExampleStory.line(
                    0, .server(1), .statement, kind, String(repeating: letter, count: 500))
            }
        }
        return Story(title: String(repeating: "W", count: 300), lines: lines, language: .english)
    }()

    private static let daysApart: Story = {
        let lines = (0..<12).map { day in
            ExampleStory.line(
                day * 86_399_000 * 9, .server(1), .database, kinds[Int(day) % 6], "w")
        }
        return Story(title: "days", lines: lines, language: .chinese)
    }()

    private static func drawing(of story: Story) -> Drawing {
        StoryPicture.drawing(of: StoryOutline(story, stepsMax: StoryPicture.stepsMax))
    }

    /// Two labels that lie on each other, or one that hangs over the edge.
    private static func firstClash(in drawing: Drawing) -> String? {
        let page = Rectangle(x: 0, y: 0, width: drawing.width, height: drawing.height)
        for (index, label) in drawing.labels.enumerated() {
            if !page.contains(label.box) { return "over the edge: \(label)" }
            for other in drawing.labels[..<index] where other.box.overlaps(label.box) {
                return "\(other)\nlies on\n\(label)"
            }
        }
        return nil
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}

/// What an XML reader that is not ours finds in a picture.
private final class ReadXML: NSObject, XMLParserDelegate {
    private(set) var elements: Set<String> = []
    private(set) var texts: [String] = []
    private(set) var title = ""
    private var words = ""

    /// *Errors*: when it is not well-formed.
    init(_ xml: String) throws {
        super.init()
        let parser = XMLParser(data: Data(xml.utf8))
        parser.delegate = self
        guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        elements.insert(element)
        words = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { words += string }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        if element == "text" { texts.append(words) }
        if element == "title" { title = words }
        words = ""
    }
}
