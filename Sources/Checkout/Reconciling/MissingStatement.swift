// The case of a day whose statement has not come: opened when soon nobody asks for it any more, and
// ended by the statement.

internal import Payments
internal import Persistence
internal import Retail

struct MissingStatement: Sendable {
    private static let cause = "statement-missing"

    private let statement: StatementOf
    private let books: BookedMoneyReading
    private var subject: String {
        "\(statement.wallet.rawValue)/\(statement.account)/\(statement.day.iso)"
    }

    /// *Errors*: `DateError` for a day that has no tomorrow.
    init(_ statement: StatementOf) throws {
        self.statement = statement
        books = try BookedMoneyReading(statement)
    }

    /// Opens it where the books have money of that day and no statement is believed.
    func look(at now: Timestamp, in transaction: any Transaction) throws {
        guard try StatementTable.current(statement, in: transaction) == nil else { return }
        let found = try books.paid(in: transaction)
        guard found.count > 0 else { return }
        try CaseTable.open(
            CaseOpening(
                store: try StoreID("0000"), cause: MissingStatement.cause, subject: subject,
                detail: FieldText("statement").with("wallet", statement.wallet.rawValue)
                    .with("account", statement.account).with("day", statement.day.iso)
                    .with("payments", found.count).line,
                amount: found.amount), at: now, in: transaction)
    }

    /// Ends it: a complete statement was compared.
    func came(at now: Timestamp, in transaction: any Transaction) throws {
        try CaseTable.close(
            subject: subject, causes: [MissingStatement.cause], how: "came", at: now,
            in: transaction)
    }
}
