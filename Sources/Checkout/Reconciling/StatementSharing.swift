// What the lines of a statement come to by the store in their numbers, added up while they are compared
// anyway: a million lines are not gone through once more for it.

internal import Payments
internal import Persistence
internal import Retail

/// Sums by the four digits that name a store in an order number of ours; empty where it is none.
struct StatementSharing: Sendable {
    private struct Sums {
        var gross = Money.zero
        var refunds = Money.zero
        /// *Unit*: millionths of a yuan.
        var fee: Int64 = 0

        mutating func add(_ gross: Money, _ refunds: Money, _ fee: Int64) throws(MoneyError) {
            self.gross = try self.gross.adding(gross)
            self.refunds = try self.refunds.adding(refunds)
            let (sum, overflow) = self.fee.addingReportingOverflow(fee)
            if overflow { throw .overflow }
            self.fee = sum
        }
    }

    private var sums: [String: Sums] = [:]

    /// *Errors*: `MoneyError.overflow`.
    mutating func add(_ row: StatementRow) throws(MoneyError) {
        let digits = row.orderNumber.utf8
        let store =
            digits.count == MerchantOrderNumber.length
            ? String(decoding: digits.dropFirst(14).prefix(4), as: UTF8.self) : ""
        var sum = sums[store] ?? Sums()
        try sum.add(row.settledAmount, row.settledRefundAmount, row.fee.microyuan)
        sums[store] = sum
    }

    /// *Errors*: `MoneyError.overflow`.
    mutating func add(_ other: StatementSharing) throws(MoneyError) {
        for (store, more) in other.sums {
            var sum = sums[store] ?? Sums()
            try sum.add(more.gross, more.refunds, more.fee)
            sums[store] = sum
        }
    }

    /// By the stores of the chain; what belongs to none stands under 0000.
    func shares(of stores: [StoreID]) throws -> [StatementShare] {
        var known: [StoreID: Sums] = [:]
        let names = Set(stores)
        let nobody = try StoreID("0000")
        for (digits, sum) in sums {
            let store = (try? StoreID(digits)).flatMap { names.contains($0) ? $0 : nil } ?? nobody
            var total = known[store] ?? Sums()
            try total.add(sum.gross, sum.refunds, sum.fee)
            known[store] = total
        }
        return known.map { store, sum in
            StatementShare(
                store: store, gross: sum.gross, refunds: sum.refunds,
                fee: StatementFee(microyuan: sum.fee).money)
        }.sorted { $0.store.digits < $1.store.digits }
    }
}
