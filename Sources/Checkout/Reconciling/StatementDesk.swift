// Finance brings a statement by hand, asks a wallet for one now, or has one compared again. Each is a
// run that goes on by itself, one at a time for an account's day; how far it is stands in the database,
// so that any page on any server shows it.

package import Payments
package import Persistence
internal import Retail

/// What statements can be asked for and read here: given by whoever knows the wallets' wires.
package struct StatementDesk: Sendable {
    package struct Account: Sendable {
        package let wallet: Wallet
        package let name: String
        /// Nil where its statements cannot be fetched.
        package let source: (any StatementSource)?
        /// Whether the wallet's files call it by this name.
        package let isNamedInFiles: Bool

        package init(
            wallet: Wallet, name: String, source: (any StatementSource)?, isNamedInFiles: Bool
        ) {
            self.wallet = wallet
            self.name = name
            self.source = source
            self.isNamedInFiles = isNamedInFiles
        }
    }

    /// Makes a source of the files that a person has of a wallet's account.
    package typealias Reading =
        @Sendable (Wallet, _ account: String?, [StatementPart]) -> any StatementSource

    package let accounts: [Account]
    package let schedule: StatementSchedule
    let reading: Reading

    package init(accounts: [Account], schedule: StatementSchedule, reading: @escaping Reading) {
        self.accounts = accounts
        self.schedule = schedule
        self.reading = reading
    }

    /// A server that knows no wallet's statements.
    package static var none: StatementDesk {
        StatementDesk(accounts: [], schedule: StatementSchedule()) { wallet, _, _ in
            NoStatements(wallet: wallet)
        }
    }

    func account(of statement: StatementOf) throws(OperatorNotice) -> Account {
        let found = accounts.first {
            $0.wallet == statement.wallet && $0.name == statement.account
        }
        guard let found else { throw .statementRefused(.accountUnknown(statement.account)) }
        return found
    }

    private struct NoStatements: StatementSource {
        let wallet: Wallet

        func fetch(
            _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
        ) async -> StatementVerdict { .refused(code: "none") }
    }
}

/// A file that is about to come.
package struct StatementFileOffer: Equatable, Sendable {
    package let name: String
    /// *Unit*: bytes.
    package let size: Int

    package init(name: String, size: Int) {
        self.name = name
        self.size = size
    }
}

extension Counter {
    /// More than any wallet's day.
    ///
    /// *Unit*: bytes, of all files of a day.
    package static let statementSizeMax = 256 << 20
    private static let filesMax = 2
    private static let fileNameMax = 120

    /// Asks the wallet for a statement now.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused` for who is not of finance, `.statementRefused`.
    package func fetchStatement(
        _ statement: StatementOf, at desk: StatementDesk, by session: Session
    ) async throws {
        guard session.staff.role == .finance else { throw OperatorNotice.overrideRefused }
        guard let source = try desk.account(of: statement).source else {
            throw OperatorNotice.statementRefused(.notFetchable)
        }
        let run = try await begin(.fetched, statement, file: "", by: session)
        StatementRunning(run).start(with: driver) { reconciler, running in
            try await reconciler.run(
                source, account: statement.account, day: statement.day, how: .fetched,
                begins: { running.begins($0) })
        }
    }

    /// Compares the statement that is there once more.
    ///
    /// *Errors*: as `fetchStatement`.
    package func reconcileAgain(_ statement: StatementOf, by session: Session) async throws {
        guard session.staff.role == .finance else { throw OperatorNotice.overrideRefused }
        let current = try await driver.database.read { transaction in
            try StatementTable.current(statement, in: transaction)
        }
        guard current != nil else { throw OperatorNotice.statementRefused(.nothingThere) }
        let run = try await begin(.again, statement, file: "", by: session)
        StatementRunning(run).start(with: driver) { reconciler, _ in
            try await reconciler.again(statement)
        }
    }

    /// Begins to read what a person brings; answers the run, and where its bytes are to be given.
    ///
    /// *Errors*: as `fetchStatement`.
    package func uploadStatement(
        _ statement: StatementOf, _ files: [StatementFileOffer], at desk: StatementDesk,
        by session: Session
    ) async throws -> (run: StatementRun, pipe: StatementPipe) {
        guard session.staff.role == .finance else { throw OperatorNotice.overrideRefused }
        let account = try desk.account(of: statement)
        try Counter.check(files)
        let written = try await driver.database.read { transaction in
            try StatementTable.writtenAccounts(of: statement.wallet, in: transaction)
        }
        let run = try await begin(
            .uploaded, statement, file: files.map(\.name).joined(separator: " + "), by: session)
        let pipe = StatementPipe(sizes: files.map(\.size))
        let keeper = StatementKeeper(driver.database)
        let parts = files.enumerated().map { place, file in
            StatementPart(name: file.name) { () async throws(StatementPartError) in
                let bytes = try await pipe.next(of: place)
                try await keeper.keep(bytes, of: file.name)
                return bytes
            }
        }
        let source = OwnStatement(
            desk.reading(
                statement.wallet, account.isNamedInFiles ? account.name : nil, parts),
            of: statement.account, isNamedInFiles: account.isNamedInFiles,
            among: desk.accounts.filter { $0.wallet == statement.wallet }.map(\.name),
            written: written)
        StatementRunning(run).start(with: driver) { reconciler, running in
            let result: ReconcileResult
            do {
                result = try await reconciler.run(
                    source, account: statement.account, day: statement.day, how: .uploaded,
                    begins: { number in
                        running.begins(number)
                        await keeper.begin(number)
                    })
            } catch {
                await pipe.close()
                throw error
            }
            await pipe.close()
            return result
        }
        return (run, pipe)
    }

    private static func check(_ files: [StatementFileOffer]) throws {
        guard (1...filesMax).contains(files.count),
            files.allSatisfy({ $0.size > 0 && (1...fileNameMax).contains($0.name.count) })
        else { throw OperatorNotice.statementRefused(.noFile) }
        var room = statementSizeMax
        for file in files {
            let (rest, overflow) = room.subtractingReportingOverflow(file.size)
            guard !overflow, rest >= 0 else {
                throw OperatorNotice.statementRefused(.tooLarge(megabytes: statementSizeMax >> 20))
            }
            room = rest
        }
    }

    private func begin(
        _ how: StatementRun.How, _ statement: StatementOf, file: String, by session: Session
    ) async throws -> StatementRun {
        let now = driver.surroundings.now()
        guard statement.day < (try BusinessDate(of: now, turnsAt: .zero)) else {
            throw OperatorNotice.statementRefused(.dayNotOver)
        }
        let run = StatementRun(
            id: driver.surroundings.identifier(), statement: statement, how: how,
            staff: session.staff.id, fileName: file, begunAt: now)
        let (left, isNew) = try await driver.database.write { transaction in
            let left = try StatementRunTable.endSilent(statement, at: now, in: transaction)
            return (left, try StatementRunTable.begin(run, in: transaction))
        }
        guard isNew else { throw OperatorNotice.statementRefused(.busy) }
        try await Reconciler(driver: driver).removeBegun(left)
        return run
    }
}
