// A story is what a person reads when a seed fails: a title, the steps, and the language they are
// written in. `StoryText` and `StoryPicture` tell it.

/// What happened, ready to be told.
package struct Story: Equatable, Sendable {
    /// What it is about, such as the seed that plays it again.
    package let title: String
    /// In the order in which they happened; the first one is the beginning of time.
    package let lines: [StoryLine]
    /// The language of the title and of the words in the lines.
    package let language: StoryLanguage

    package init(title: String, lines: [StoryLine], language: StoryLanguage) {
        self.title = title
        self.lines = lines
        self.language = language
    }
}

/// A language that stories are told in.
package enum StoryLanguage: CaseIterable, Sendable {
    case english
    case chinese

    /// The one of two wordings that is in this language.
    package func choose(_ english: String, _ chinese: String) -> String {
        switch self {
        case .english: english
        case .chinese: chinese
        }
    }
}
