// The number of one giving-back, for ever: the channel knows it as out_refund_no (WeChat Pay) or
// out_request_no (Alipay), and sending again under the same number never gives back twice.
//
//     R 20261123154205 0101 02 0003874 1
//
// It is an "R" and a number formed like a merchant order number, so it cannot repeat even after a
// restore from an old backup. Trap: without the letter it would read as an order number, and method
// 42 would look for a sale that was paid with it.

/// A refund number (退款单号): names one giving-back at one channel.
///
/// *Source*: `WeChat Pay · 申请退款 · out_refund_no` (at most 64 of letters, digits and `_-|*@`),
/// `alipay.trade.refund · out_request_no` (at most 64).
package struct RefundNumber: Hashable, Sendable {
    /// The letter and 28 digits.
    package let text: String

    package static let letter: Character = "R"

    /// Makes the number of a new refund.
    ///
    /// `serial` is the part that cannot repeat; see `MerchantOrderNumber`.
    package init(at moment: Timestamp, store: StoreID, register: RegisterID, serial: UInt32) {
        self.init(
            MerchantOrderNumber(at: moment, store: store, register: register, serial: serial))
    }

    /// Reads a number that was stored, scanned or typed; spaces between groups are allowed.
    ///
    /// *Errors*: `RefundNumberError`, which says what is wrong with it.
    package init(reading text: String) throws(RefundNumberError) {
        let text = text.drop { $0 == " " }
        guard let first = text.first, first == RefundNumber.letter || first == "r" else {
            throw .noLetter
        }
        do {
            self.init(try MerchantOrderNumber(reading: String(text.dropFirst())))
        } catch {
            throw .digits(error)
        }
    }

    private init(_ number: MerchantOrderNumber) {
        text = String(RefundNumber.letter) + number.digits
    }

    /// When the refund was begun, to the second.
    package var madeAt: Timestamp { number?.madeAt ?? Timestamp(microseconds: 0) }

    /// The store and the register that gave back; not always those that were paid.
    package var store: StoreID? { number?.store }
    package var register: RegisterID? { number?.register }

    /// In groups that a person can read out: `R 20261123 154205 0101 02 0003874 1`.
    package var grouped: String {
        String(RefundNumber.letter) + " " + (number?.grouped ?? "")
    }

    /// The initialisers only let possible numbers through, so it is never nil.
    private var number: MerchantOrderNumber? {
        try? MerchantOrderNumber(reading: String(text.dropFirst()))
    }
}

/// What is wrong with a text that was offered as a refund number.
package enum RefundNumberError: Error, Equatable, Sendable {
    /// It does not begin with the letter; it may be an order number.
    case noLetter
    case digits(MerchantOrderNumberError)
}
