// One result of a statement, freed with this object.

internal import CPQ
internal import Persistence

@safe
final class PostgresResult {
    private let result: OpaquePointer

    @unsafe
    init(_ result: OpaquePointer) {
        unsafe self.result = result
    }

    deinit {
        unsafe PQclear(result)
    }

    private var status: ExecStatusType {
        unsafe PQresultStatus(result)
    }

    /// The end of a batch: the server is ready for the next one.
    var isSync: Bool { status == PGRES_PIPELINE_SYNC }
    /// Not run, because a statement before it in the batch failed.
    var isSkipped: Bool { status == PGRES_PIPELINE_ABORTED }
    var isGood: Bool { status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK }

    /// `INSERT 0 1`, `COMMIT`.
    var tag: String {
        guard let text = unsafe PQcmdStatus(result) else { return "" }
        return unsafe String(cString: text)
    }

    var changed: Int {
        guard let text = unsafe PQcmdTuples(result) else { return 0 }
        return Int(unsafe String(cString: text)) ?? 0
    }

    var rows: [Row] {
        let count = unsafe PQntuples(result)
        guard count > 0 else { return [] }
        let width = unsafe PQnfields(result)
        let names = (0..<width).map { column in
            unsafe PQfname(result, column).map { unsafe String(cString: $0) } ?? ""
        }
        let types = (0..<width).map { unsafe PQftype(result, $0) }
        return (0..<count).map { row in
            Row(
                columns: names,
                values: (0..<width).map { column in
                    value(row, column, type: types[Int(column)])
                })
        }
    }

    private func value(_ row: Int32, _ column: Int32, type: UInt32) -> SQLValue {
        guard unsafe PQgetisnull(result, row, column) == 0,
            let text = unsafe PQgetvalue(result, row, column)
        else { return .null }
        let count = Int(unsafe PQgetlength(result, row, column))
        return unsafe text.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            unsafe PostgresValue.read(UnsafeBufferPointer(start: bytes, count: count), type: type)
        }
    }

    /// What went wrong.
    var failure: PostgresFailure {
        var report = PostgresReport()
        report.state = field("C")
        // Absent when libpq itself met the end of the connection.
        let severity = field("V")
        report.isFatal = severity == "FATAL" || severity == "PANIC" || report.state.isEmpty
        report.message = field("M")
        report.detail = field("D")
        report.table = field("t")
        report.column = field("c")
        report.constraint = field("n")
        return report.failure()
    }

    private func field(_ code: Character) -> String {
        let number = Int32(code.asciiValue ?? 0)
        guard let text = unsafe PQresultErrorField(result, number) else { return "" }
        return unsafe String(cString: text)
    }
}
