// Every notice, once. The first switch does not compile when a case of `OperatorNotice` is missing,
// the second when a kind has no sample: so the catalogue and the tests over it cannot forget one.

import Checkout
import Payments
import Retail

enum NoticeKind: CaseIterable {
    case unreadable, actKeyReused, saleChangedElsewhere, noSale, storageFailed, notFoundHere
    case signInNeeded, signInWrong, signInLocked, overrideRefused, overrideNeedsReason
    case placeNameUnfit, placeNameTaken, placeChangedElsewhere, placeManagerUnfit
    case unknownGoods, noSellableLot, paymentCodeBeforeCheckout, quantityOutOfRange
    case amountOutOfRange, discountBeyondAuthority, discountTooLarge, saleEmpty, nothingDue
    case saleFrozen, saleNotOpen, lineAbsent, shortfall, alreadyPaidInFull, registerBusy
    case salePaidCannotVoid, tenderCannotBeRemoved, cashWhileInDoubt, methodNotOffered
    case alreadyPosted, tooManyLines
    case saleNotPosted, soldAtAnotherStore, nothingToReturn, returnTooMany, everythingReturned
    case returnNeedsManager, refundInCashNeedsManager, walletCannotRefund, goodsReturned
    case shiftNotOpen, shiftFloatFixed, shiftCountedTwice, shiftNotCounted, shiftCashMoved
    case shiftLeftTooMuch, shiftNextIsSame, shiftNeedsManager, shiftPINWrong
    case codeUnreadable, codeLooksLikeIdentityCard, walletNotAccepted, attemptOpen,
        walletNotAnswering, codeNotOffered
    case sending, awaitingShopper, awaitingScan, asking, stillNoAnswer, channelFailed, reversing,
        paid,
        notDebited, takenBack
    case numberUnreadable, thisIsAPaymentCode, numberDate, numberOfAnotherChain, numberPosted
    case numberOfOpenSale, numberUnequal, numberRefunded, numberNotDebited
    case numberAwaitingShopper, numberNotFound, numberUnanswered, numberConfirmed
    case numberAlreadyHere
    case refunding, refundAsking, refundStillOpen, refundPromised, refunded, refundWithChannel
    case refundFailed, refundBeyondPayment
    case remarkNotNeeded, remarkStandsInForRecovery, remarkEmpty, remarkAnswered
    case caseChangedElsewhere, caseNeedsReason, caseNeedsAnother, caseHoldsMoney, caseStillMoving
    case statementRefused, settlementRefused

