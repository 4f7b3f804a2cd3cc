// The other side of `bench reconcile`: SQLite's own shell, as somebody would use it who has the lines
// as CSV and knows SQLite well. It imports them, makes one index, and writes what differs by one
// statement of SQL, on the same file, with the shell's own settings. It opens no cases, and would not
// say which line cannot be read.

internal import Foundation
internal import Retail

struct ReconcileShell {
    let database: String
    private let program: URL

    init(database: String) throws {
        self.database = database
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(
            separator: ":")
        let found = folders.map { URL(filePath: $0 + "/sqlite3") }.first {
            FileManager.default.isExecutableFile(atPath: $0.path(percentEncoded: false))
        }
        guard let found else {
            throw BenchFailure("没有 sqlite3，请安装（apt: sqlite3） there is no sqlite3; install it")
        }
        program = found
    }

    /// *Errors*: `BenchFailure`.
    @discardableResult
    func run(_ script: String) async throws -> MeasuredProcess.Result {
        let result = try await MeasuredProcess(
            program: program, arguments: ["-batch", "-bail", database]
        ).run(input: script)
        guard result.status == 0 else {
            throw BenchFailure("sqlite3 ended with \(result.status): \(result.output)")
        }
        return result
    }

    func counts(of table: String) async throws -> [String: Int] {
        let output = try await run("SELECT class, count(*) FROM \(table) GROUP BY class;\n").output
        return output.split(separator: "\n").reduce(into: [:]) { counts, line in
            let words = line.split(separator: "|")
            guard words.count == 2, let name = words.first, let last = words.last else { return }
            counts[String(name)] = Int(last)
        }
    }

    /// Breaks that are not the same on both sides.
    func differences() async throws -> Int {
        func only(_ here: String, _ there: String) -> String {
            let columns = "number, class, order_number, trade_number, books_fen, channel_fen"
            return """
                SELECT count(*) FROM (
                    SELECT \(columns) FROM \(here) EXCEPT SELECT \(columns) FROM \(there));

                """
        }
        let script = only("our_break", "shell_break") + only("shell_break", "our_break")
        let output = try await run(script).output
        return output.split(separator: "\n").compactMap { Int($0) }.reduce(0, +)
    }

    static let settle = "PRAGMA wal_checkpoint(TRUNCATE);\n"

    /// Lays aside what our side found, and takes everything out that it wrote.
    static let keepOurs = """
        CREATE TABLE our_break AS SELECT * FROM statement_break WHERE gone_at_us IS NULL;
        DELETE FROM statement_break;
        DELETE FROM payment_case;
        DELETE FROM statement_row;
        DELETE FROM statement;
        PRAGMA wal_checkpoint(TRUNCATE);

        """

    static let forget = """
        DROP TABLE our_break;
        DROP TABLE shell_break;
        DROP TABLE shell_line;
        PRAGMA wal_checkpoint(TRUNCATE);

        """

    /// The same classes in the same order as ours (`Payments/Reconciliation`).
    static func join(_ day: ReconcileDay, lines: String) throws -> String {
        let window = try Window(day)
        return imported(lines) + whatLinesSay(window) + whatNoLineSays(window)
    }

    /// A day, as conditions.
    private struct Window {
        private let from: Int64
        private let until: Int64
        /// On a number.
        let begins: String
        let ends: String

        init(_ day: ReconcileDay) throws {
            let midnight = try CivilTime(spaced: day.date.iso + " 00:00:00").timestamp
            let next = midnight.advanced(by: .days(1))
            (from, until) = (midnight.microseconds, next.microseconds)
            let low = Timestamp(microseconds: from - Pause.hours(6).microseconds)
            begins = "> '\(CivilTime(low).compact)'"
            ends = "< '\(CivilTime(next).compact)'"
        }

        /// Whether a proof says that it was paid on that day.
        func holds(_ told: String) -> String {
            "CAST(substr(\(told), instr(\(told), ' paidAt=') + 8) AS INTEGER) "
                + "BETWEEN \(from) AND \(until - 1)"
        }
    }

