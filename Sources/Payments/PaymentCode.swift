// What the scanner reads from a customer's phone (付款码). The table below is the whole knowledge;
// a code that fits no row is refused before anything is stored or sent.
//
// Trap: an 18-digit resident ID number has the shape of a pay code: 51 is Sichuan and BestPay, 11-15
// are Beijing to Inner Mongolia and WeChat Pay. See `ResidentID`; the till asks before it sends.

internal import Retail

/// A payment code (付款码), recognised by its shape.
///
/// Never logged, stored or printed whole.
package struct PaymentCode: Equatable, Sendable, CustomStringConvertible {
    package let digits: String
    package let wallet: Wallet

    /// One row of the table of shapes.
    package struct Shape: Sendable {
        package let wallet: Wallet
        package let lengths: ClosedRange<Int>
        /// The first two digits, as a number.
        package let prefixes: ClosedRange<Int>
        package let source: String
    }

    /// Every shape that is recognised; the first that fits wins, and no two overlap (tested).
    package static let shapes: [Shape] = [
        Shape(
            wallet: .weChatPay, lengths: 18...18, prefixes: 10...15,
            source: "WeChat Pay, 付款码支付 · 提交付款码支付, auth_code"),
        Shape(
            wallet: .alipay, lengths: 16...24, prefixes: 25...30,
            source: "Alipay, alipay.trade.pay, auth_code"),
        Shape(
            wallet: .bestPay, lengths: 18...18, prefixes: 51...51,
            source: "BestPay, public validators (51 and 16 digits)"),
        Shape(
            wallet: .unionPay, lengths: 19...19, prefixes: 62...62,
            source: "UnionPay QR, public POS manuals"),
        Shape(
            wallet: .digitalYuan, lengths: 19...19, prefixes: 1...1,
            source: "e-CNY, public POS manuals (to be confirmed)"),
    ]

    /// Reads a code that was scanned or typed; spaces between groups are allowed (R18).
    ///
    /// *Errors*: `PaymentCodeError`, which says what the text looks like instead.
    package init(reading text: String) throws(PaymentCodeError) {
        var units: [UInt8] = []
        for unit in text.utf8 {
            switch unit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): units.append(unit)
            case UInt8(ascii: " "): continue
            default: throw .notDigits
            }
            guard units.count <= 64 else { throw .wrongLength(units.count) }
        }
        guard units.count >= 2 else { throw .wrongLength(units.count) }
        let digits = String(decoding: units, as: UTF8.self)
        let prefix = Int(units[0] - 48) * 10 + Int(units[1] - 48)
        guard
            let shape = PaymentCode.shapes.first(where: {
                $0.lengths.contains(units.count) && $0.prefixes.contains(prefix)
            })
        else {
            if (try? MerchantOrderNumber(reading: digits)) != nil { throw .merchantOrderNumber }
            if units.count == 28 { throw .channelTradeNumber }
            if PaymentCode.shapes.contains(where: { $0.prefixes.contains(prefix) }) {
                throw .wrongLength(units.count)
            }
            throw .unknownPrefix(prefix)
        }
        self.digits = digits
        self.wallet = shape.wallet
    }

    /// The code with all but its first two and last four digits hidden.
    package var description: String {
        String(digits.prefix(2)) + "…" + String(digits.suffix(4))
    }
}

/// What a text that is not a payment code looks like.
package enum PaymentCodeError: Error, Equatable, Sendable {
    case notDigits
    case wrongLength(Int)
    case unknownPrefix(Int)
    /// One of our own numbers: it belongs to method 42.
    case merchantOrderNumber
    /// 28 digits that are not ours: a wallet's own trade number, or a mistyped order number.
    case channelTradeNumber
}
