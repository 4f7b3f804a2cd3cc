// What a database is made of, as its own catalogue tells it. No list of tables is kept beside the
// migrations, so a table that a later one adds is copied without a word here.

/// A table by its names; equal where two databases have the same table, whatever their engines.
package struct TableShape: Equatable, Sendable {
    package let name: String
    /// Those of the primary key first, in its order, then the others by name.
    package let columns: [ColumnShape]
    /// How many of the columns are the primary key.
    package let keyCount: Int
    /// Tables that its rows refer to.
    package let references: Set<String>

    /// Every table of a database, by name.
    package static func all(in transaction: any Transaction) throws -> [TableShape] {
        var columns: [String: [(place: Int64, column: ColumnShape)]] = [:]
        for row in try transaction.rows(columnsText.words(for: transaction.dialect)) {
            let column = ColumnShape(
                name: try row.text("column_name"), isInteger: try row.integer("is_integer") == 1)
            columns[try row.text("table_name"), default: []].append(
                (place: try row.integer("key_place"), column: column))
        }
        var references: [String: Set<String>] = [:]
        for row in try transaction.rows(referencesText.words(for: transaction.dialect)) {
            references[try row.text("table_name"), default: []].insert(try row.text("target"))
        }
        return columns.sorted { $0.key < $1.key }.map { name, columns in
            let key = columns.filter { $0.place > 0 }.sorted { $0.place < $1.place }
            let rest = columns.filter { $0.place == 0 }.sorted { $0.column.name < $1.column.name }
            return TableShape(
                name: name, columns: (key + rest).map(\.column), keyCount: key.count,
                references: references[name] ?? [])
        }
    }

    private static let columnsText = SQLText.each(
        sqlite: """
            SELECT t.name AS table_name, c.name AS column_name, c.pk AS key_place,
                   c.type IN ('BIGINT', 'INTEGER') AS is_integer
            FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~'
            """,
        postgres: """
            SELECT t.relname AS table_name, c.attname AS column_name,
                   coalesce(array_position(k.conkey, c.attnum), 0) AS key_place,
                   c.atttypid IN (20, 21, 23) AS is_integer
            FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
            JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
            LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
            WHERE n.nspname = current_schema() AND t.relkind IN ('r', 'p')
            """)

    private static let referencesText = SQLText.each(
        sqlite: """
            SELECT t.name AS table_name, f."table" AS target
            FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
            """,
        postgres: """
            SELECT t.relname AS table_name, f.relname AS target
            FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace
            JOIN pg_class f ON f.oid = k.confrelid
            WHERE k.contype = 'f' AND n.nspname = current_schema()
            """)
}

package struct ColumnShape: Equatable, Sendable {
    package let name: String
    package let isInteger: Bool

    /// Whether it holds an amount of money.
    var isFen: Bool { isInteger && name.hasSuffix("_fen") }
    var quoted: String { "\"\(name)\"" }
}

extension SQLText {
    /// The text of an engine; empty where there is nothing to do.
    fileprivate func words(for dialect: SQLDialect) -> String { text(for: dialect) ?? "" }
}