    /// One notice for each sentence this kind can say.
    var samples: [OperatorNotice] {
        switch self {
        case .unreadable: [.unreadable(field: "quantity")]
        case .actKeyReused: [.actKeyReused]
        case .saleChangedElsewhere: [.saleChangedElsewhere]
        case .noSale: [.noSale]
        case .storageFailed: [.storageFailed]
        case .notFoundHere: [.notFoundHere(what: "0101-03")]
        case .signInNeeded: [.signInNeeded]
        case .signInWrong: [.signInWrong]
        case .signInLocked: [.signInLocked(until: afternoon)]
        case .overrideRefused: [.overrideRefused]
        case .overrideNeedsReason: [.overrideNeedsReason]
        case .placeNameUnfit: [.placeNameUnfit]
        case .placeNameTaken: [.placeNameTaken("川西战区")]
        case .placeChangedElsewhere: [.placeChangedElsewhere]
        case .placeManagerUnfit: [.placeManagerUnfit]
        case .unknownGoods: [.unknownGoods(entry: "6900000000000")]
        case .noSellableLot: [.noSellableLot(name: "止咳糖浆")]
        case .paymentCodeBeforeCheckout: [.paymentCodeBeforeCheckout]
        case .quantityOutOfRange: [.quantityOutOfRange]
        case .amountOutOfRange: [.amountOutOfRange]
        case .discountBeyondAuthority: [.discountBeyondAuthority(allowedPercent: 10)]
        case .discountTooLarge: [.discountTooLarge]
        case .saleEmpty: [.saleEmpty]
        case .nothingDue: [.nothingDue]
        case .saleFrozen: [.saleFrozen]
        case .saleNotOpen: [.saleNotOpen]
        case .lineAbsent: [.lineAbsent]
        case .shortfall: [.shortfall(Money(fen: 4_510))]
        case .alreadyPaidInFull: [.alreadyPaidInFull]
        case .registerBusy: [.registerBusy]
        case .salePaidCannotVoid: [.salePaidCannotVoid]
        case .tenderCannotBeRemoved: [.tenderCannotBeRemoved]
        case .cashWhileInDoubt: [.cashWhileInDoubt]
        case .methodNotOffered: [.methodNotOffered(id: 43)]
        case .alreadyPosted: [.alreadyPosted(receipt: "0101-02-20191031-0087")]
        case .tooManyLines: [.tooManyLines]
        case .saleNotPosted: [.saleNotPosted]
        case .soldAtAnotherStore: [.soldAtAnotherStore("0102")]
        case .nothingToReturn: [.nothingToReturn]
        case .returnTooMany: [.returnTooMany(left: 2)]
        case .everythingReturned: [.everythingReturned]
        case .returnNeedsManager: [.returnNeedsManager]
        case .refundInCashNeedsManager: [.refundInCashNeedsManager(Money(fen: 6_510))]
        case .walletCannotRefund: [.walletCannotRefund(.alipay)]
        case .goodsReturned:
            [(6_510, 0), (0, 1_200), (6_510, 1_200)].map { wallets, cash in
                .goodsReturned(toWallets: Money(fen: wallets), inCash: Money(fen: cash))
            }
        case .shiftNotOpen: [.shiftNotOpen]
        case .shiftFloatFixed: [.shiftFloatFixed]
        case .shiftCountedTwice: [.shiftCountedTwice]
        case .shiftNotCounted: [.shiftNotCounted]
        case .shiftCashMoved: [.shiftCashMoved]
        case .shiftLeftTooMuch: [.shiftLeftTooMuch(Money(fen: 20_000))]
        case .shiftNextIsSame: [.shiftNextIsSame]
        case .shiftNeedsManager: [.shiftNeedsManager(Money(fen: -5_680))]
        case .shiftPINWrong: [.shiftPINWrong(isNext: false), .shiftPINWrong(isNext: true)]
        case .codeUnreadable:
            [
                .notDigits, .wrongLength(17), .unknownPrefix(9), .merchantOrderNumber,
                .channelTradeNumber,
            ].map { .codeUnreadable($0) }
        case .codeLooksLikeIdentityCard: [.codeLooksLikeIdentityCard]
        case .walletNotAccepted:
            [.bestPay, .unionPay, .digitalYuan].map { .walletNotAccepted($0) }
        case .attemptOpen: [.attemptOpen]
        case .walletNotAnswering:
            [[], [.alipay]].map {
                .walletNotAnswering(
                    .weChatPay, since: Timestamp(microseconds: 1_795_403_365_000_000), others: $0)
            }
        case .codeNotOffered: [.bestPay, .weChatPay].map { .codeNotOffered($0) }
        case .sending: [.sending]
        case .awaitingShopper: [.awaitingShopper]
        case .awaitingScan: [.awaitingScan]
        case .asking: [.asking]
        case .stillNoAnswer: [.stillNoAnswer]
        case .channelFailed: [.channelFailed]
        case .reversing: [.reversing]
        case .paid: [.paid]
        case .notDebited:
            Decline.Kind.allCases.map { .notDebited(Decline(kind: $0, code: "CODE")) }
        case .takenBack: [.takenBack]
        case .numberUnreadable:
            [.notDigits, .wrongLength, .impossibleDate, .wrongCheckDigit]
                .map { .numberUnreadable($0) }
        case .thisIsAPaymentCode: [.thisIsAPaymentCode]
        case .numberDate: [.numberDate(isFuture: true), .numberDate(isFuture: false)]
        case .numberOfAnotherChain: [.numberOfAnotherChain(store: "9999")]
        case .numberPosted:
            [.numberPosted(store: "0102", at: afternoon, receipt: "0102-01-20191031-0003")]
        case .numberOfOpenSale:
            [
                .numberOfOpenSale(here: true, register: "02"),
                .numberOfOpenSale(here: false, register: "01"),
            ]
        case .numberUnequal: [.numberUnequal(paid: Money(fen: 5_680), left: Money(fen: 6_580))]
        case .numberRefunded: [.numberRefunded]
        case .numberNotDebited: [.numberNotDebited]
        case .numberAwaitingShopper: [.numberAwaitingShopper]
        case .numberNotFound: [.numberNotFound]
        case .numberUnanswered: [.numberUnanswered]
        case .numberConfirmed:
            [.numberConfirmed(byTradeNumber: false), .numberConfirmed(byTradeNumber: true)]
        case .numberAlreadyHere: [.numberAlreadyHere]
        case .refunding: [.refunding]
        case .refundAsking: [.refundAsking]
        case .refundStillOpen: [.refundStillOpen]
        case .refundPromised: [.refundPromised]
        case .refunded: [.refunded]
        case .refundWithChannel: [.refundWithChannel]
        case .refundFailed:
            RefundFailure.Kind.allCases.map { .refundFailed(RefundFailure(kind: $0, code: "CODE")) }
        case .refundBeyondPayment: [.refundBeyondPayment]
        case .remarkNotNeeded: [.remarkNotNeeded]
        case .remarkStandsInForRecovery: [.remarkStandsInForRecovery]
        case .remarkEmpty: [.remarkEmpty]
        case .remarkAnswered: [.remarkAnswered]
        case .caseChangedElsewhere: [.caseChangedElsewhere]
        case .caseNeedsReason: [.caseNeedsReason]
        case .caseNeedsAnother: [.caseNeedsAnother]
        case .caseHoldsMoney: [.caseHoldsMoney(Money(fen: 6_510))]
        case .caseStillMoving: [.caseStillMoving]
        case .statementRefused:
            [
                .busy, .accountUnknown("1900000109"), .dayNotOver, .notFetchable, .nothingThere,
                .noFile, .tooLarge(megabytes: 256),
            ].map { .statementRefused($0) }
        case .settlementRefused:
            [
                .badReference, .badAmount, .badDays, .badAccount, .badDate, .inFuture,
                .referenceTaken("2026112600012345"), .alreadyReversed, .needsReason,
                .tooMany(max: 2_000), .notUTF8, .badHeader, .line(7, .badAmount),
            ].map { .settlementRefused($0) }
        }
    }
}

