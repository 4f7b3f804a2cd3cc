// What happened, one step at a time. The simulation writes these lines as it runs; a failing seed is
// then told from them alone, as text and as a picture, so that both always say the same.

package import Retail

/// One step of a story.
package struct StoryLine: Equatable, Sendable {
    package let at: Timestamp
    /// Who spoke, crashed or is spoken of.
    package let from: Party
    /// Who was to hear it; nil where nobody was.
    package let to: Party?
    /// What was said or happened, in the language of the story, without the names of the parties.
    package let words: String
    package let kind: Kind

    package init(at: Timestamp, from: Party, to: Party?, words: String, kind: Kind) {
        self.at = at
        self.from = from
        self.to = to
        self.words = words
        self.kind = kind
    }

    /// What sort of step it is.
    package enum Kind: Equatable, Sendable {
        /// It was sent and it arrived.
        case message
        /// What a reader should know; nothing was sent.
        case note
        /// It was sent and did not arrive.
        case lost
        /// It was committed, and a crash can no longer take it back.
        case durable
        /// `from` died here, with all that it had not made durable.
        case crash
        /// What must never be; told last, whatever its place in the story.
        case violation(Promise)
    }
}
