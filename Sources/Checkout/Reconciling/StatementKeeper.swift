// What a person brings is kept as it was received, beside the lines that were read from it.

internal import Payments
internal import Persistence

/// Writes the bytes that pass, some at a time, under the statement that is being read.
actor StatementKeeper {
    private let database: any Database
    private var statement: Int64?
    private var waiting: [UInt8] = []
    private var seq: Int64 = 0

    /// *Unit*: bytes of one row.
    private static let pieceMax = 256 << 10

    init(_ database: any Database) {
        self.database = database
    }

    func begin(_ statement: Int64) {
        self.statement = statement
    }

    /// Keeps what passed; nil is the end of a file.
    ///
    /// *Errors*: `StatementPartError.unreadable`, when it cannot be written.
    func keep(_ bytes: [UInt8]?, of name: String) async throws(StatementPartError) {
        waiting += bytes ?? []
        let isDue = bytes == nil ? !waiting.isEmpty : waiting.count >= StatementKeeper.pieceMax
        guard isDue, let statement else { return }
        let (piece, place) = (waiting, seq)
        waiting = []
        seq += 1
        do {
            try await database.write { transaction in
                try StatementFileTable.insert(
                    piece, of: name, as: place, statement: statement, in: transaction)
            }
        } catch {
            throw .unreadable
        }
    }
}
