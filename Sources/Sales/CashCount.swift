// Notes and coins as they are counted: so many pieces of each, never an amount that somebody typed.

package import Retail

/// A note or coin (面额).
///
/// *Unit*: fen, as the raw value.
package enum Denomination: Int64, CaseIterable, Sendable {
    case hundred = 10_000
    case fifty = 5_000
    case twenty = 2_000
    case ten = 1_000
    case five = 500
    case one = 100
    case half = 50
    case tenth = 10

    package var value: Money { Money(fen: rawValue) }
}

/// What lay in a drawer when it was counted (盘点).
package struct CashCount: Equatable, Sendable {
    /// More pieces of one kind than a drawer holds are a slip of the finger.
    package static let piecesMax: Int64 = 99_999

    /// Without those of which there are none.
    package let pieces: [Denomination: Int64]
    /// *Unit*: fen.
    package let total: Money

    /// *Errors*: `ShiftRefusal.countUnreadable` for a number of pieces that cannot be.
    package init(_ pieces: [Denomination: Int64]) throws(ShiftRefusal) {
        var total = Money.zero
        for (denomination, number) in pieces {
            guard (0...CashCount.piecesMax).contains(number) else { throw .countUnreadable }
            do {
                total = try total.adding(denomination.value.multiplied(by: number))
            } catch {
                throw .countUnreadable
            }
        }
        self.pieces = pieces.filter { $0.value > 0 }
        self.total = total
    }

    /// The largest first, without those of which there are none.
    package var lines: [(denomination: Denomination, pieces: Int64)] {
        Denomination.allCases.compactMap { denomination in
            pieces[denomination].map { (denomination, $0) }
        }
    }

    /// On one line, the same for the same count: `10000x3,500x1`.
    package var text: String {
        lines.map { "\($0.denomination.rawValue)x\($0.pieces)" }.joined(separator: ",")
    }
}
