// Cases as their pages show them.

package import Persistence
package import Retail

/// A part of the list.
package struct CaseList: Sendable {
    package let cases: [StoredCase]
    package let now: Timestamp
    /// Of all that are open for whoever asks, by cause.
    package let causes: [ReportedSum]
    /// Names of those who work on them.
    package let names: [StaffID: String]
    package let hasMore: Bool
}

/// One case with everything that is known about what it is about.
package struct CaseReport: Sendable {
    package let found: StoredCase
    package let now: Timestamp
    package let storeName: String
    package let events: [CaseEvent]
    package let names: [StaffID: String]
    /// Of the payment behind it; nil where nothing here knows one.
    package let payment: PaymentStory?
    /// Whether whoever asks looks after it.
    package let isMine: Bool
    /// What whoever asks may do.
    package let mayWork: Bool
    package let mayConfirm: Bool
    package let mayNote: Bool
    /// Above this the word of one person is not enough.
    package let secondPersonAbove: Money
}

/// How a person ends a case.
///
/// The ordinary ends need nobody's word: 42 posts the payment, or the attempt or refund ends, and the
/// case with it.
package enum CaseExit: String, CaseIterable, Sendable {
    /// Looked into, and right as it is.
    case accepted
    /// Given back on the wallet's merchant platform.
    case givenBack = "given-back"
    case writtenOff = "written-off"

    /// Of a text that begins with one: `written-off by 1900: …`.
    package init?(_ how: String) {
        guard let exit = CaseExit.allCases.first(where: { how.hasPrefix($0.rawValue + " by ") })
        else { return nil }
        self = exit
    }
}
