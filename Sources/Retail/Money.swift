// Money is a whole number of fen. There is no floating point near it: yuan strings from a wire, a
// file or a keyboard are read and written by integer arithmetic, and every operation that could
// overflow throws. The trap this avoids is old: 0.1 + 0.2, and a till that is one fen short at night.

/// An amount in Chinese yuan, counted in fen (分).
///
/// *Unit*: fen. Every amount in the product is CNY; an amount in another currency never becomes a
/// `Money` (a channel's answer carries its currency beside it, see `Payments.PaidProof`).
package struct Money: Hashable, Comparable, Sendable {
    /// The whole number of fen; negative for money given back.
    package let fen: Int64

    package init(fen: Int64) {
        self.fen = fen
    }

    package static let zero = Money(fen: 0)

    /// The largest amount one sale, tender or payment may have: ten million yuan.
    ///
    /// A bound far above any counter sale and far below overflow, so that sums over millions of rows
    /// stay inside 64 bits.
    package static let saleMax = Money(fen: 1_000_000_000)

    package static func < (left: Money, right: Money) -> Bool {
        left.fen < right.fen
    }

    package var isNegative: Bool { fen < 0 }
    package var isPositive: Bool { fen > 0 }

    /// The sum.
    ///
    /// *Errors*: `MoneyError.overflow`.
    package func adding(_ other: Money) throws(MoneyError) -> Money {
        let (sum, overflow) = fen.addingReportingOverflow(other.fen)
        if overflow { throw .overflow }
        return Money(fen: sum)
    }

    /// The difference.
    ///
    /// *Errors*: `MoneyError.overflow`.
    package func subtracting(_ other: Money) throws(MoneyError) -> Money {
        let (difference, overflow) = fen.subtractingReportingOverflow(other.fen)
        if overflow { throw .overflow }
        return Money(fen: difference)
    }

    /// The amount `quantity` times.
    ///
    /// *Errors*: `MoneyError.overflow`.
    package func multiplied(by quantity: Int64) throws(MoneyError) -> Money {
        let (product, overflow) = fen.multipliedReportingOverflow(by: quantity)
        if overflow { throw .overflow }
        return Money(fen: product)
    }

    /// A share of the amount in basis points (1/100 of a percent), rounded half up to the fen.
    ///
    /// *Errors*: `MoneyError.overflow`; `MoneyError.malformed` for a share outside 0…10,000.
    package func share(basisPoints: Int64) throws(MoneyError) -> Money {
        guard basisPoints >= 0, basisPoints <= 10_000 else { throw .malformed }
        let (scaled, overflow) = fen.multipliedReportingOverflow(by: basisPoints)
        if overflow { throw .overflow }
        let (raised, overflowed) = scaled.addingReportingOverflow(scaled < 0 ? -5_000 : 5_000)
        if overflowed { throw .overflow }
        return Money(fen: raised / 10_000)
    }

    /// Reads a yuan string such as `12`, `12.5` or `12.50`; at most two decimals.
    ///
    /// *Errors*: `MoneyError.malformed`, `MoneyError.overflow`.
    package init(yuan text: String) throws(MoneyError) {
        var magnitude: Int64 = 0
        var decimals = -1
        var digits = 0
        var isNegative = false
        var isFirst = true
        for unit in text.utf8 {
            defer { isFirst = false }
            switch unit {
            case UInt8(ascii: "-") where isFirst:
                isNegative = true
            case UInt8(ascii: "."):
                guard decimals < 0, digits > 0 else { throw .malformed }
                decimals = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if decimals >= 0 { decimals += 1 }
                guard decimals <= 2 else { throw .malformed }
                digits += 1
                magnitude = try Money.append(unit - UInt8(ascii: "0"), to: magnitude)
            default:
                throw .malformed
            }
        }
        guard digits > 0, decimals != 0 else { throw .malformed }
        for _ in max(decimals, 0)..<2 {
            magnitude = try Money.append(0, to: magnitude)
        }
        self.init(fen: isNegative ? -magnitude : magnitude)
    }

    private static func append(_ digit: UInt8, to value: Int64) throws(MoneyError) -> Int64 {
        let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
        if overflow { throw .overflow }
        let (sum, overflowed) = shifted.addingReportingOverflow(Int64(digit))
        if overflowed { throw .overflow }
        return sum
    }

    /// The amount in yuan with two decimals, as wires and receipts want it: `-3.00`, `65.10`.
    package var yuan: String {
        let magnitude = fen.magnitude
        let cents = magnitude % 100
        let tail = cents < 10 ? "0\(cents)" : "\(cents)"
        return (fen < 0 ? "-" : "") + "\(magnitude / 100).\(tail)"
    }
}

/// Why an amount could not be made.
package enum MoneyError: Error, Equatable, Sendable {
    /// The result does not fit in 64 bits of fen.
    case overflow
    /// The text is not a yuan amount with at most two decimals.
    case malformed
}
