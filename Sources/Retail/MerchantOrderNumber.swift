// The number that ties the wallet's half of a payment to ours: the channel knows it as out_trade_no,
// the customer's bill shows it as 商户单号, the receipt prints it, and method 42 begins with it.
// 28 digits: an even count, so that Code 128-C prints it compactly, and short enough to type.
//
//     20261123154205 0101 02 0003874 1
//     local time     store register part that cannot repeat, check digit
//
// Trap: Alipay's own trade number has 28 digits too and also begins with the date (R27). The check
// digit refuses nine in ten of those; the rest are told apart by asking (see Checkout).

/// A merchant order number (商户单号): names one attempt at one channel, for ever.
///
/// *Source*: notice line N12; `WeChat Pay · micropay · out_trade_no` (at most 32 characters),
/// `alipay.trade.pay · out_trade_no` (at most 64).
package struct MerchantOrderNumber: Hashable, Sendable {
    /// 28 digits.
    package let digits: String

    package static let length = 28

    /// Makes the number of a new attempt.
    ///
    /// `serial` is the part that cannot repeat: the shell draws it at random, so that a database
    /// restored from an old backup, or a clock set back, does not meet its own numbers again; the
    /// unique constraint has the last word. Only its last seven digits are used.
    package init(at moment: Timestamp, store: StoreID, register: RegisterID, serial: UInt32) {
        let part = CivilTime.padded(Int(serial % 10_000_000), 7)
        let body = CivilTime(moment).compact + store.digits + register.digits + part
        digits = body + "\(CheckDigit.of(body))"
    }

    /// Reads a number that was scanned or typed; spaces between groups are allowed.
    ///
    /// *Errors*: `MerchantOrderNumberError`, which says what is wrong with it.
    package init(reading text: String) throws(MerchantOrderNumberError) {
        var units: [UInt8] = []
        for unit in text.utf8 {
            switch unit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): units.append(unit)
            case UInt8(ascii: " "), UInt8(ascii: "-"): continue
            default: throw .notDigits
            }
            guard units.count <= MerchantOrderNumber.length else { throw .wrongLength }
        }
        guard units.count == MerchantOrderNumber.length else { throw .wrongLength }
        let text = String(decoding: units, as: UTF8.self)
        do {
            _ = try CivilTime(compact: String(text.prefix(14)))
        } catch {
            throw .impossibleDate
        }
        guard CheckDigit.isRight(text) else { throw .wrongCheckDigit }
        digits = text
    }

    /// When the attempt was begun, to the second.
    package var madeAt: Timestamp {
        // The initialisers only let possible dates through.
        (try? CivilTime(compact: String(digits.prefix(14))))?.timestamp
            ?? Timestamp(microseconds: 0)
    }

    package var store: StoreID? { try? StoreID(part(14, 4)) }
    package var register: RegisterID? { try? RegisterID(part(18, 2)) }

    /// In groups that a person can read out: `20261123 154205 0101 02 0003874 1`.
    package var grouped: String {
        [part(0, 8), part(8, 6), part(14, 4), part(18, 2), part(20, 7), part(27, 1)]
            .joined(separator: " ")
    }

    private func part(_ start: Int, _ count: Int) -> String {
        String(digits.dropFirst(start).prefix(count))
    }
}

/// What is wrong with a number that was offered as a merchant order number.
package enum MerchantOrderNumberError: Error, Equatable, Sendable {
    case notDigits
    case wrongLength
    case impossibleDate
    case wrongCheckDigit
}
