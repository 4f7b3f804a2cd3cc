// A story as lines of text: what a terminal shows, what a log keeps, and what can be read aloud to a
// person of the finance department on the telephone.

internal import Retail

/// Tells a story as text.
package enum StoryText {
    /// A head with the wall time of the beginning, then one numbered line for each step.
    ///
    /// All steps are told, however many. Ends with a line break.
    package static func text(of story: Story) -> String {
        let outline = StoryOutline(story, stepsMax: .max)
        let steps = outline.steps
        let offsets = steps.map { StoryTime.offset($0.offset, in: story.language) }
        let timeColumns = offsets.map(TextMeasure.columns).max() ?? 0
        let numberColumns = "\(outline.stepCount)".count

        var lines = [outline.title, head(of: outline), ""]
        for entry in outline.entries {
            switch entry {
            case .step(let step):
                let number = padded("\(step.number)", to: numberColumns)
                let time = padded(
                    StoryTime.offset(step.offset, in: story.language), to: timeColumns)
                lines.append("\(number)  \(time)  \(sentence(step, outline))")
            case .quiet(let pause):
                let indent = String(repeating: " ", count: numberColumns + timeColumns + 4)
                lines.append(indent + StoryTime.later(pause, in: story.language))
            case .omitted(let count):
                lines.append(StoryWords.omitted(count, in: story.language))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func head(of outline: StoryOutline) -> String {
        guard let beginning = outline.beginning else {
            return outline.language.choose("Nothing happened.", "什么也没有发生。")
        }
        return StoryWords.head(
            steps: outline.stepCount, wall: StoryTime.wall(beginning), in: outline.language)
    }

    private static func sentence(_ step: StoryOutline.Step, _ outline: StoryOutline) -> String {
        let language = outline.language
        let colon = language.choose(": ", "：")
        let from = outline.name(of: step.line.from)
        // What somebody does alone needs no arrow to himself.
        let to = step.line.to == step.line.from ? nil : step.line.to.map(outline.name)
        let parties = to.map { "\(from) → \($0)" } ?? from
        switch step.line.kind {
        case .message:
            return parties + colon + step.words
        case .note:
            let both = to.map { from + language.choose(", ", "、") + $0 } ?? from
            return both + colon + step.words
        case .lost:
            return parties + colon + step.words + " ⇥ " + StoryWords.lost(in: language)
        case .durable:
            return parties + colon + step.words + StoryWords.durable(in: language)
        case .crash:
            return "\(from) ✗ " + StoryWords.crash(in: language) + colon + step.words
        case .violation(let promise):
            return "✗ " + StoryWords.broken(promise, in: language) + colon + step.words
        }
    }

    private static func padded(_ text: String, to columns: Int) -> String {
        String(repeating: " ", count: max(columns - TextMeasure.columns(text), 0)) + text
    }
}

/// The words that are the same in the text and in the picture.
enum StoryWords {
    static func head(steps: Int, wall: String, in language: StoryLanguage) -> String {
        let count = steps == 1 ? "1 step" : "\(steps) steps"
        return language.choose(
            "\(count), from \(wall) (UTC+8); times count from there.",
            "共 \(steps) 步，始于 \(wall)（北京时间），时间由此起算。")
    }

    static func lost(in language: StoryLanguage) -> String { language.choose("lost", "丢失") }

    static func durable(in language: StoryLanguage) -> String {
        language.choose(" (on disk)", "（已存盘）")
    }

    static func crash(in language: StoryLanguage) -> String { language.choose("crashes", "崩溃") }

    static func broken(_ promise: Promise, in language: StoryLanguage) -> String {
        let name = promise.name(in: language)
        return language.choose(
            "This breaks promise \(promise.code) (\(name))", "违反承诺 \(promise.code)（\(name)）")
    }

    static func omitted(_ count: Int, in language: StoryLanguage) -> String {
        let steps = count == 1 ? "1 step is" : "\(count) steps are"
        return language.choose("… \(steps) left out …", "…… 略去 \(count) 步 ……")
    }
}
