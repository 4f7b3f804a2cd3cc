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

    /// A till's clock may be a little ahead of ours.
    private static let aheadMax = Pause.minutes(10)

    /// What is wrong with the date of a number, if anything (R27).
    package enum DateProblem: Equatable, Sendable {
        case inTheFuture
        case tooOld
    }

    /// Whether one of ours is of a day on which it can be posted; a wallet's own number always is.
    ///
    /// The date alone decides, not the time of day: what follows the date in Alipay's own numbers
    /// reads as ten at night.
    package func dateProblem(at now: Timestamp, notOlderThan ageMax: Pause) -> DateProblem? {
        guard case .merchantOrderNumber(let number) = self else { return nil }
        let latest = CivilTime(now.advanced(by: BillNumber.aheadMax)).compact.prefix(8)
        if number.digits.prefix(8) > latest { return .inTheFuture }
        return now.since(number.madeAt) > ageMax ? .tooOld : nil
    }

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
