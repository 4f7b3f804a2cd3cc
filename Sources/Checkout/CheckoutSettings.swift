// How a chain wants its tills to behave: plain values, read from the configuration at start-up.

internal import Payments
package import Retail

package struct CheckoutSettings: Sendable {
    /// What the customer's bill shows (账单显示名称).
    package var billName: String
    package var chainName: String
    /// Whether a sale that is fully paid is posted without F9 (N8).
    package var completesAutomatically: Bool
    /// Whether the till names the wallet that paid; a chain may hide it from stores (N2).
    package var showsWallet: Bool
    package var isTraining: Bool
    /// Whether a payment is refused before it begins while its wallet answers nobody.
    package var refusesWhileDown: Bool
    /// The merchant accounts that wallets will name in their answers.
    package var merchantAccounts: MerchantAccounts
    /// How many requests a terminal may make.
    package var terminalRate: TerminalRate.Limit
    /// Where each register's receipts go: `host:port` of a raw TCP printer, by `store/register`.
    package var printers: [String: String]
    /// How old a merchant order number may be to be posted by 42.
    package var supplementWithin: Pause
    /// What a cashier may take off alone, and what a superior may.
    package var cashierDiscountMax: Int64
    package var superiorDiscountMax: Int64
    /// Above this a case ends by the word of two.
    package var secondPersonAbove: Money
    /// A drawer that is over or short by more needs a superior's word.
    package var shiftDifferenceMax: Money

    package init(
        billName: String, chainName: String, completesAutomatically: Bool = false,
        showsWallet: Bool = true, isTraining: Bool = false,
        refusesWhileDown: Bool = true, terminalRate: TerminalRate.Limit = .usual,
        merchantAccounts: MerchantAccounts = [:], printers: [String: String] = [:],
        supplementWithin: Pause = .days(90), cashierDiscountMax: Int64 = 1_000,
        superiorDiscountMax: Int64 = 5_000, secondPersonAbove: Money = Money(fen: 50_000),
        shiftDifferenceMax: Money = Money(fen: 1_000)
    ) {
        self.billName = billName
        self.chainName = chainName
        self.completesAutomatically = completesAutomatically
        self.showsWallet = showsWallet
        self.isTraining = isTraining
        self.refusesWhileDown = refusesWhileDown
        self.terminalRate = terminalRate
        self.merchantAccounts = merchantAccounts
        self.printers = printers
        self.supplementWithin = supplementWithin
        self.cashierDiscountMax = cashierDiscountMax
        self.superiorDiscountMax = superiorDiscountMax
        self.secondPersonAbove = secondPersonAbove
        self.shiftDifferenceMax = shiftDifferenceMax
    }

    /// Whether a channel's answer names a merchant account that is set up for its wallet now.
    func isOurs(_ account: String, of wallet: Wallet) -> Bool {
        merchantAccounts.contains(account, of: wallet)
    }

    package func printer(_ store: StoreID, _ register: RegisterID) -> String? {
        printers["\(store.digits)/\(register.digits)"]
    }

    func hasPrinter(_ store: StoreID, _ register: RegisterID) -> Bool {
        printer(store, register) != nil
    }
}
