// Everything that reaches a person at the counter: a stable code, one sentence in Chinese and
// English, whether money moved, and one thing to do next. The catalogue is in
// docs/reference/notices.md, written from this enum; a test fails when the two disagree.

package import Payments
package import Retail

/// Whether the customer's money has moved, as far as anybody can know now.
package enum MoneyMoved: String, Sendable {
    case no, yes, unknown
}

/// A sentence for a person, and what to do next.
package struct NoticeText: Equatable, Sendable {
    package let chinese: String
    package let english: String
    package let nextChinese: String
    package let nextEnglish: String

    init(_ chinese: String, _ english: String, next: String, _ nextEnglish: String) {
        self.chinese = chinese
        self.english = english
        self.nextChinese = next
        self.nextEnglish = nextEnglish
    }
}

/// A refusal or a piece of news, for the people at the counter.
package enum OperatorNotice: Error, Equatable, Sendable {
    // Reading and requests (T-1xx, T-4xx)
    case unreadable(field: String)
    case actKeyReused
    case saleChangedElsewhere
    case noSale
    case storageFailed
    case notFoundHere(what: String)

    // People (T-2xx)
    case signInNeeded
    case signInWrong
    case signInLocked(until: Timestamp)
    case overrideRefused
    case overrideNeedsReason

    // The organisation (T-3xx)
    case placeNameUnfit
    case placeNameTaken(String)
    case placeChangedElsewhere
    case placeManagerUnfit

    // Goods and the sale (S-xxx)
    case unknownGoods(entry: String)
    case noSellableLot(name: String)
    case paymentCodeBeforeCheckout
    case quantityOutOfRange
    case amountOutOfRange
    case discountBeyondAuthority(allowedPercent: Int64)
    case discountTooLarge
    case saleEmpty
    case nothingDue
    case saleFrozen
    case saleNotOpen
    case lineAbsent
    case shortfall(Money)
    case alreadyPaidInFull
    case registerBusy
    case salePaidCannotVoid
    case tenderCannotBeRemoved
    case cashWhileInDoubt
    case methodNotOffered(id: Int64)
    case alreadyPosted(receipt: String)
    case tooManyLines

    // Returns (S-3xx)
    case saleNotPosted
    case soldAtAnotherStore(String)
    case nothingToReturn
    case returnTooMany(left: Int64)
    case everythingReturned
    case returnNeedsManager
    case refundInCashNeedsManager(Money)
    case walletCannotRefund(Wallet)
    case goodsReturned(toWallets: Money, inCash: Money)

    // Shifts (S-4xx)
    case shiftNotOpen
    case shiftFloatFixed
    case shiftCountedTwice
    case shiftNotCounted
    case shiftCashMoved
    case shiftLeftTooMuch(Money)
    case shiftNextIsSame
    case shiftNeedsManager(Money)
    case shiftPINWrong(isNext: Bool)

    // 41 (P-1xx)
    case codeUnreadable(PaymentCodeError)
    case codeLooksLikeIdentityCard
    case walletNotAccepted(Wallet)
    case attemptOpen
    /// The till cannot show a code of this wallet for the customer to scan.
    case codeNotOffered(Wallet)
    case walletNotAnswering(Wallet, since: Timestamp, others: [Wallet])

    // The state of an attempt (P-2xx)
    case sending
    case awaitingShopper
    /// A code is shown, and nobody has paid yet.
    case awaitingScan
    case asking
    case stillNoAnswer
    case channelFailed
    case reversing
    case paid
    case notDebited(Decline)
    case takenBack

    // 42 (P-3xx)
    case numberUnreadable(MerchantOrderNumberError)
    case thisIsAPaymentCode
    case numberDate(isFuture: Bool)
    case numberOfAnotherChain(store: String)
    case numberPosted(store: String, at: Timestamp, receipt: String)
    case numberOfOpenSale(here: Bool, register: String)
    case numberUnequal(paid: Money, left: Money)
    case numberRefunded
    case numberNotDebited
    case numberAwaitingShopper
    case numberNotFound
    case numberUnanswered
    case numberConfirmed(byTradeNumber: Bool)
    case numberAlreadyHere

    // The state of a refund (P-4xx)
    case refunding
    case refundAsking
    case refundStillOpen
    case refundPromised
    case refunded
    case refundWithChannel
    case refundFailed(RefundFailure)
    case refundBeyondPayment

    // 400449 (F-xxx)
    case remarkNotNeeded
    case remarkStandsInForRecovery
    case remarkEmpty
    case remarkAnswered

    // Cases (C-xxx)
    case caseChangedElsewhere
    case caseNeedsReason
    case caseNeedsAnother
    case caseHoldsMoney(Money)
    case caseStillMoving

    // Statements and settlements (B-1xx, B-2xx)
    case statementRefused(StatementRefusal)
    case settlementRefused(SettlementRefusal)
}
