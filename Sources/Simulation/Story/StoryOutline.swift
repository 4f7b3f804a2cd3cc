// A story put in order, once, for the text and for the picture: numbered, with the quiet times between
// the steps, and with the violations last. Words come from outside the story (a channel's message, a
// cashier's remark), so here they lose what would break a line or a file, and what is endless.

internal import Retail

struct StoryOutline {
    /// A quiet time from here on is said.
    ///
    /// Our choice: longer than the 5 s after which a channel is asked again, so that asking again and
    /// again is not called quiet.
    static let quietMin = Pause.seconds(10)
    /// Of the words of one step, and of a name, no more than this is told.
    ///
    /// *Unit*: characters.
    static let wordsMax = 600
    static let nameMax = 40

    enum Entry {
        case step(Step)
        /// Nothing happened for so long.
        case quiet(Pause)
        /// So many steps are not told.
        case omitted(Int)
    }

    struct Step {
        let number: Int
        let line: StoryLine
        /// How long after the beginning of the story.
        let offset: Pause
        /// The words of the line, fit to be printed.
        let words: String
    }

    let title: String
    let language: StoryLanguage
    let beginning: Timestamp?
    let stepCount: Int
    let entries: [Entry]

    /// Tells at most `stepsMax` steps: a few from the beginning, and the rest from the end, where the
    /// reason is.
    init(_ story: Story, stepsMax: Int) {
        let isViolation = { (line: StoryLine) in
            if case .violation = line.kind { true } else { false }
        }
        let lines = story.lines.filter { !isViolation($0) } + story.lines.filter(isViolation)
        title = StoryOutline.printable(story.title, max: StoryOutline.wordsMax)
        language = story.language
        beginning = story.lines.first?.at
        stepCount = lines.count

        let omitted = max(lines.count - max(stepsMax, 0), 0)
        let firstOmitted = max(stepsMax, 0) / 5
        var entries: [Entry] = []
        var before: Timestamp?
        for (index, line) in lines.enumerated() {
            if omitted > 0, index == firstOmitted { entries.append(.omitted(omitted)) }
            if index >= firstOmitted, index < firstOmitted + omitted { continue }
            if let before, line.at.since(before) >= StoryOutline.quietMin {
                entries.append(.quiet(line.at.since(before)))
            }
            before = line.at
            let offset = beginning.map { line.at.since($0) } ?? .zero
            let words = StoryOutline.printable(line.words, max: StoryOutline.wordsMax)
            entries.append(
                .step(Step(number: index + 1, line: line, offset: offset, words: words)))
        }
        self.entries = entries
    }

    var steps: [Step] {
        entries.compactMap { entry in
            if case .step(let step) = entry { step } else { nil }
        }
    }

    func name(of party: Party) -> String {
        StoryOutline.printable(party.name(in: language), max: StoryOutline.nameMax)
    }

    /// On one line, of characters that XML may hold, and not endless.
    static func printable(_ text: String, max: Int) -> String {
        var scalars = String.UnicodeScalarView()
        // A character may be made of any number of scalars, so they are counted, too.
        for scalar in text.unicodeScalars.prefix(max * 4) {
            switch scalar.value {
            case 0x00...0x20, 0x7F...0xA0, 0x2028, 0x2029: scalars.append(" ")
            // Marks that turn the direction of what follows, up to the end of the line.
            case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: continue
            case 0xFFFE, 0xFFFF: scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        let cleaned = String(scalars)
        let isWhole = cleaned.count <= max && text.unicodeScalars.dropFirst(max * 4).isEmpty
        return isWhole ? cleaned : cleaned.prefix(max) + "…"
    }
}
