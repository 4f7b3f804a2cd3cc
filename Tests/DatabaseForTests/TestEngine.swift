// The suites of flows know no engine. Which one they run on is said by the environment, once for a
// whole run: `./test` runs them on each.

internal import Foundation
package import Persistence

/// An engine that the suites can be run on.
package enum TestEngine: String, CaseIterable, Sendable {
    case sqlite, postgres

    package static let environmentKey = "COUNTERFOIL_TEST_ENGINE"

    /// The engine of this run; SQLite, unless another is asked for.
    ///
    /// *Errors*: `NoSuchEngine`, since a wrong word must not pass for a run on the engine it meant.
    package static func asked() throws -> TestEngine {
        guard let word = ProcessInfo.processInfo.environment[environmentKey] else { return .sqlite }
        guard let engine = TestEngine(rawValue: word) else { throw NoSuchEngine(word: word) }
        return engine
    }

    package var dialect: SQLDialect {
        switch self {
        case .sqlite: .sqlite
        case .postgres: .postgres
        }
    }
}

package struct NoSuchEngine: Error {
    package let word: String
}
