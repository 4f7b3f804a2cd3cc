// A customer's bill shows two numbers: the wallet's own (交易单号) above, ours (商户单号) at the bottom.
// Cashiers scan either (R26). Ours is known by date, length and check digit; what fails only some of
// that may still be the wallet's, and the channel is asked.
//
// Trap (R27): Alipay's own number has 28 digits and begins with the date as well; one in ten passes our
// check digit. So what reads as ours and is found nowhere is asked for as the wallet's too.

package import Retail

/// A number scanned or typed under method 42.
package enum BillNumber: Equatable, Sendable {
    /// It reads as one of ours.
    case merchantOrderNumber(MerchantOrderNumber)
    /// It does not, for this reason; as long as the wallets' own numbers, so it may be one.
    case channelTradeNumber(String, notOurs: MerchantOrderNumberError)

    /// How long the wallets' own numbers are.
    ///
    /// *Source*: WeChat Pay `transaction_id`, Alipay `trade_no`: 28 digits each.
    private static let tradeNumberLength = 28

    package enum Failure: Error, Equatable, Sendable {
        case isPaymentCode
        case unreadable(MerchantOrderNumberError)
    }

    /// Reads it; spaces between groups are allowed.
    ///
    /// *Errors*: `BillNumber.Failure`.
    package init(reading text: String) throws(Failure) {
        let failure: MerchantOrderNumberError
        do {
            self = .merchantOrderNumber(try MerchantOrderNumber(reading: text))
            return
        } catch {
            failure = error
        }
        if (try? PaymentCode(reading: text)) != nil { throw .isPaymentCode }
        var units: [UInt8] = []
        for unit in text.utf8 where unit != UInt8(ascii: " ") && unit != UInt8(ascii: "-") {
            units.append(unit)
            if units.count > BillNumber.tradeNumberLength { throw .unreadable(failure) }
        }
        guard units.count == BillNumber.tradeNumberLength, failure != .notDigits else {
            throw .unreadable(failure)
        }
        self = .channelTradeNumber(String(decoding: units, as: UTF8.self), notOurs: failure)
    }
}
