// Whether a file is of the account that it was brought for. The wallets write names of their own into
// the lines, and not always the one that the account is set up by; what earlier statements had tells.

internal import Payments
internal import Persistence
internal import Retail
internal import Synchronization

/// A statement whose lines must be of one account.
struct OwnStatement: StatementSource {
    let source: any StatementSource
    /// How lines may name the account; nil where nothing is known of it yet.
    let ours: Set<String>?
    /// Names of other accounts.
    let others: Set<String>

    var wallet: Wallet { source.wallet }

    /// What may stand in the lines, by what is set up and by what stood there before.
    init(
        _ source: any StatementSource, of account: String, isNamedInFiles: Bool,
        among accounts: [String], written: [(written: String, account: String)]
    ) {
        self.source = source
        let before = written.filter { $0.account == account && !$0.written.isEmpty }
        let isKnown = isNamedInFiles || !before.isEmpty
        ours = isKnown ? Set(before.map(\.written) + [account]) : nil
        others = Set(
            accounts.filter { $0 != account }
                + written.filter { $0.account != account }.map(\.written)
        ).subtracting(ours ?? [])
    }

    func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        let found = Mutex<StatementProblem?>(nil)
        let verdict = await source.fetch(day) { batch in
            if let row = batch.rows.first(where: { !isOurs($0.account) }) {
                found.withLock { found in
                    found =
                        found ?? StatementProblem(.otherAccount(row.account), line: row.line)
                }
            }
            await take(batch)
        }
        guard let problem = found.withLock({ $0 }) else { return verdict }
        switch verdict {
        case .complete(var report), .broken(var report):
            report.problems.insert(problem, at: 0)
            report.problemCount += 1
            return .broken(report)
        case .absent, .notReady, .refused, .unreachable: return verdict
        }
    }

    private func isOurs(_ written: String) -> Bool {
        written.isEmpty || (ours?.contains(written) ?? !others.contains(written))
    }
}
