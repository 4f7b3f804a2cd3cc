// A script performed in SQL, through nothing but the contract of `Transaction`.

internal import Persistence

/// Why a body threw, and what it had learnt until then.
struct Refused: Error {
    let kind: Telling.Kind
    let number: Int64
    let notes: [Int64]
}

package enum Shelf {
    package static let tables = [
        "CREATE TABLE signature (n BIGINT PRIMARY KEY, script BIGINT NOT NULL)",
        """
        CREATE TABLE item (
            k       BIGINT PRIMARY KEY,
            version BIGINT NOT NULL,
            amount  BIGINT NOT NULL CHECK (amount >= 0),
            tag     BIGINT UNIQUE,
            content TEXT   NOT NULL
        )
        """,
        """
        CREATE TABLE line (
            k       BIGINT NOT NULL REFERENCES item (k),
            n       BIGINT NOT NULL,
            content TEXT   NOT NULL,
            PRIMARY KEY (k, n)
        )
        """,
    ]

    static func lastNumber(in transaction: any Transaction) throws -> Int64 {
        try transaction.row("SELECT COALESCE(MAX(n), 0) AS n FROM signature", [])?
            .integer("n") ?? 0
    }

    static func look(
        _ keys: ClosedRange<Int64>, in transaction: any Transaction
    ) throws -> [Int64] {
        let row = try transaction.row(
            """
            SELECT COUNT(*) AS items, COALESCE(SUM(version), 0) AS versions,
                   COALESCE(SUM(amount), 0) AS amounts, COALESCE(SUM(LENGTH(content)), 0) AS lengths
            FROM item WHERE k BETWEEN ? AND ?
            """, [.integer(keys.lowerBound), .integer(keys.upperBound)])
        return try ["items", "versions", "amounts", "lengths"].map { try row?.integer($0) ?? -1 }
    }
}

/// One performance of one script, in one transaction.
struct Performance {
    private let transaction: any Transaction
    private let index: Int64
    private let last: Int64
    private var notes: [Int64] = []

    /// Performs the script; the number under which it signed, and its notes.
    ///
    /// *Errors*: `Refused`, and whatever the database throws that is no constraint.
    static func run(
        _ script: Script, in transaction: any Transaction
    ) throws -> (number: Int64, notes: [Int64]) {
        let last = try Shelf.lastNumber(in: transaction)
        var performance = Performance(transaction: transaction, index: script.index, last: last)
        for step in script.steps {
            do {
                try performance.perform(step.act)
            } catch DatabaseError.constraint {
                guard step.swallows else { throw performance.refused(.constraint) }
                performance.notes.append(-2)
            }
        }
        return (last + 1, performance.notes)
    }

    private init(transaction: any Transaction, index: Int64, last: Int64) {
        self.transaction = transaction
        self.index = index
        self.last = last
    }

    private func refused(_ kind: Telling.Kind) -> Refused {
        Refused(kind: kind, number: last, notes: notes)
    }

    private mutating func perform(_ act: Act) throws {
        switch act {
        case .insert(let key, let amount, let tag, let filling):
            try change(
                "INSERT INTO item (k, version, amount, tag, content) VALUES (?, 1, ?, ?, ?)",
                .integer(key), .integer(amount), .integer(tag), .text(filling.text))
        case .update(let key, let difference, let filling):
            try update(key, difference, filling)
        case .overwrite(let key, let version, let filling):
            try change(
                "UPDATE item SET version = version + 1, content = ? WHERE k = ? AND version = ?",
                .text(filling.text), .integer(key), .integer(version))
            if notes.last == 0 { throw refused(.stale) }
        case .upsert(let key, let amount, let filling):
            try upsert(key, amount, filling)
        case .delete(let key):
            try change("DELETE FROM item WHERE k = ?", .integer(key))
        case .addLine(let key, let line, let filling):
            try change(
                "INSERT INTO line (k, n, content) VALUES (?, ?, ?)",
                .integer(key), .integer(line), .text(filling.text))
        case .addLines(let keys, let line):
            try change(
                "INSERT INTO line (k, n, content) SELECT k, ?, ? FROM item WHERE k BETWEEN ? AND ?",
                .integer(line), .text("\(index)"), .integer(keys.lowerBound),
                .integer(keys.upperBound))
        case .deleteLines(let key):
            try change("DELETE FROM line WHERE k = ?", .integer(key))
        case .take(let keys, let amount):
            try change(
                """
                UPDATE item SET amount = amount - ?, version = version + 1 WHERE k BETWEEN ? AND ?
                """, .integer(amount), .integer(keys.lowerBound), .integer(keys.upperBound))
        case .move(let from, let to, let amount):
            try move(from, to, amount)
        case .look(let keys):
            notes += try Shelf.look(keys, in: transaction)
        case .sign:
            // Waited for by nobody: where COMMIT is a journey, this travels with it or with the next.
            try transaction.queue(
                "INSERT INTO signature (n, script) VALUES (?, ?)",
                [.integer(last + 1), .integer(index)])
            notes.append(1)
        case .stop:
            throw refused(.stopped)
        }
    }

    private mutating func change(_ sql: String, _ arguments: SQLValue...) throws {
        notes.append(Int64(try transaction.execute(sql, arguments)))
    }

    private mutating func update(_ key: Int64, _ difference: Int64, _ filling: Filling) throws {
        let found = try transaction.row(
            "SELECT version, amount FROM item WHERE k = ?", [.integer(key)])
        guard let found else {
            notes.append(-1)
            return
        }
        let version = try found.integer("version")
        let amount = try found.integer("amount")
        notes += [version, amount]
        try change(
            """
            UPDATE item SET version = ?, amount = ?, content = ? WHERE k = ? AND version = ?
            """, .integer(version + 1), .integer(amount + difference), .text(filling.text),
            .integer(key), .integer(version))
    }

    private mutating func upsert(_ key: Int64, _ amount: Int64, _ filling: Filling) throws {
        try change(
            """
            INSERT INTO item (k, version, amount, content) VALUES (?, 1, ?, ?)
            ON CONFLICT (k) DO UPDATE SET version = item.version + 1,
                amount = item.amount + excluded.amount, content = excluded.content
            """, .integer(key), .integer(amount), .text(filling.text))
        let row = try transaction.row("SELECT version FROM item WHERE k = ?", [.integer(key)])
        notes.append(try row?.integer("version") ?? -1)
    }

    private mutating func move(_ from: Int64, _ to: Int64, _ amount: Int64) throws {
        let both = try transaction.rows(
            "SELECT k FROM item WHERE k IN (?, ?)", [.integer(from), .integer(to)])
        guard both.count == (from == to ? 1 : 2) else { throw refused(.missing) }
        try change(
            "UPDATE item SET amount = amount - ? WHERE k = ?", .integer(amount), .integer(from))
        try change(
            "UPDATE item SET amount = amount + ? WHERE k = ?", .integer(amount), .integer(to))
    }
}
