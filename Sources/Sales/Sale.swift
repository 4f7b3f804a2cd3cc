// A sale from the first scan to posted or voided. Pure: it is told the time and the receipt number.
//
// Invariants, each a test:
//  - The lines' amounts add up to what is due, to the fen, whatever the discounts.
//  - Once a tender is open or paid, goods and discounts are fixed (the customer saw the amount).
//  - While a scanned payment is open the sale takes no cash without a superior's approval (P6).
//  - It is posted once, when what is paid equals what is due and nothing is open.

package import Retail

/// A sale (销售单).
package struct Sale: Equatable, Sendable {
    /// More lines than any basket has; bounds what one draft costs to store.
    package static let linesMax = 200

    package enum State: Equatable, Sendable {
        case open
        /// Held, so that the next customer can be served (挂单).
        case suspended
        case posted(at: Timestamp, receipt: String)
        case voided
    }

    package let id: SaleID
    package let store: StoreID
    package internal(set) var register: RegisterID
    package internal(set) var cashier: StaffID
    /// Decides which tender methods are offered (R09): the day's books it belongs to.
    package internal(set) var businessDate: BusinessDate
    package let openedAt: Timestamp
    package internal(set) var state: State
    package internal(set) var lines: [SaleLine]
    package internal(set) var discount: Discount
    package internal(set) var salesperson: StaffID?
    package internal(set) var tenders: [Tender]
    package internal(set) var note: String
    /// The highest number a line, a tender, has had: numbers are never used again, so that an act of
    /// an old window cannot hit another line.
    package internal(set) var lastLine: Int64
    package internal(set) var lastTender: Int64

    package init(
        id: SaleID, store: StoreID, register: RegisterID, cashier: StaffID,
        businessDate: BusinessDate, openedAt: Timestamp, state: State = .open,
        lines: [SaleLine] = [], discount: Discount = .none, salesperson: StaffID? = nil,
        tenders: [Tender] = [], note: String = "", lastLine: Int64 = 0, lastTender: Int64 = 0
    ) {
        self.id = id
        self.store = store
        self.register = register
        self.cashier = cashier
        self.businessDate = businessDate
        self.openedAt = openedAt
        self.state = state
        self.lines = lines
        self.discount = discount
        self.salesperson = salesperson
        self.tenders = tenders
        self.note = note
        self.lastLine = lines.reduce(lastLine) { max($0, $1.no) }
        self.lastTender = tenders.reduce(lastTender) { max($0, $1.no) }
    }

    /// Whether goods and discounts are fixed because payment has begun.
    package var isFrozen: Bool {
        tenders.contains { $0.state != .failed }
    }

    /// Whether a scanned payment has no outcome yet.
    package var isInDoubt: Bool {
        tenders.contains { $0.state == .open }
    }

    func mustBeOpen() throws(SaleRefusal) {
        switch state {
        case .open: return
        case .posted: throw .posted
        case .suspended, .voided: throw .notOpen
        }
    }

    func mustBeEditable() throws(SaleRefusal) {
        try mustBeOpen()
        if isFrozen { throw .frozen }
    }
}
