// Everything a shift's slip says, already decided: who gave which drawer to whom, with how much in it,
// and what else was given.

package import Retail

/// What the slip of a shift (交接班单) says.
package struct ShiftSlipContent: Sendable, Equatable {
    package var chainName: String
    package var storeName: String
    /// Four digits, printed behind the store's name.
    package var storeID: String
    package var register: String
    package var number: Int64
    package var openedAt: Timestamp
    package var closedAt: Timestamp
    /// Who had the drawer, by name and staff number: `陈小满(1007)`.
    package var cashier: String
    package var giver: String
    package var taker: String

    // The money. The slip adds nothing up.
    package var pieces: [Pieces]
    package var float: Money
    package var booked: Money
    /// Cash for sales that were not posted, beside what there was of it before.
    package var waiting: Money
    package var expected: Money
    package var counted: Money
    package var difference: Money
    package var left: Money
    package var out: Money
    /// Who allowed the difference, and why; nil when nobody had to.
    package var approval: String?
    package var items: [Item]

    /// 0 = the original; n = the n-th reprint (补打 第n次).
    package var copy: Int
    package var printedAt: Timestamp
    package var isTraining: Bool

    package init(
        chainName: String, storeName: String, storeID: String, register: String, number: Int64,
        openedAt: Timestamp, closedAt: Timestamp, cashier: String, giver: String, taker: String,
        pieces: [Pieces], float: Money, booked: Money, waiting: Money, expected: Money,
        counted: Money, difference: Money, left: Money, out: Money, approval: String?,
        items: [Item], copy: Int, printedAt: Timestamp, isTraining: Bool
    ) {
        self.chainName = chainName
        self.storeName = storeName
        self.storeID = storeID
        self.register = register
        self.number = number
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.cashier = cashier
        self.giver = giver
        self.taker = taker
        self.pieces = pieces
        self.float = float
        self.booked = booked
        self.waiting = waiting
        self.expected = expected
        self.counted = counted
        self.difference = difference
        self.left = left
        self.out = out
        self.approval = approval
        self.items = items
        self.copy = copy
        self.printedAt = printedAt
        self.isTraining = isTraining
    }
}

extension ShiftSlipContent {
    /// So many of a note or coin.
    package struct Pieces: Sendable, Equatable {
        package var value: Money
        package var number: Int64
        package var amount: Money

        package init(value: Money, number: Int64, amount: Money) {
            self.value = value
            self.number = number
            self.amount = amount
        }
    }

    /// Something open that was handed over: `挂单`, what it is known by, and how much it is over.
    package struct Item: Sendable, Equatable {
        package var kind: String
        package var words: String
        package var amount: Money?

        package init(kind: String, words: String, amount: Money?) {
            self.kind = kind
            self.words = words
            self.amount = amount
        }
    }
}
