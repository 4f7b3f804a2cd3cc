// The words of the scenarios, and the event each stands for.

import Payments
import Retail

enum Phrases {
    /// The event behind a phrase; `askedAt` is when the last question left, unless the phrase says.
    static func event(_ phrase: String, askedAt: Timestamp) throws -> AttemptEvent {
        var words = phrase.split(separator: " ").map(String.init)
        var asked = askedAt
        if let index = words.firstIndex(of: "asked-at"), index + 1 < words.count {
            guard let seconds = Int64(words[index + 1]) else { throw unreadable(phrase) }
            asked = Counter.at(seconds)
            words.removeSubrange(index...(index + 1))
        }
        let rest = words.dropFirst().joined(separator: " ")
        switch words.first {
        case "due": return .due
        case "restart": return .restarted
        case "cashier": return try cashier(rest, phrase)
        case "pay": return .payAnswered(try pay(rest, phrase))
        case "query": return .queryAnswered(try query(rest, phrase), askedAt: asked)
        case "reverse": return .reverseAnswered(try reverse(rest, phrase))
        case "notified": return .notified(try proof(rest, phrase))
        case "statement": return .statementShows(try proof(rest, phrase))
        default: throw unreadable(phrase)
        }
    }

    private static func cashier(_ words: String, _ phrase: String) throws -> AttemptEvent {
        switch words {
        case "asks": return .askRequested
        case "cancels": return .reversalRequested(.cashier)
        case "voids the sale": return .reversalRequested(.orphan)
        default: throw unreadable(phrase)
        }
    }

    private static func pay(_ words: String, _ phrase: String) throws -> PayAnswer {
        switch words {
        case "password": return .awaitingShopper
        case "code": return .offered(code: "weixin://wxpay/bizpayurl?pr=x")
        case "NOTENOUGH": return .declined(Decline(kind: .notEnoughMoney, code: "NOTENOUGH"))
        case "AUTHCODEEXPIRE": return .declined(Decline(kind: .codeExpired, code: "AUTHCODEEXPIRE"))
        case "lost": return .unresolved(Doubt(kind: .timeout, detail: ""))
        case "SYSTEMERROR": return .unresolved(Doubt(kind: .listedCode, detail: words))
        case "OUT_TRADE_NO_USED": return .unresolved(Doubt(kind: .listedCode, detail: words))
        case "bad signature": return .unresolved(Doubt(kind: .badSignature, detail: ""))
        case "NEW_CODE_9": return .unresolved(Doubt(kind: .unlistedCode, detail: words))
        case "never sent": return .neverSent(Doubt(kind: .connectFailed, detail: ""))
        default: return .paid(try proof(words, phrase))
        }
    }

    private static func query(_ words: String, _ phrase: String) throws -> QueryAnswer {
        switch words {
        case "password": return .awaitingShopper
        case "not paid": return .notPaid
        case "not found": return .notFound
        case "closed": return .closed(code: "CLOSED")
        case "refunded": return .refunded(try Counter.proof())
        case "lost": return .unresolved(Doubt(kind: .timeout, detail: ""))
        default: return .paid(try proof(words, phrase))
        }
    }

    private static func reverse(_ words: String, _ phrase: String) throws -> ReverseAnswer {
        switch words {
        case "done": return .reversed
        case "found nothing": return .nothingToReverse
        case "USERPAYING": return .again(code: words)
        case "REVERSE_EXPIRE": return .expired(code: words)
        case "TRADE_ERROR", "ORDERPAID": return .queryFirst(code: words)
        case "SIGNERROR": return .refused(code: words)
        case "lost": return .unresolved(Doubt(kind: .timeout, detail: ""))
        case "never sent": return .neverSent(Doubt(kind: .connectFailed, detail: ""))
        default: throw unreadable(phrase)
        }
    }

    private static func proof(_ words: String, _ phrase: String) throws -> PaidProof {
        switch words {
        case "paid": return try Counter.proof()
        case "paid 60.00": return try Counter.proof(amount: Money(yuan: "60.00"))
        case "paid in HKD": return try Counter.proof(currency: "HKD")
        case "paid to another merchant": return try Counter.proof(account: "1900000110")
        case "paid another order": return try Counter.foreignProof()
        case "paid a second time":
            return try Counter.proof(trade: "4200001234202611230000000002")
        default: throw unreadable(phrase)
        }
    }

    private static func unreadable(_ phrase: String) -> ScenarioError {
        .unreadable(phrase)
    }
}
