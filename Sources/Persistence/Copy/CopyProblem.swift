/// Why a database cannot be copied, told apart by what an operator does about it.
package enum CopyProblem: Error, Equatable, Sendable {
    /// It has no schema of ours.
    case sourceNotOurs
    /// It is itself what is left of a copy that was not finished.
    case sourceUnfinished
    /// Its schema is older than this program's, which changes nothing in a source.
    case sourceTooOld(found: Int64, known: Int64)
    /// A server is at work in it.
    case sourceInUse
    /// A server is at work in it.
    case targetInUse
    /// It has rows already, and not of a copy that was begun and not finished.
    case targetNotEmpty(table: String)
    /// Another copy into the same target began after this one.
    case overtaken
    /// The table is not the same on both sides: somebody has changed one of them by hand.
    case schemasDiffer(table: String)
    /// The table has no primary key, or its rows refer to each other in a circle.
    case uncopyable(table: String)
    /// The target does not take a row of the source; the constraint, or what does not fit.
    case refused(table: String, reason: String)
}