extension OperatorNotice {
    var kind: NoticeKind {
        switch self {
        case .unreadable: .unreadable
        case .actKeyReused: .actKeyReused
        case .saleChangedElsewhere: .saleChangedElsewhere
        case .noSale: .noSale
        case .storageFailed: .storageFailed
        case .notFoundHere: .notFoundHere
        case .signInNeeded: .signInNeeded
        case .signInWrong: .signInWrong
        case .signInLocked: .signInLocked
        case .overrideRefused: .overrideRefused
        case .overrideNeedsReason: .overrideNeedsReason
        case .placeNameUnfit: .placeNameUnfit
        case .placeNameTaken: .placeNameTaken
        case .placeChangedElsewhere: .placeChangedElsewhere
        case .placeManagerUnfit: .placeManagerUnfit
        case .unknownGoods: .unknownGoods
        case .noSellableLot: .noSellableLot
        case .paymentCodeBeforeCheckout: .paymentCodeBeforeCheckout
        case .quantityOutOfRange: .quantityOutOfRange
        case .amountOutOfRange: .amountOutOfRange
        case .discountBeyondAuthority: .discountBeyondAuthority
        case .discountTooLarge: .discountTooLarge
        case .saleEmpty: .saleEmpty
        case .nothingDue: .nothingDue
        case .saleFrozen: .saleFrozen
        case .saleNotOpen: .saleNotOpen
        case .lineAbsent: .lineAbsent
        case .shortfall: .shortfall
        case .alreadyPaidInFull: .alreadyPaidInFull
        case .registerBusy: .registerBusy
        case .salePaidCannotVoid: .salePaidCannotVoid
        case .tenderCannotBeRemoved: .tenderCannotBeRemoved
        case .cashWhileInDoubt: .cashWhileInDoubt
        case .methodNotOffered: .methodNotOffered
        case .alreadyPosted: .alreadyPosted
        case .tooManyLines: .tooManyLines
        case .saleNotPosted: .saleNotPosted
        case .soldAtAnotherStore: .soldAtAnotherStore
        case .nothingToReturn: .nothingToReturn
        case .returnTooMany: .returnTooMany
        case .everythingReturned: .everythingReturned
        case .returnNeedsManager: .returnNeedsManager
        case .refundInCashNeedsManager: .refundInCashNeedsManager
        case .walletCannotRefund: .walletCannotRefund
        case .goodsReturned: .goodsReturned
        case .shiftNotOpen: .shiftNotOpen
        case .shiftFloatFixed: .shiftFloatFixed
        case .shiftCountedTwice: .shiftCountedTwice
        case .shiftNotCounted: .shiftNotCounted
        case .shiftCashMoved: .shiftCashMoved
        case .shiftLeftTooMuch: .shiftLeftTooMuch
        case .shiftNextIsSame: .shiftNextIsSame
        case .shiftNeedsManager: .shiftNeedsManager
        case .shiftPINWrong: .shiftPINWrong
        case .codeUnreadable: .codeUnreadable
        case .codeLooksLikeIdentityCard: .codeLooksLikeIdentityCard
        case .walletNotAccepted: .walletNotAccepted
        case .attemptOpen: .attemptOpen
        case .walletNotAnswering: .walletNotAnswering
        case .codeNotOffered: .codeNotOffered
        case .sending: .sending
        case .awaitingShopper: .awaitingShopper
        case .awaitingScan: .awaitingScan
        case .asking: .asking
        case .stillNoAnswer: .stillNoAnswer
        case .channelFailed: .channelFailed
        case .reversing: .reversing
        case .paid: .paid
        case .notDebited: .notDebited
        case .takenBack: .takenBack
        case .numberUnreadable: .numberUnreadable
        case .thisIsAPaymentCode: .thisIsAPaymentCode
        case .numberDate: .numberDate
        case .numberOfAnotherChain: .numberOfAnotherChain
        case .numberPosted: .numberPosted
        case .numberOfOpenSale: .numberOfOpenSale
        case .numberUnequal: .numberUnequal
        case .numberRefunded: .numberRefunded
        case .numberNotDebited: .numberNotDebited
        case .numberAwaitingShopper: .numberAwaitingShopper
        case .numberNotFound: .numberNotFound
        case .numberUnanswered: .numberUnanswered
        case .numberConfirmed: .numberConfirmed
        case .numberAlreadyHere: .numberAlreadyHere
        case .refunding: .refunding
        case .refundAsking: .refundAsking
        case .refundStillOpen: .refundStillOpen
        case .refundPromised: .refundPromised
        case .refunded: .refunded
        case .refundWithChannel: .refundWithChannel
        case .refundFailed: .refundFailed
        case .refundBeyondPayment: .refundBeyondPayment
        case .remarkNotNeeded: .remarkNotNeeded
        case .remarkStandsInForRecovery: .remarkStandsInForRecovery
        case .remarkEmpty: .remarkEmpty
        case .remarkAnswered: .remarkAnswered
        case .caseChangedElsewhere: .caseChangedElsewhere
        case .caseNeedsReason: .caseNeedsReason
        case .caseNeedsAnother: .caseNeedsAnother
        case .caseHoldsMoney: .caseHoldsMoney
        case .caseStillMoving: .caseStillMoving
        case .statementRefused: .statementRefused
        case .settlementRefused: .settlementRefused
        }
    }
}
