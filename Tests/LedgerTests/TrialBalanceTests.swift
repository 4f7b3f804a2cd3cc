// Accounts by name, entries that cannot be lopsided, and sums that do not trap.

import Ledger
import Retail
import Testing

@Suite struct TrialBalanceTests {
    static let accounts: [Account] = [
        .drawer, .clearing(wallet: "wechat"), .doubt, .counter, .sales, .discounts, .returns,
        .refundsDue, .fees, .bank, .overShort, .safe,
        .retired(method: 11), .retired(method: 12),
    ]

    @Test("Each account is read by the name it is stored under", arguments: accounts)
    func name(_ account: Account) {
        #expect(Account(name: account.name) == account)
    }

    @Test(
        "Another name is no account",
        arguments: [
            "", "cash", "clearing", "clearing.", "Drawer", "retired", "retired.", "retired.x",
            "retired.011", "retired.+11",
        ])
    func otherName(_ name: String) {
        #expect(Account(name: name) == nil)
    }

    @Test("No two accounts share a name")
    func names() {
        #expect(Set(Self.accounts.map(\.name)).count == Self.accounts.count)
    }

    @Test("Nothing, and from an account to itself, is no entry; below zero is an error")
    func entries() throws {
        #expect(try Entry(debit: .drawer, credit: .sales, .zero) == nil)
        #expect(try Entry(debit: .drawer, credit: .drawer, Money(fen: 1)) == nil)
        #expect(try Entry(debit: .drawer, credit: .sales, Money(fen: 1))?.amount.fen == 1)
        #expect(throws: LedgerError.negative) {
            try Entry(debit: .drawer, credit: .sales, Money(fen: -1))
        }
    }

    @Test("Balances are in the order of their names, and sum to zero")
    func balances() throws {
        var balance = TrialBalance()
        try balance.add(debit: .drawer, credit: .counter, Money(fen: 500))
        try balance.add(debit: .counter, credit: .sales, Money(fen: 450))
        try balance.add(debit: .counter, credit: .drawer, Money(fen: 50))
        #expect(balance.lines.map(\.account.name) == ["counter", "drawer", "sales"])
        #expect(balance.lines.map(\.debits.fen) == [500, 500, 0])
        #expect(balance.lines.map(\.credits.fen) == [500, 50, 450])
        #expect(balance.lines.map(\.balance.fen) == [0, 450, -450])
        #expect(balance[.bank] == .zero)
        #expect(try balance.sum() == .zero)
    }

    @Test("A sum that does not fit is an error, and changes nothing")
    func overflow() throws {
        var balance = TrialBalance()
        try balance.add(debit: .drawer, credit: .sales, Money(fen: .max))
        let before = balance
        #expect(throws: LedgerError.overflow) {
            try balance.add(debit: .bank, credit: .sales, Money(fen: 1))
        }
        #expect(balance == before)
    }
}
