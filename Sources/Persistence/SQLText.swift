// One SQL text wherever both engines understand it; where not, both texts side by side in one place.

/// Whose SQL a transaction understands.
package enum SQLDialect: CaseIterable, Sendable {
    case sqlite, postgres
}

/// A statement in one text for both engines, or in one for each.
package enum SQLText: ExpressibleByStringLiteral, Equatable, Sendable {
    case both(String)
    /// Nil where there is nothing to do.
    case each(sqlite: String?, postgres: String?)

    package init(stringLiteral text: String) {
        self = .both(text)
    }

    package func text(for dialect: SQLDialect) -> String? {
        switch (self, dialect) {
        case (.both(let text), _): text
        case (.each(let text, _), .sqlite): text
        case (.each(_, let text), .postgres): text
        }
    }
}

extension Transaction {
    /// Ends a SELECT of rows that this transaction is about to change: those that another one is
    /// changing are passed over, since whoever holds a row is doing what would be done to it.
    ///
    /// Where there is one writer nobody holds any.
    var forUpdateSkippingLocked: String {
        let text = SQLText.each(sqlite: nil, postgres: "FOR UPDATE SKIP LOCKED")
        return text.text(for: dialect) ?? ""
    }

    /// Ends a SELECT of rows of a table that may not change until this transaction ends, `alias` in
    /// the text; those who only read them so do not wait for each other.
    ///
    /// Where there is one writer nobody changes any.
    func forShare(of alias: String) -> String {
        SQLText.each(sqlite: nil, postgres: "FOR SHARE OF \(alias)").text(for: dialect) ?? ""
    }

    /// Ends a SELECT of rows that this transaction is about to change, and waits for who is at it.
    func forUpdate(of alias: String) -> String {
        SQLText.each(sqlite: nil, postgres: "FOR NO KEY UPDATE OF \(alias)").text(for: dialect)
            ?? ""
    }
}
