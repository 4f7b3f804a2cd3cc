// What each answer claims, held against the network's own books. An answer may always say that it
// does not know; what it claims beyond that must be true, also when whatever was delayed has
// arrived.

import Payments
import Retail
import Testing

extension Purchase {
    func judge(_ answer: PayAnswer, _ truth: Truth?, _ what: String) {
        switch answer {
        case .paid(let proof):
            guard isBelieved(proof) else { return }
            #expect(truth?.keptFen == Purchase.amount.fen, "\(what): paid, and \(truth as Any)")
        case .declined, .neverSent:
            #expect((truth?.debitedFen ?? 0) == 0, "\(what): \(answer), and \(truth as Any)")
            #expect(truth?.mayStillDebit != true, "\(what): \(answer), and \(truth as Any)")
        case .awaitingShopper, .offered, .unresolved: return
        }
    }

    func judge(_ answer: QueryAnswer, _ truth: Truth?, _ what: String) {
        switch answer {
        case .paid(let proof):
            guard isBelieved(proof) else { return }
            #expect(
                truth?.debitedFen == Purchase.amount.fen && truth?.state == "PAID",
                "\(what): paid, and \(truth as Any)")
        case .closed:
            #expect((truth?.keptFen ?? 0) == 0, "\(what): closed, and \(truth as Any)")
            #expect(truth?.mayStillDebit != true, "\(what): closed, and \(truth as Any)")
        case .refunded(let proof):
            guard isBelieved(proof) else { return }
            let isGivenBack = truth.map { !$0.refunds.isEmpty || $0.returnedFen > 0 }
            #expect(isGivenBack == true, "\(what): refunded, and \(truth as Any)")
        // "Not now": the machine believes it only once a delayed request can no longer arrive.
        case .notFound, .awaitingShopper, .notPaid, .unresolved: return
        }
    }

    func judge(_ answer: ReverseAnswer, _ truth: Truth?, _ what: String) {
        switch answer {
        case .reversed:
            #expect(truth?.state == "REVERSED", "\(what): reversed, and \(truth as Any)")
            #expect(truth?.keptFen == 0, "\(what): reversed, and \(truth as Any)")
        case .nothingToReverse, .neverSent:
            #expect(truth?.state != "REVERSED", "\(what): \(answer), and \(truth as Any)")
        case .again, .expired, .queryFirst, .refused, .unresolved: return
        }
    }

    func judge(_ answer: RefundAnswer, _ truth: Truth?, _ what: String) {
        let ours = given(truth)
        switch answer {
        case .done(let proof):
            guard isBelieved(proof) else { return }
            #expect(ours.map(\.state) == ["SUCCESS"], "\(what): done, and \(truth as Any)")
        case .accepted:
            #expect(ours.map(\.fen) == [Purchase.givenBack.fen], "\(what): accepted, and \(ours)")
        case .later, .failed, .neverSent:
            #expect(ours.isEmpty, "\(what): \(answer), and \(ours)")
        case .unresolved: return
        }
    }

    func judge(_ answer: RefundQueryAnswer, _ truth: Truth?, _ what: String) {
        let ours = given(truth)
        switch answer {
        case .done(let proof):
            guard isBelieved(proof) else { return }
            #expect(ours.map(\.state) == ["SUCCESS"], "\(what): done, and \(ours)")
        case .failed:
            #expect(!ours.contains { $0.state != "CLOSED" }, "\(what): failed, and \(ours)")
        case .processing, .notFound, .unresolved: return
        }
    }

    func given(_ truth: Truth?) -> [Truth.GivenBack] {
        let number = speaker.refundNumber(refund)
        return truth?.refunds.filter { $0.number == number } ?? []
    }
}
