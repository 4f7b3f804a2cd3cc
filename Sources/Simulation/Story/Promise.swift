// The six promises of the payment system. The auditor of the simulation checks each; a story that
// ends badly names the one that was broken.

/// A promise, `P1` to `P6`.
package enum Promise: Int, CaseIterable, Sendable {
    case nothingIsLost = 1
    case nothingIsDoubled
    case nothingIsGuessed
    case nothingIsForgotten
    case booksBalance
    case cashNeverCoversCode

    package var code: String { "P\(rawValue)" }

    /// The promise in a few words.
    package func name(in language: StoryLanguage) -> String {
        switch self {
        case .nothingIsLost: language.choose("nothing is lost", "不丢账")
        case .nothingIsDoubled: language.choose("nothing is doubled", "不重复")
        case .nothingIsGuessed: language.choose("nothing is guessed", "不猜测")
        case .nothingIsForgotten: language.choose("nothing is forgotten", "不遗忘")
        case .booksBalance: language.choose("books balance", "账账相符")
        case .cashNeverCoversCode:
            language.choose("cash never covers a scanned code", "现金不掩盖已扫的码")
        }
    }
}
