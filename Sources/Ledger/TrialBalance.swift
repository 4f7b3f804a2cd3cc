// What all accounts of a store come to. It sums to zero because each entry does; whoever reads it
// anyway finds out whether the rows were read whole.

package import Retail

/// The balance of each account (试算平衡表).
package struct TrialBalance: Equatable, Sendable {
    package struct Line: Equatable, Sendable {
        package let account: Account
        /// *Unit*: fen, all that came in.
        package private(set) var debits = Money.zero
        /// *Unit*: fen, all that went out.
        package private(set) var credits = Money.zero

        fileprivate init(_ account: Account) { self.account = account }

        fileprivate mutating func add(
            debit: Money = .zero, credit: Money = .zero
        ) throws(MoneyError) {
            debits = try debits.adding(debit)
            credits = try credits.adding(credit)
            _ = try debits.subtracting(credits)
        }

        /// *Unit*: fen, above zero where more came in than went out.
        package var balance: Money { (try? debits.subtracting(credits)) ?? .zero }
    }

    /// By the names of the accounts.
    package private(set) var lines: [Line] = []

    package init() {}

    /// Adds an amount that went from one account to another, or the sum of many.
    ///
    /// *Errors*: `LedgerError.overflow`; nothing was added then.
    package mutating func add(
        debit: Account, credit: Account, _ amount: Money
    ) throws(LedgerError) {
        var after = self
        do {
            try after.change(debit) { line throws(MoneyError) in try line.add(debit: amount) }
            try after.change(credit) { line throws(MoneyError) in try line.add(credit: amount) }
        } catch {
            throw .overflow
        }
        self = after
    }

    private mutating func change(
        _ account: Account, _ body: (inout Line) throws(MoneyError) -> Void
    ) throws(MoneyError) {
        if let place = lines.firstIndex(where: { $0.account == account }) {
            return try body(&lines[place])
        }
        var line = Line(account)
        try body(&line)
        let place = lines.firstIndex { account.name < $0.account.name } ?? lines.endIndex
        lines.insert(line, at: place)
    }

    /// *Unit*: fen.
    package subscript(account: Account) -> Money {
        lines.first { $0.account == account }?.balance ?? .zero
    }

    /// What all balances come to: zero, or something is missing.
    ///
    /// *Errors*: `LedgerError.overflow`.
    package func sum() throws(LedgerError) -> Money {
        var sum = Money.zero
        for line in lines {
            do { sum = try sum.adding(line.balance) } catch { throw .overflow }
        }
        return sum
    }
}