    private static func imported(_ lines: String) -> String {
        """
        CREATE TABLE shell_line (
            number TEXT, line_no INTEGER, kind TEXT, order_number TEXT, trade_number TEXT,
            refund_number TEXT, channel_refund_number TEXT, order_fen INTEGER,
            settled_fen INTEGER, refund_fen INTEGER, settled_refund_fen INTEGER,
            fee_microyuan INTEGER, fee_rate_ppm INTEGER, at_us INTEGER, account TEXT,
            state TEXT);
        .mode csv
        .import '\(lines)' shell_line
        CREATE INDEX shell_line_number ON shell_line (number);
        CREATE TABLE shell_break (
            number TEXT, class TEXT, store_id TEXT, order_number TEXT, trade_number TEXT,
            books_fen INTEGER, channel_fen INTEGER, PRIMARY KEY (number, class));

        """
    }

    private static func whatLinesSay(_ window: Window) -> String {
        """
        INSERT INTO shell_break
        SELECT number, class, store_id, order_number, trade_number,
               CASE class WHEN 'fee' THEN (expected + 5000) / 10000 ELSE books_fen END,
               CASE class WHEN 'fee' THEN (fee_microyuan + 5000) / 10000 ELSE channel_fen END
        FROM (
            SELECT l.number, COALESCE(a.store_id, c.store_id, substr(l.order_number, 15, 4))
                   AS store_id, l.order_number, l.trade_number,
                   COALESCE(a.amount_fen, c.amount_fen, r.amount_fen) AS books_fen,
                   CASE l.kind WHEN 'refund' THEN l.back ELSE l.paid END AS channel_fen,
                   l.settled_fen * l.fee_rate_ppm / 100 AS expected, l.fee_microyuan,
                   CASE WHEN l.lines > 1 THEN 'duplicate'
                        WHEN l.kind = 'refund' THEN
                            CASE WHEN r.amount_fen IS NOT l.back THEN 'refund' END
                        WHEN a.order_number IS NULL AND c.order_number IS NULL
                            THEN 'channel-only'
                        WHEN COALESCE(a.amount_fen, c.amount_fen) <> l.paid THEN 'amount'
                        WHEN NOT \(window.holds("COALESCE(a.state_text, c.proof)")) THEN 'other-day'
                        WHEN abs(l.settled_fen * l.fee_rate_ppm / 100 - l.fee_microyuan) > 10000
                            THEN 'fee'
                   END AS class
            FROM (
                SELECT number, kind, order_number, trade_number, count(*) AS lines,
                       sum(order_fen) AS paid, sum(refund_fen) AS back, settled_fen,
                       fee_rate_ppm, fee_microyuan
                FROM shell_line GROUP BY number
            ) AS l
            LEFT JOIN attempt a ON a.order_number = l.number AND a.wallet = 'wechat'
                AND a.state = 'succeeded'
            LEFT JOIN claim c ON a.order_number IS NULL AND c.order_number = l.number
                AND c.wallet = 'wechat'
            LEFT JOIN refund r ON l.kind = 'refund' AND r.refund_number = l.number
                AND r.wallet = 'wechat' AND r.state = 'succeeded'
        ) WHERE class IS NOT NULL

        """
    }

    /// Written as SQLite does it soonest: what is in both is passed over by two indexes alone.
    private static func whatNoLineSays(_ window: Window) -> String {
        """
        UNION ALL
        SELECT order_number, 'books-only', store_id, order_number, NULL, amount_fen, NULL
        FROM attempt
        WHERE order_number \(window.begins) AND order_number \(window.ends) AND wallet = 'wechat'
            AND merchant_account IN ('\(BenchChain.account)', '') AND state = 'succeeded'
            AND \(window.holds("state_text"))
            AND order_number NOT IN (SELECT number FROM shell_line)
        UNION ALL
        SELECT order_number, 'books-only', store_id, order_number, NULL, amount_fen, NULL
        FROM claim
        WHERE order_number \(window.begins) AND order_number \(window.ends) AND +wallet = 'wechat'
            AND \(window.holds("proof"))
            AND order_number NOT IN (SELECT order_number FROM attempt)
            AND order_number NOT IN (SELECT number FROM shell_line);

        """
    }
}
