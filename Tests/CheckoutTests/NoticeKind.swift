// Every notice, once. The first switch does not compile when a case of `OperatorNotice` is missing,
// the second when a kind has no sample: so the catalogue and the tests over it cannot forget one.

import Checkout
import Payments
import Retail

enum NoticeKind: CaseIterable {
    case unreadable, actKeyReused, saleChangedElsewhere, noSale, storageFailed, notFoundHere
    case signInNeeded, signInWrong, signInLocked, overrideRefused, overrideNeedsReason
    case unknownGoods, noSellableLot, paymentCodeBeforeCheckout, quantityOutOfRange
    case amountOutOfRange, discountBeyondAuthority, discountTooLarge, saleEmpty, nothingDue
    case saleFrozen, saleNotOpen, lineAbsent, shortfall, alreadyPaidInFull, registerBusy
    case salePaidCannotVoid, tenderCannotBeRemoved, cashWhileInDoubt, methodNotOffered
    case alreadyPosted, tooManyLines
    case codeUnreadable, codeLooksLikeIdentityCard, walletNotAccepted, attemptOpen
    case sending, awaitingShopper, asking, stillNoAnswer, channelFailed, reversing, paid,
        notDebited, takenBack
    case numberUnreadable, thisIsAPaymentCode, numberDate, numberOfAnotherChain, numberPosted
    case numberOfOpenSale, numberUnequal, numberRefunded, numberNotDebited
    case numberAwaitingShopper, numberNotFound, numberUnanswered, numberConfirmed
    case numberAlreadyHere
    case remarkNotNeeded, remarkStandsInForRecovery, remarkEmpty

    init(_ notice: OperatorNotice) {
        switch notice {
        case .unreadable: self = .unreadable
        case .actKeyReused: self = .actKeyReused
        case .saleChangedElsewhere: self = .saleChangedElsewhere
        case .noSale: self = .noSale
        case .storageFailed: self = .storageFailed
        case .notFoundHere: self = .notFoundHere
        case .signInNeeded: self = .signInNeeded
        case .signInWrong: self = .signInWrong
        case .signInLocked: self = .signInLocked
        case .overrideRefused: self = .overrideRefused
        case .overrideNeedsReason: self = .overrideNeedsReason
        case .unknownGoods: self = .unknownGoods
        case .noSellableLot: self = .noSellableLot
        case .paymentCodeBeforeCheckout: self = .paymentCodeBeforeCheckout
        case .quantityOutOfRange: self = .quantityOutOfRange
        case .amountOutOfRange: self = .amountOutOfRange
        case .discountBeyondAuthority: self = .discountBeyondAuthority
        case .discountTooLarge: self = .discountTooLarge
        case .saleEmpty: self = .saleEmpty
        case .nothingDue: self = .nothingDue
        case .saleFrozen: self = .saleFrozen
        case .saleNotOpen: self = .saleNotOpen
        case .lineAbsent: self = .lineAbsent
        case .shortfall: self = .shortfall
        case .alreadyPaidInFull: self = .alreadyPaidInFull
        case .registerBusy: self = .registerBusy
        case .salePaidCannotVoid: self = .salePaidCannotVoid
        case .tenderCannotBeRemoved: self = .tenderCannotBeRemoved
        case .cashWhileInDoubt: self = .cashWhileInDoubt
        case .methodNotOffered: self = .methodNotOffered
        case .alreadyPosted: self = .alreadyPosted
        case .tooManyLines: self = .tooManyLines
        case .codeUnreadable: self = .codeUnreadable
        case .codeLooksLikeIdentityCard: self = .codeLooksLikeIdentityCard
        case .walletNotAccepted: self = .walletNotAccepted
        case .attemptOpen: self = .attemptOpen
        case .sending: self = .sending
        case .awaitingShopper: self = .awaitingShopper
        case .asking: self = .asking
        case .stillNoAnswer: self = .stillNoAnswer
        case .channelFailed: self = .channelFailed
        case .reversing: self = .reversing
        case .paid: self = .paid
        case .notDebited: self = .notDebited
        case .takenBack: self = .takenBack
        case .numberUnreadable: self = .numberUnreadable
        case .thisIsAPaymentCode: self = .thisIsAPaymentCode
        case .numberDate: self = .numberDate
        case .numberOfAnotherChain: self = .numberOfAnotherChain
        case .numberPosted: self = .numberPosted
        case .numberOfOpenSale: self = .numberOfOpenSale
        case .numberUnequal: self = .numberUnequal
        case .numberRefunded: self = .numberRefunded
        case .numberNotDebited: self = .numberNotDebited
        case .numberAwaitingShopper: self = .numberAwaitingShopper
        case .numberNotFound: self = .numberNotFound
        case .numberUnanswered: self = .numberUnanswered
        case .numberConfirmed: self = .numberConfirmed
        case .numberAlreadyHere: self = .numberAlreadyHere
        case .remarkNotNeeded: self = .remarkNotNeeded
        case .remarkStandsInForRecovery: self = .remarkStandsInForRecovery
        case .remarkEmpty: self = .remarkEmpty
        }
    }

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
        case .codeUnreadable:
            [
                .notDigits, .wrongLength(17), .unknownPrefix(9), .merchantOrderNumber,
                .channelTradeNumber,
            ].map { .codeUnreadable($0) }
        case .codeLooksLikeIdentityCard: [.codeLooksLikeIdentityCard]
        case .walletNotAccepted:
            [.bestPay, .unionPay, .digitalYuan].map { .walletNotAccepted($0) }
        case .attemptOpen: [.attemptOpen]
        case .sending: [.sending]
        case .awaitingShopper: [.awaitingShopper]
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
        case .remarkNotNeeded: [.remarkNotNeeded]
        case .remarkStandsInForRecovery: [.remarkStandsInForRecovery]
        case .remarkEmpty: [.remarkEmpty]
        }
    }
}
