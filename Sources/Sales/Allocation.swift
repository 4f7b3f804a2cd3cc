// A discount of the whole sale is spread over its lines, so that every line can be returned for
// exactly what it cost. The fen that do not divide go to the lines with the largest remainders, the
// earlier line first; the shares always add up to the discount.

internal import Retail

enum Allocation {
    /// Shares of `total` in proportion to `weights`; each share is at most its weight when `total`
    /// is at most their sum.
    ///
    /// *Errors*: `SaleRefusal.amountOutOfRange` when a product does not fit in 64 bits.
    static func shares(of total: Money, over weights: [Money]) throws(SaleRefusal) -> [Money] {
        var sum: Int64 = 0
        for weight in weights {
            let (next, overflow) = sum.addingReportingOverflow(weight.fen)
            if overflow || weight.isNegative { throw .amountOutOfRange }
            sum = next
        }
        guard sum > 0 else { return weights.map { _ in .zero } }
        var shares: [Int64] = []
        var remainders: [(index: Int, rest: Int64)] = []
        var given: Int64 = 0
        for (index, weight) in weights.enumerated() {
            let (product, overflow) = total.fen.multipliedReportingOverflow(by: weight.fen)
            if overflow { throw .amountOutOfRange }
            shares.append(product / sum)
            given += product / sum
            remainders.append((index, product % sum))
        }
        remainders.sort { left, right in
            left.rest == right.rest ? left.index < right.index : left.rest > right.rest
        }
        for (index, rest) in remainders where given < total.fen && rest > 0 {
            shares[index] += 1
            given += 1
        }
        return shares.map { Money(fen: $0) }
    }
}
