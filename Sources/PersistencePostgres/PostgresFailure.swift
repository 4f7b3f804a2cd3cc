// What a server, or the lack of one, said no with, and what follows from it: again, the contract's
// own error, or a connection that is of no more use.

internal import Persistence

/// Something that failed, in the server's words but without any row's values.
struct PostgresFailure: Error {
    enum Kind: Equatable {
        /// Two transactions met: the body is run again.
        case conflict
        /// A unique key is taken, or a row that is referred to is not there: to be asked once more,
        /// since it may be the echo of a transaction that this one's view did not show.
        case taken
        /// A row was refused for what is in it.
        case constraint
        /// The connection is gone; nothing is known of what was under way.
        case lost
        /// The statement was planned for a table that has another shape now.
        case stalePlan
        case problem(ServerProblem)
        /// An UPDATE found no row; what the body wants to be thrown then is in `thrown`.
        case notFound
        case other
    }

    let kind: Kind
    /// Five characters; empty when it is not the server that speaks.
    let state: String
    let message: String
    /// Told apart by it: which row the server spoke of, but not what is in it.
    private let row: Int
    private(set) var thrown: (any Error)?

    init(_ kind: Kind, state: String = "", _ message: String, row: Int = 0) {
        self.kind = kind
        self.state = state
        self.message = message
        self.row = row
    }

    /// Whether both say the same of the same row.
    func isSame(as other: PostgresFailure) -> Bool {
        message == other.message && row == other.row
    }

    /// The same, with what a body threw when it was told.
    func answered(by error: any Error) -> PostgresFailure {
        var failure = self
        failure.thrown = error
        return failure
    }

    /// Whether running the body again may help.
    var isWorthAnotherTry: Bool {
        switch kind {
        case .conflict, .lost, .stalePlan, .problem(.tooManyConnections), .problem(.absent),
            .problem(.readOnly):
            true
        case .taken, .constraint, .problem, .notFound, .other: false
        }
    }

    /// In the words of the contract, or of the body.
    var error: any Error {
        if let thrown { return thrown }
        return switch kind {
        case .conflict: DatabaseError.conflict
        case .taken, .constraint: DatabaseError.constraint(message)
        case .problem(let problem): DatabaseError.server(problem)
        case .lost, .stalePlan, .notFound, .other: DatabaseError.unusable(reason: message)
        }
    }

    /// An UPDATE that found no row, told by the division in `PostgresPipeline.finding`.
    static func notFound(_ error: any Error & Sendable) -> PostgresFailure {
        var failure = PostgresFailure(.notFound, "no row was found")
        failure.thrown = error
        return failure
    }
}

/// What the server tells of an error besides its words; the words may be in any language.
struct PostgresReport {
    var state = ""
    var isFatal = false
    var message = ""
    var detail = ""
    var table = ""
    var column = ""
    var constraint = ""

    func failure() -> PostgresFailure {
        PostgresFailure(kind, state: state, words, row: detail.hashValue)
    }

    private var kind: PostgresFailure.Kind {
        if isFatal { return .lost }
        switch state {
        case "40001", "40P01", "55P03": return .conflict
        case "23505", "23P01", "23503": return .taken
        case "0A000", "26000": return .stalePlan
        case "25006": return .problem(.readOnly(address: ""))
        case "42501": return .problem(.notPermitted(reason: message))
        case "53100": return .problem(.diskFull)
        case "53300": return .problem(.tooManyConnections)
        case "57014": return .problem(.tooSlow)
        default: break
        }
        switch state.prefix(2) {
        // What does not fit into its column is refused like what breaks a rule.
        case "22", "23": return .constraint
        case "08", "57": return .lost
        default: return state == "40003" ? .lost : .other
        }
    }

    /// For a constraint its name and where it stands, never the values: they may be a customer's.
    private var words: String {
        guard state.hasPrefix("23") else { return message }
        let columns = column.isEmpty ? keyColumns : [column]
        let places = columns.map { "\(table).\($0)" }.joined(separator: ", ")
        let name = constraint.isEmpty ? state : constraint
        return places.isEmpty ? "\(table): \(name)" : "\(name): \(places)"
    }

    /// The columns of `Key (a, b)=(1, 2) already exists.`, in whatever language the rest is.
    private var keyColumns: [String] {
        guard let start = detail.firstIndex(of: "("), let end = detail.firstRange(of: ")=("),
            start < end.lowerBound
        else { return [] }
        return detail[detail.index(after: start)..<end.lowerBound].split(separator: ",").map {
            String($0.drop { $0 == " " })
        }
    }
}
