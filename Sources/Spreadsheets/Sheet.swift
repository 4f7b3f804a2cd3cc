// A table as a person in finance opens it. One description for both files, the workbook and the text, so
// that they cannot say different things.

package import Retail

/// A table with a head, rows and perhaps a total.
package struct Sheet: Sendable {
    package enum Cell: Equatable, Sendable {
        /// Words of anybody: never a formula, whatever they begin with.
        case text(String)
        case count(Int64)
        case money(Money)
        /// An amount that is the sum of amounts in the same column, by their places in `rows`.
        case sum(Money, rows: [Int])
        case empty
    }

    package let name: String
    package let heads: [String]
    package private(set) var rows: [[Cell]] = []
    /// Under the rows.
    ///
    /// Its amounts and counts are those of the page; a workbook has them as sums of the column, so that
    /// whoever opens it can see that they are.
    package var total: [Cell]?

    package init(_ name: String, heads: [String]) {
        self.name = name
        self.heads = heads
    }

    package mutating func add(_ row: [Cell]) { rows.append(row) }
}

/// Why a workbook could not be written.
package enum SpreadsheetError: Error, Equatable, Sendable {
    /// A number has more digits than a spreadsheet keeps.
    case tooLarge
    /// Two sheets of one name, a name that spreadsheets do not allow, or more than they can hold.
    case badShape
    /// The file could not be written.
    case unwritable
}
