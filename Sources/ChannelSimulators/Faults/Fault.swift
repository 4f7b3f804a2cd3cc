// What can go wrong on purpose. A fault meets the next request it fits; each kind says whether the
// work (the debit, the reversal, the refund) was done, because that is what the till must find out.

/// A call that a fault can meet.
package enum Call: String, Sendable, CaseIterable, Codable {
    case pay
    /// Asking for a code that the person scans.
    case offer
    case query
    case reverse
    /// Closing an order of that kind; Alipay has `reverse` for both.
    case close
    case refund
    case refundQuery
    /// What the wallet tells by itself.
    case notification
    /// Asking for a day's statement; at WeChat Pay v2 its answer is the file.
    case statement
    /// Fetching the file from the address that the answer named.
    case statementFile
}

/// One fault that is switched on.
package struct Fault: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The work is done, then the connection closes without an answer.
        case loseAnswer
        /// The connection closes and nothing is done.
        case loseRequest
        /// The work is done at once, the answer comes later.
        case delay
        /// The connection closes at once, the work is done later.
        case delayRequest
        /// Says "system error" without doing the work.
        case systemError
        /// Does the work, then says "system error".
        case systemErrorAfter
        /// The connection closes before the request is read.
        case down
        /// The work is done, the answer is HTTP 500.
        case http500
        /// The work is done, the answer's signature is wrong.
        case badSignature
        /// The work is done, the answer breaks off in its middle.
        case truncated
        /// The work is done, the answer is nonsense.
        case garbage
        /// The work is done, the answer says success for another amount.
        case wrongAmount
        /// A query says that there is no such order or refund.
        case notFound
        /// A refund is refused because the merchant has too little money.
        case refundNotEnough
        /// A refund is accepted, and later it is closed instead of arriving (not at Alipay).
        case refundClosed
        /// A notification comes twice.
        case twice
        /// A notification is signed, and about another order.
        case otherOrder
        /// A statement lacks its last line; its totals do not.
        case statementRowMissing
        /// A statement has its last line twice; its totals do not.
        case statementRowDoubled
        /// The last line of a statement is of the next day.
        case statementOtherDay
        /// A total of a statement is one fen too high.
        case statementWrongTotal
        /// A statement ends in its middle, in a file that is otherwise sound.
        case statementCutOff
        /// A statement is still being made.
        case statementNotReady
    }

    package let id: Int
    /// `nil` means all.
    package let wallet: Wallet?
    /// `nil` means every call.
    package let call: Call?
    package let kind: Kind
    /// For `delay` and `delayRequest`.
    package let milliseconds: Int
    /// How many requests it will still meet; `nil` until it is removed.
    package internal(set) var timesLeft: Int?
    /// Which of the requests that fit are met; `nil` means all.
    package internal(set) var odds: Odds?

    func fits(_ wallet: Wallet, _ call: Call?) -> Bool {
        (self.wallet == nil || self.wallet == wallet)
            && (self.call == call || (self.call == nil && call != .notification))
            && kind.fits(wallet, call)
    }
}

extension Fault.Kind {
    /// Some kinds make sense for one call alone.
    fileprivate func fits(_ wallet: Wallet, _ call: Call?) -> Bool {
        switch self {
        case .twice, .otherOrder: call == .notification
        case .loseRequest, .delayRequest, .badSignature, .wrongAmount: true
        case .notFound: call == .query || call == .refundQuery
        case .refundNotEnough: call == .refund
        case .statementRowMissing, .statementRowDoubled, .statementOtherDay,
            .statementWrongTotal, .statementCutOff, .statementNotReady:
            call == .statement
        // Alipay gives back at once, so there is no later.
        case .refundClosed: call == .refund && wallet.refundsArriveLater
        case .loseAnswer, .delay, .systemError, .systemErrorAfter, .down, .http500, .truncated,
            .garbage:
            call != .notification
        }
    }
}

/// The faults that are switched on, oldest first.
package struct FaultBoard: Sendable {
    package private(set) var faults: [Fault] = []
    private var serial = 0

    /// A panel nobody could read, and a bound on memory.
    package static let countMax = 100
    /// Longer than any deadline of a till.
    package static let millisecondsMax = 600_000

    package init() {}

    /// Switches a fault on; `nil` when there are too many or a number is out of range.
    package mutating func add(
        wallet: Wallet?, call: Call?, kind: Fault.Kind, milliseconds: Int?, times: Int?,
        percent: Int? = nil, seed: UInt64? = nil
    ) -> Fault? {
        // Without a seed its own number is one: what a trainer repeats from the start repeats.
        let odds = percent.flatMap { Odds(percent: $0, seed: seed ?? UInt64(serial) + 1) }
        guard faults.count < FaultBoard.countMax,
            (0...FaultBoard.millisecondsMax).contains(milliseconds ?? 0), (times ?? 1) > 0,
            (percent == nil) == (odds == nil), percent != nil || seed == nil
        else { return nil }
        serial += 1
        let fault = Fault(
            id: serial, wallet: wallet, call: call, kind: kind,
            milliseconds: milliseconds ?? 3_000, timesLeft: times, odds: odds)
        faults.append(fault)
        return fault
    }

    /// Switches one off; `false` when it is not there.
    package mutating func remove(id: Int) -> Bool {
        guard let position = faults.firstIndex(where: { $0.id == id }) else { return false }
        faults.remove(at: position)
        return true
    }

    package mutating func removeAll() { faults = [] }

    /// The fault that meets a request, counted off; the oldest that fits and is drawn.
    ///
    /// `call` is `nil` while only the connection is there: then only `down` on every call can meet it,
    /// and not by percentage, as the same request comes here again when its call is known.
    package mutating func meet(_ wallet: Wallet, _ call: Call?) -> Fault? {
        let found = faults.indices.first {
            let fault = faults[$0]
            let isEarly = fault.kind == .down && fault.call == nil && fault.odds == nil
            guard fault.fits(wallet, call), call != nil || isEarly else { return false }
            return faults[$0].odds?.isMet() ?? true
        }
        guard let found else { return nil }
        let fault = faults[found]
        if let times = fault.timesLeft {
            if times <= 1 {
                faults.remove(at: found)
            } else {
                faults[found].timesLeft = times - 1
            }
        }
        return fault
    }
}
