// A store's day, read off its entries. One figure for all scanned payments, by whichever wallet and
// method (N2): a store reports 聚合支付, and nothing else has to be told apart.

package import Retail

/// What a store's day, or any sum of days, came to (日结).
///
/// *Unit*: fen.
package struct DayFigures: Equatable, Sendable {
    package private(set) var salesCount: Int64 = 0
    /// Goods at their prices.
    package private(set) var gross = Money.zero
    package private(set) var discounts = Money.zero
    package private(set) var returnsCount: Int64 = 0
    package private(set) var returned = Money.zero
    /// What customers handed over, and what they got back as change.
    package private(set) var cashReceived = Money.zero
    package private(set) var change = Money.zero
    /// Cash of imported old sales, less its change: in `cashReceived` and `change`, and in no drawer.
    package private(set) var importedCash = Money.zero
    /// Cash given back for returned goods.
    package private(set) var cashBack = Money.zero
    /// 41 and 42 together.
    package private(set) var scanned = Money.zero
    /// What wallets give back for returned goods.
    package private(set) var scannedBack = Money.zero
    /// By methods that are offered no more, and what finance gives back by them.
    package private(set) var byRetired = Money.zero
    package private(set) var retiredBack = Money.zero

    package init() {}

    /// Adds entries of one kind: their sum, and of how many facts they are.
    ///
    /// What says nothing about sales and returns is passed over.
    /// *Errors*: `LedgerError.overflow`; nothing was added then.
    package mutating func add(
        _ kind: String, debit: Account, credit: Account, _ amount: Money, facts: Int64
    ) throws(LedgerError) {
        if case .retired = debit, kind == "sale" {
            byRetired = try DayFigures.sum(byRetired, amount)
        }
        if case .retired = credit, kind == "return" {
            retiredBack = try DayFigures.sum(retiredBack, amount)
        }
        switch "\(kind) \(debit.name) \(credit.name)" {
        case "sale counter sales":
            let count = try DayFigures.sum(salesCount, facts)
            gross = try DayFigures.sum(gross, amount)
            // A sale whose goods have no price has no entry, and is not counted.
            salesCount = count
        case "sale discounts counter": discounts = try DayFigures.sum(discounts, amount)
        case "sale drawer counter": cashReceived = try DayFigures.sum(cashReceived, amount)
        case "sale counter drawer": change = try DayFigures.sum(change, amount)
        case "sale safe counter":
            let imported = try DayFigures.sum(importedCash, amount)
            cashReceived = try DayFigures.sum(cashReceived, amount)
            importedCash = imported
        case "sale counter safe":
            let imported = try DayFigures.difference(importedCash, amount)
            change = try DayFigures.sum(change, amount)
            importedCash = imported
        case "sale doubt counter": scanned = try DayFigures.sum(scanned, amount)
        case "return returns counter":
            let count = try DayFigures.sum(returnsCount, facts)
            returned = try DayFigures.sum(returned, amount)
            returnsCount = count
        case "return counter drawer": cashBack = try DayFigures.sum(cashBack, amount)
        case "return counter refunds-due":
            scannedBack = try DayFigures.sum(scannedBack, amount)
        default: break
        }
    }

    /// Adds another day's, or another store's.
    ///
    /// *Errors*: `LedgerError.overflow`; nothing was added then.
    package mutating func add(_ other: DayFigures) throws(LedgerError) {
        var sum = self
        sum.salesCount = try DayFigures.sum(salesCount, other.salesCount)
        sum.gross = try DayFigures.sum(gross, other.gross)
        sum.discounts = try DayFigures.sum(discounts, other.discounts)
        sum.returnsCount = try DayFigures.sum(returnsCount, other.returnsCount)
        sum.returned = try DayFigures.sum(returned, other.returned)
        sum.cashReceived = try DayFigures.sum(cashReceived, other.cashReceived)
        sum.change = try DayFigures.sum(change, other.change)
        sum.importedCash = try DayFigures.sum(importedCash, other.importedCash)
        sum.cashBack = try DayFigures.sum(cashBack, other.cashBack)
        sum.scanned = try DayFigures.sum(scanned, other.scanned)
        sum.scannedBack = try DayFigures.sum(scannedBack, other.scannedBack)
        sum.byRetired = try DayFigures.sum(byRetired, other.byRetired)
        sum.retiredBack = try DayFigures.sum(retiredBack, other.retiredBack)
        self = sum
    }

    /// Sales after discounts.
    ///
    /// *Errors*: `LedgerError.overflow`, as all sums here.
    package var sales: Money {
        get throws(LedgerError) { try DayFigures.difference(gross, discounts) }
    }

    /// Sales less returns: what the day brought.
    package var net: Money {
        get throws(LedgerError) { try DayFigures.difference(sales, returned) }
    }

    /// Cash of it, whoever's till has taken it.
    package var cash: Money {
        get throws(LedgerError) {
            try DayFigures.difference(DayFigures.difference(cashReceived, change), cashBack)
        }
    }

    /// Cash of it that should be in the drawers: what a count is held against.
    package var drawerCash: Money {
        get throws(LedgerError) { try DayFigures.difference(cash, importedCash) }
    }

    /// 聚合支付: the one figure of all scanned payments (R12).
    package var aggregated: Money {
        get throws(LedgerError) { try DayFigures.difference(scanned, scannedBack) }
    }

    package var hasRetired: Bool { byRetired.isPositive || retiredBack.isPositive }

    /// By methods that are offered no more: before 2019-09-26, or given back since.
    package var retired: Money {
        get throws(LedgerError) { try DayFigures.difference(byRetired, retiredBack) }
    }

    private static func sum(_ left: Money, _ right: Money) throws(LedgerError) -> Money {
        do { return try left.adding(right) } catch { throw .overflow }
    }

    private static func difference(_ left: Money, _ right: Money) throws(LedgerError) -> Money {
        do { return try left.subtracting(right) } catch { throw .overflow }
    }

    private static func sum(_ left: Int64, _ right: Int64) throws(LedgerError) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        if overflow { throw .overflow }
        return sum
    }
}
