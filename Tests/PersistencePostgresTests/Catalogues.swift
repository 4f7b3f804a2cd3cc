// The schema as each engine's own catalogue tells it, in lines that read the same for both.

import Persistence

/// SQLite, by its pragmas and, for checks, by the text of CREATE TABLE.
enum SQLiteCatalogue {
    static func lines(in transaction: any Transaction) throws -> Set<String> {
        var lines: Set<String> = []
        let tables = try transaction.rows(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        for table in tables {
            let name = try table.text("name")
            lines.formUnion(try columns(of: name, transaction))
            lines.formUnion(try references(of: name, transaction))
            lines.formUnion(try indexes(of: name, transaction))
            for check in checks(try table.text("sql")) { lines.insert("\(name) check \(check)") }
        }
        return lines
    }

    private static func columns(
        of table: String, _ transaction: any Transaction
    ) throws -> [String] {
        let rows = try transaction.rows("SELECT * FROM pragma_table_info('\(table)')")
        let key = try rows.filter { try $0.integer("pk") > 0 }
            .sorted { try $0.integer("pk") < $1.integer("pk") }.map { try $0.text("name") }
        return try rows.map { row in
            // A key's columns are never null in PostgreSQL; in SQLite they are not by our
            // constraint alone.
            let isRequired = try row.integer("notnull") == 1 || row.integer("pk") > 0
            let preset = try row.textIfAny("dflt_value").map { " default \($0)" } ?? ""
            return "\(table) column \(try row.text("name")) \(try row.text("type"))"
                + (isRequired ? " not null" : "") + preset
        } + ["\(table) unique (\(key.joined(separator: ", ")))"]
    }

    private static func references(
        of table: String, _ transaction: any Transaction
    ) throws -> [String] {
        var byNumber: [Int64: (target: String, pairs: [String])] = [:]
        let rows = try transaction.rows(
            "SELECT * FROM pragma_foreign_key_list('\(table)') ORDER BY id, seq")
        for row in rows {
            let pair = "\(try row.text("from"))=\(try row.text("to"))"
            let target = try row.text("table")
            byNumber[try row.integer("id"), default: (target, [])].pairs.append(pair)
        }
        return byNumber.values.map { reference in
            "\(table) refers to \(reference.target) by \(reference.pairs.sorted().joined(separator: ", "))"
        }
    }

    private static func indexes(
        of table: String, _ transaction: any Transaction
    ) throws -> [String] {
        try transaction.rows("SELECT * FROM pragma_index_list('\(table)')").map { row in
            let name = try row.text("name")
            let columns = try transaction.rows(
                "SELECT name FROM pragma_index_info('\(name)') ORDER BY seqno"
            ).map { try $0.text("name") }
            let list = "(\(columns.joined(separator: ", ")))"
            // What a constraint made has a name that the engine chose.
            guard try row.text("origin") == "c" else { return "\(table) unique \(list)" }
            let sql =
                try transaction.row(
                    "SELECT sql FROM sqlite_schema WHERE name = ?", [.text(name)])?.text("sql")
                ?? ""
            let condition = sql.firstRange(of: "WHERE").map { String(sql[$0.upperBound...]) }
            return "\(table) index \(name) \(list)"
                + (try row.integer("unique") == 1 ? " unique" : "")
                + (condition.map { " where \(Condition.plain($0))" } ?? "")
        }
    }

    /// The conditions after each CHECK, up to the bracket that closes it.
    private static func checks(_ sql: String) -> [String] {
        var found: [String] = []
        var rest = sql[...]
        while let start = rest.firstRange(of: "CHECK (") {
            rest = rest[start.upperBound...]
            var depth = 1
            let end = rest.firstIndex { character in
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                return depth == 0
            }
            guard let end else { return found }
            found.append(Condition.plain(String(rest[..<end])))
            rest = rest[end...]
        }
        return found
    }
}

/// PostgreSQL, by pg_catalog.
enum PostgresCatalogue {
    static func lines(in transaction: any Transaction) throws -> Set<String> {
        var lines = Set(try columns(transaction))
        lines.formUnion(try constraints(transaction))
        lines.formUnion(try indexes(transaction))
        return lines
    }

    private static func columns(_ transaction: any Transaction) throws -> [String] {
        try transaction.rows(
            """
            SELECT table_name, column_name, upper(data_type) AS type, is_nullable, column_default
            FROM information_schema.columns WHERE table_schema = current_schema()
            """
        ).map { row in
            let preset =
                try row.textIfAny("column_default").map { text in
                    " default \(text.replacing("'::text", with: "'").replacing("'::bigint", with: "'"))"
                } ?? ""
            return "\(try row.text("table_name")) column \(try row.text("column_name"))"
                // Bytes have a name of their own in each engine.
                + " \(try row.text("type").replacing("BYTEA", with: "BLOB"))"
                + (try row.text("is_nullable") == "NO" ? " not null" : "") + preset
        }
    }

    private static func constraints(_ transaction: any Transaction) throws -> [String] {
        try transaction.rows(
            """
            SELECT c.conrelid::regclass::text AS name, c.contype::text AS kind,
                   c.confrelid::regclass::text AS target, pg_get_expr(c.conbin, c.conrelid) AS body,
                   (SELECT string_agg(a.attname, ', ' ORDER BY k.n)
                    FROM unnest(c.conkey) WITH ORDINALITY AS k (number, n)
                    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) AS columns,
                   (SELECT string_agg(a.attname || '=' || b.attname, ', ' ORDER BY a.attname || '=' || b.attname)
                    FROM unnest(c.conkey, c.confkey) AS k (number, target)
                    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
                    JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.target) AS pairs
            FROM pg_constraint c WHERE c.connamespace = current_schema()::regnamespace
            """
        ).map { row in
            let table = try row.text("name")
            switch try row.text("kind") {
            case "c": return "\(table) check \(Condition.plain(try row.text("body")))"
            case "f":
                return "\(table) refers to \(try row.text("target")) by \(try row.text("pairs"))"
            default: return "\(table) unique (\(try row.text("columns")))"
            }
        }
    }

    private static func indexes(_ transaction: any Transaction) throws -> [String] {
        try transaction.rows(
            """
            SELECT i.indrelid::regclass::text AS name, i.indexrelid::regclass::text AS index,
                   i.indisunique AS is_unique, pg_get_expr(i.indpred, i.indrelid) AS condition,
                   (SELECT string_agg(a.attname, ', ' ORDER BY k.n)
                    FROM unnest(i.indkey::int[]) WITH ORDINALITY AS k (number, n)
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS columns
            FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
            WHERE t.relnamespace = current_schema()::regnamespace
              AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid
                              AND c.contype IN ('p', 'u'))
            """
        ).map { row in
            "\(try row.text("name")) index \(try row.text("index")) (\(try row.text("columns")))"
                + (try row.integer("is_unique") == 1 ? " unique" : "")
                + (try row.textIfAny("condition").map { " where \(Condition.plain($0))" } ?? "")
        }
    }
}
