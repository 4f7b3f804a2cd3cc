// What each word of a server leads to: another run, the contract's own error, or a connection that
// is let go.

import Persistence
import Testing

@testable import PersistencePostgres

struct ReportRow: CustomTestStringConvertible, Sendable {
    let state: String
    let isFatal: Bool
    let kind: PostgresFailure.Kind
    let error: DatabaseError

    var testDescription: String { state + (isFatal ? " fatal" : "") }

    init(
        _ state: String, isFatal: Bool = false, _ kind: PostgresFailure.Kind, _ error: DatabaseError
    ) {
        self.state = state
        self.isFatal = isFatal
        self.kind = kind
        self.error = error
    }

    static let all = [
        ReportRow("40001", .conflict, .conflict),
        ReportRow("40P01", .conflict, .conflict),
        ReportRow("55P03", .conflict, .conflict),
        ReportRow("23505", .taken, .constraint("t: k")),
        ReportRow("23503", .taken, .constraint("t: k")),
        ReportRow("23514", .constraint, .constraint("t: k")),
        ReportRow("23502", .constraint, .constraint("t: k")),
        ReportRow("22003", .constraint, .constraint("words")),
        ReportRow("22P02", .constraint, .constraint("words")),
        ReportRow("0A000", .stalePlan, .unusable(reason: "words")),
        ReportRow("26000", .stalePlan, .unusable(reason: "words")),
        ReportRow("25006", .problem(.readOnly(address: "")), .server(.readOnly(address: ""))),
        ReportRow(
            "42501", .problem(.notPermitted(reason: "words")),
            .server(.notPermitted(reason: "words"))),
        ReportRow("53100", .problem(.diskFull), .server(.diskFull)),
        ReportRow("53300", .problem(.tooManyConnections), .server(.tooManyConnections)),
        ReportRow("57014", .problem(.tooSlow), .server(.tooSlow)),
        ReportRow("57P01", isFatal: true, .lost, .unusable(reason: "words")),
        ReportRow("25P03", isFatal: true, .lost, .unusable(reason: "words")),
        // Whatever it was, the connection ends with it, and what became of COMMIT is not said.
        ReportRow("53100", isFatal: true, .lost, .unusable(reason: "words")),
        ReportRow("40003", .lost, .unusable(reason: "words")),
        ReportRow("57P02", .lost, .unusable(reason: "words")),
        ReportRow("08006", .lost, .unusable(reason: "words")),
        ReportRow("42P01", .other, .unusable(reason: "words")),
        ReportRow("25P02", .other, .unusable(reason: "words")),
        ReportRow("XX000", .other, .unusable(reason: "words")),
    ]
}

struct ConstraintRow: CustomTestStringConvertible, Sendable {
    let detail: String
    let column: String
    let words: String

    var testDescription: String { detail + column }

    static let all = [
        ConstraintRow(
            detail: "Key (store_id, order_number)=(0101, 42) already exists.", column: "",
            words: "k: t.store_id, t.order_number"),
        ConstraintRow(
            detail: "Schlüssel »(n)=(1)« existiert bereits.", column: "", words: "k: t.n"),
        ConstraintRow(detail: "键值\"(n)=((a)=(b))\" 已经存在", column: "", words: "k: t.n"),
        ConstraintRow(
            detail: "Failing row contains (1, 张三, 13800000000).", column: "", words: "t: k"),
        ConstraintRow(
            detail: "Failing row contains (1, null).", column: "note", words: "k: t.note"),
        ConstraintRow(detail: "", column: "", words: "t: k"),
    ]
}

@Suite struct ReportTests {
    private func report(_ state: String) -> PostgresReport {
        PostgresReport(state: state, message: "words", table: "t", constraint: "k")
    }

    @Test("What a code of the server leads to", arguments: ReportRow.all)
    func codes(_ row: ReportRow) {
        var report = report(row.state)
        report.isFatal = row.isFatal
        let failure = report.failure()
        #expect(failure.kind == row.kind)
        #expect(failure.error as? DatabaseError == row.error)
    }

    @Test(
        "A constraint is named with its columns, and no value of the row is told",
        arguments: ConstraintRow.all)
    func constraints(_ row: ConstraintRow) {
        var report = report("23505")
        report.detail = row.detail
        report.column = row.column
        #expect(report.failure().error as? DatabaseError == .constraint(row.words))
    }
}
