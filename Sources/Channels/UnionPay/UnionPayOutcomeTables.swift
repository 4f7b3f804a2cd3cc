// Every answer code of UnionPay that we know (respCode, origRespCode), and what it proves. Source:
// UnionPay open platform, 平台接入接口规范 第5部分 附录, 应答码, as public clients list it. Where
// the words leave open whether money moved, the row says unresolved.

internal import Payments

package enum UnionPayOutcomeTables {
    /// What the answer to a payment says, and, as `origRespCode`, what became of one.
    ///
    /// 00 is not among them: of the call it is a receipt, of a query it is "paid".
    package static let pay = OutcomeTable<PayMeaning>([
        .init("01", .declined(.other), "failed"),
        .init("02", .unresolved, "the system is closed for now"),
        .init("03", .unresolved, "timeout inside: query for the result"),
        .init("04", .unresolved, "state unknown"),
        .init("05", .awaitingShopper, "accepted: query later; the customer may have to act"),
        .init("06", .unresolved, "busy: later"),
        .init("10", .declined(.ourConfiguration), "not well formed"),
        .init("11", .declined(.ourConfiguration), "our signature is wrong"),
        .init("12", .unresolved, "this number was sent before: query, it may be by us"),
        .init("13", .declined(.ourConfiguration), "a field is missing"),
        .init("30", .declined(.other), "refused: another card, or ask 95516"),
        .init("31", .declined(.ourConfiguration), "the merchant's state forbids it"),
        .init("32", .declined(.ourConfiguration), "the merchant may not do this"),
        .init("33", .declined(.overLimit), "over a limit"),
        .init("34", .unresolved, "no such order: not what a payment asks for"),
        .init("35", .unresolved, "the original is not there or in another state"),
        .init("36", .unresolved, "unlike the original"),
        .init("37", .unresolved, "asked too often"),
        .init("38", .declined(.riskRefused), "refused by UnionPay's risk control"),
        .init("39", .declined(.other), "not at this time of day"),
        .init("42", .unresolved, "debited, and later than it may be"),
        .init("43", .declined(.ourConfiguration), "no right to this business"),
        .init("44", .declined(.codeInvalid), "the number is wrong, or not open for this"),
        .init("60", .declined(.other), "refused: ask the card's bank"),
        .init("61", .declined(.codeInvalid), "not a valid card"),
        .init("62", .declined(.methodNotSupported), "the card's bank does not take this merchant"),
        .init("63", .declined(.accountRestricted), "the card's state forbids it"),
        .init("64", .declined(.notEnoughMoney), "not enough money"),
        .init("65", .declined(.other), "a wrong password"),
        .init("66", .declined(.accountRestricted), "the holder could not be verified"),
        .init("67", .declined(.accountRestricted), "too many wrong passwords"),
        .init("68", .declined(.methodNotSupported), "the card does not take this"),
        .init("69", .unresolved, "the customer took too long: the source names no end"),
        .init("99", .unresolved, "a general error"),
        .init("A1", .unresolved, "a success with a flaw"),
        .init("A6", .unresolved, "a success with a flaw"),
    ])

    /// Of a query itself; what became of the order is `origRespCode`.
    package static let query = OutcomeTable<QueryMeaning>([
        .init("34", .notFound, "no such order now; a delayed request may arrive"),
        .init("02", .unresolved, "the system is closed for now"),
        .init("03", .unresolved, "ask again"),
        .init("04", .unresolved, "ask again"),
        .init("05", .unresolved, "ask again"),
        .init("06", .unresolved, "busy"),
        .init("10", .unresolved, "not well formed"),
        .init("11", .unresolved, "our signature is wrong"),
        .init("13", .unresolved, "a field is missing"),
        .init("31", .unresolved, "the merchant's state forbids it"),
        .init("32", .unresolved, "the merchant may not do this"),
        .init("37", .unresolved, "asked too often"),
    ])

    /// What `origRespCode` says of an order that was undone; assumed, see docs/channels.md.
    package static let undone = "45"

    package static let reverse = OutcomeTable<ReverseMeaning>([
        .init("02", .unresolved, "the system is closed for now"),
        .init("03", .unresolved, "ask again"),
        .init("04", .unresolved, "ask again"),
        .init("05", .again, "accepted: perhaps begun"),
        .init("06", .unresolved, "busy"),
        .init("12", .queryFirst, "sent before: see what the order is"),
        .init("34", .nothingToReverse, "as with a query: no such order now"),
        .init("35", .queryFirst, "the original is not there or in another state"),
        .init("37", .unresolved, "asked too often"),
        .init("39", .expired, "another clearing day: refund instead"),
        .init("45", .queryFirst, "given back or undone before"),
        .init("10", .refused, "not well formed"),
        .init("11", .refused, "our signature is wrong"),
        .init("13", .refused, "a field is missing"),
        .init("31", .refused, "the merchant's state forbids it"),
        .init("32", .refused, "the merchant may not do this"),
        .init("36", .refused, "unlike the original"),
        .init("43", .refused, "no right to this business"),
    ])

    /// What the answer to a refund says, and, as `origRespCode`, what became of one.
    package static let refund = OutcomeTable<RefundMeaning>([
        .init("01", .failed(.other), "failed"),
        .init("02", .later, "the system is closed for now"),
        .init("03", .unresolved, "timeout inside: query for the result"),
        .init("04", .unresolved, "state unknown"),
        .init("05", .unresolved, "accepted: query later"),
        .init("06", .later, "busy"),
        .init("12", .unresolved, "this number was sent before: query, it may be by us"),
        .init("33", .failed(.overRefunded), "the amount is over a limit"),
        .init("35", .failed(.other), "the original is not there or in another state"),
        .init("36", .failed(.overRefunded), "unlike the original: with earlier ones too much"),
        .init("37", .later, "asked too often"),
        .init("39", .failed(.tooLate), "too long after the payment"),
        .init("45", .unresolved, "given back or undone before: ask, it may be by us"),
        .init("60", .failed(.accountAbnormal), "refused: ask the card's bank"),
        .init("63", .failed(.accountAbnormal), "the card's state forbids it"),
        .init("64", .later, "the merchant's balance is too low"),
        .init("10", .failed(.ourConfiguration), "not well formed"),
        .init("11", .failed(.ourConfiguration), "our signature is wrong"),
        .init("13", .failed(.ourConfiguration), "a field is missing"),
        .init("31", .failed(.ourConfiguration), "the merchant's state forbids it"),
        .init("32", .failed(.ourConfiguration), "the merchant may not do this"),
        .init("34", .failed(.ourConfiguration), "no such order of this merchant"),
        .init("43", .failed(.ourConfiguration), "no right to this business"),
        .init("99", .unresolved, "a general error"),
    ])
}
