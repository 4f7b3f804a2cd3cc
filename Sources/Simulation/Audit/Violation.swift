package import Retail

/// A broken promise, as the audit found it.
package struct Violation: Equatable, Sendable {
    package let promise: Promise
    /// What was found; the same mistake reads the same whatever the numbers are.
    package let kind: String
    /// The merchant order number, the refund number or the sale it is about.
    package let subject: String
    package let words: String
    package let at: Timestamp
    /// Whose payment it is, where one is known.
    package let customer: Int?
}
