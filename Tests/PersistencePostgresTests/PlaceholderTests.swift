// `?` becomes `$1`, and only where it is a place for an argument.

import Testing

@testable import PersistencePostgres

struct PlaceholderRow: CustomTestStringConvertible, Sendable {
    let sql: String
    let numbered: String

    var testDescription: String { sql }

    static let all = [
        PlaceholderRow(sql: "SELECT 1", numbered: "SELECT 1"),
        PlaceholderRow(
            sql: "a = ? AND b = ? OR c LIKE ?", numbered: "a = $1 AND b = $2 OR c LIKE $3"),
        PlaceholderRow(sql: "a = '?' AND b = ?", numbered: "a = '?' AND b = $1"),
        PlaceholderRow(sql: "a = 'it''s ?' AND b = ?", numbered: "a = 'it''s ?' AND b = $1"),
        PlaceholderRow(sql: "\"who?\" = ?", numbered: "\"who?\" = $1"),
        PlaceholderRow(sql: "a = ? -- why?\nAND b = ?", numbered: "a = $1 -- why?\nAND b = $2"),
        PlaceholderRow(
            sql: "a = ? /* or ?\n? */ AND b = ?", numbered: "a = $1 /* or ?\n? */ AND b = $2"),
        PlaceholderRow(sql: "a - ? / ?", numbered: "a - $1 / $2"),
        PlaceholderRow(sql: "LIKE ? ESCAPE '\\'", numbered: "LIKE $1 ESCAPE '\\'"),
        PlaceholderRow(sql: "'药?' || ?", numbered: "'药?' || $1"),
        PlaceholderRow(sql: "'open ?", numbered: "'open ?"),
        PlaceholderRow(sql: "/* open ?", numbered: "/* open ?"),
        PlaceholderRow(sql: "-- open ?", numbered: "-- open ?"),
        PlaceholderRow(
            sql: String(repeating: "?,", count: 11),
            numbered: "$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,"),
    ]
}

@Suite struct PlaceholderTests {
    @Test("Arguments are numbered, texts are left alone", arguments: PlaceholderRow.all)
    func numbered(_ row: PlaceholderRow) {
        #expect(Placeholders.numbered(row.sql) == row.numbered)
    }
}
