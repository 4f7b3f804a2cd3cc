// The one place where an amount becomes a floating-point number: the file format knows no other. It is
// done once, from whole fen, by one correctly rounded division, and nothing is calculated with it.
//
// Trap: a double tells whole fen apart up to 2^53 of them, but no longer once they are written as yuan
// (from 2^46 yuan on two fen fall together), and spreadsheets show fifteen digits at most. So fifteen
// digits is the bound: amounts up to ten million million yuan, and each of them reads back as it was.

package import Retail

/// A number as a spreadsheet keeps it.
package struct CellNumber: Equatable, Sendable {
    package let value: Double

    /// The largest number of fen, or of anything counted, that is written: fifteen digits.
    package static let most: Int64 = 999_999_999_999_999

    /// Yuan of an amount.
    ///
    /// *Errors*: `SpreadsheetError.tooLarge` beyond fifteen digits.
    package init(yuan amount: Money) throws(SpreadsheetError) {
        value = try CellNumber.exact(amount.fen) / 100
    }

    /// *Errors*: as above.
    package init(count: Int64) throws(SpreadsheetError) {
        value = try CellNumber.exact(count)
    }

    private static func exact(_ number: Int64) throws(SpreadsheetError) -> Double {
        guard number.magnitude <= most.magnitude else { throw .tooLarge }
        return Double(number)
    }
}
