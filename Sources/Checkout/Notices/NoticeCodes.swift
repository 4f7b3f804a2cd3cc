// The stable codes, and what each says about money. A code is never reused for another meaning.

internal import Retail

extension OperatorNotice {
    /// The stable code people quote on the telephone.
    package var code: String {
        switch self {
        case .unreadable: "T-400"
        case .actKeyReused: "T-409"
        case .saleChangedElsewhere: "T-410"
        case .noSale: "T-411"
        case .storageFailed: "T-500"
        case .notFoundHere: "T-404"
        case .signInNeeded: "T-200"
        case .signInWrong: "T-201"
        case .signInLocked: "T-202"
        case .overrideRefused: "T-203"
        case .overrideNeedsReason: "T-204"
        case .placeNameUnfit: "T-301"
        case .placeNameTaken: "T-302"
        case .placeChangedElsewhere: "T-303"
        case .placeManagerUnfit: "T-304"
        case .unknownGoods: "S-101"
        case .noSellableLot: "S-102"
        case .paymentCodeBeforeCheckout: "S-103"
        case .quantityOutOfRange: "S-104"
        case .amountOutOfRange: "S-105"
        case .discountBeyondAuthority: "S-106"
        case .discountTooLarge: "S-107"
        case .saleEmpty: "S-201"
        case .nothingDue: "S-202"
        case .saleFrozen: "S-203"
        case .saleNotOpen: "S-204"
        case .lineAbsent: "S-205"
        case .shortfall: "S-206"
        case .alreadyPaidInFull: "S-207"
        case .registerBusy: "S-208"
        case .salePaidCannotVoid: "S-209"
        case .tenderCannotBeRemoved: "S-210"
        case .cashWhileInDoubt: "S-211"
        case .methodNotOffered: "S-212"
        case .alreadyPosted: "S-213"
        case .tooManyLines: "S-214"
        case .saleNotPosted: "S-301"
        case .soldAtAnotherStore: "S-302"
        case .nothingToReturn: "S-303"
        case .returnTooMany: "S-304"
        case .everythingReturned: "S-305"
        case .returnNeedsManager: "S-306"
        case .refundInCashNeedsManager: "S-307"
        case .walletCannotRefund: "S-308"
        case .goodsReturned: "S-309"
        case .shiftNotOpen: "S-401"
        case .shiftFloatFixed: "S-402"
        case .shiftCountedTwice: "S-403"
        case .shiftNotCounted: "S-404"
        case .shiftCashMoved: "S-405"
        case .shiftLeftTooMuch: "S-406"
        case .shiftNextIsSame: "S-407"
        case .shiftNeedsManager: "S-408"
        case .shiftPINWrong: "S-409"
        case .codeUnreadable: "P-101"
        case .codeLooksLikeIdentityCard: "P-102"
        case .walletNotAccepted: "P-103"
        case .attemptOpen: "P-104"
        case .walletNotAnswering: "P-105"
        case .codeNotOffered: "P-106"
        case .sending: "P-201"
        case .awaitingShopper: "P-202"
        case .awaitingScan: "P-210"
        case .asking: "P-203"
        case .stillNoAnswer: "P-204"
        case .channelFailed: "P-209"
        case .reversing: "P-205"
        case .paid: "P-206"
        case .notDebited: "P-207"
        case .takenBack: "P-208"
        case .numberUnreadable: "P-301"
        case .thisIsAPaymentCode: "P-302"
        case .numberDate: "P-303"
        case .numberOfAnotherChain: "P-304"
        case .numberPosted: "P-305"
        case .numberOfOpenSale: "P-306"
        case .numberUnequal: "P-307"
        case .numberRefunded: "P-308"
        case .numberNotDebited: "P-309"
        case .numberAwaitingShopper: "P-310"
        case .numberNotFound: "P-311"
        case .numberUnanswered: "P-312"
        case .numberConfirmed: "P-313"
        case .numberAlreadyHere: "P-314"
        case .refunding: "P-401"
        case .refundAsking: "P-402"
        case .refundStillOpen: "P-403"
        case .refundPromised: "P-404"
        case .refunded: "P-405"
        case .refundWithChannel: "P-406"
        case .refundFailed: "P-407"
        case .refundBeyondPayment: "P-408"
        case .remarkNotNeeded: "F-101"
        case .remarkStandsInForRecovery: "F-102"
        case .remarkEmpty: "F-103"
        case .remarkAnswered: "F-104"
        case .caseChangedElsewhere: "C-101"
        case .caseNeedsReason: "C-102"
        case .caseNeedsAnother: "C-103"
        case .caseHoldsMoney: "C-104"
        case .caseStillMoving: "C-105"
        case .statementRefused: "B-101"
        case .settlementRefused: "B-201"
        }
    }

    /// Whether the customer's money has moved.
    package var moneyMoved: MoneyMoved {
        switch self {
        case .unreadable, .actKeyReused, .saleChangedElsewhere, .noSale, .notFoundHere,
            .signInNeeded, .signInWrong, .signInLocked, .overrideRefused, .overrideNeedsReason,
            .unknownGoods,
            .noSellableLot, .paymentCodeBeforeCheckout, .quantityOutOfRange, .amountOutOfRange,
            .discountBeyondAuthority, .discountTooLarge, .saleEmpty, .nothingDue, .saleFrozen,
            .saleNotOpen, .lineAbsent, .shortfall, .registerBusy, .tenderCannotBeRemoved,
            .methodNotOffered, .codeUnreadable, .codeLooksLikeIdentityCard, .walletNotAccepted,
            .walletNotAnswering, .codeNotOffered, .notDebited, .takenBack, .numberDate,
            .numberRefunded, .numberNotDebited,
            .numberAwaitingShopper, .thisIsAPaymentCode, .remarkEmpty, .remarkAnswered,
            .tooManyLines,
            .remarkStandsInForRecovery, .saleNotPosted, .soldAtAnotherStore, .nothingToReturn,
            .returnTooMany, .everythingReturned, .returnNeedsManager, .refundInCashNeedsManager,
            .walletCannotRefund, .refundFailed, .refundBeyondPayment, .caseChangedElsewhere,
            .caseNeedsReason, .caseNeedsAnother, .shiftNotOpen, .shiftFloatFixed,
            .shiftCountedTwice, .shiftNotCounted, .shiftCashMoved, .shiftLeftTooMuch,
            .shiftNextIsSame, .shiftNeedsManager, .shiftPINWrong, .statementRefused,
            .settlementRefused, .placeNameUnfit, .placeNameTaken, .placeChangedElsewhere,
            .placeManagerUnfit:
            .no
        case .goodsReturned(let toWallets, _):
            toWallets.isPositive ? .unknown : .yes
        case .refunding, .refundAsking, .refundStillOpen, .refundPromised, .refundWithChannel:
            .unknown
        case .storageFailed, .cashWhileInDoubt, .attemptOpen, .sending, .awaitingShopper,
            .awaitingScan, .asking, .stillNoAnswer, .channelFailed, .reversing, .numberUnreadable,
            .numberOfAnotherChain,
            .numberNotFound, .numberUnanswered, .caseStillMoving:
            .unknown
        case .alreadyPaidInFull, .salePaidCannotVoid, .alreadyPosted, .paid, .numberPosted,
            .numberOfOpenSale, .numberUnequal, .numberConfirmed, .numberAlreadyHere,
            .remarkNotNeeded, .refunded, .caseHoldsMoney:
            .yes
        }
    }
}
