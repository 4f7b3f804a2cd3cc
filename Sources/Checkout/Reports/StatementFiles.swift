// The files that a believed statement was read from, as they were received.

package import Persistence
internal import Retail

extension Counter {
    /// The files of a statement, each with the places of its pieces; none where it was fetched.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for whoever belongs to one store, `.notFoundHere`.
    package func statementFiles(
        of statement: StatementOf, by session: Session
    ) async throws -> (number: Int64, files: [(name: String, pieces: ClosedRange<Int64>)]) {
        try mustReadAll(session)
        return try await driver.database.read { transaction in
            guard let number = try StatementTable.current(statement, in: transaction) else {
                throw OperatorNotice.notFoundHere(what: statement.day.iso)
            }
            return (number, try StatementFileTable.files(of: number, in: transaction))
        }
    }

    /// A piece of what was received; nil behind the last.
    package func statementPiece(_ seq: Int64, of number: Int64) async throws -> [UInt8]? {
        try await driver.database.read { transaction in
            try StatementFileTable.piece(seq, of: number, in: transaction)?.bytes
        }
    }
}
