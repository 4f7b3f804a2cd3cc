// What a customer and the phone will do, drawn once per scan from the customer's own stream, so that
// it does not depend on what anybody else does.

internal import Payments
internal import Retail

/// How the wallet and the customer take one scan.
struct ScanFate {
    enum Answer {
        case debits
        case asksForPassword(Phone)
        case declines(Decline.Kind)
    }

    /// What the customer does when the phone asks.
    enum Phone {
        case confirms(after: Pause)
        case refuses(after: Pause)
        case forgets
    }

    let answer: Answer

    init(_ chance: inout Chance, amount: Money, lastSecond: Bool) {
        if lastSecond {
            // The deadline protocol begins at 45 s: just before, or while it is under way.
            answer = .asksForPassword(
                .confirms(after: .milliseconds(chance.number(43_000...58_000))))
            return
        }
        let asks = amount.fen > 50_000 || chance.happens(perMillion: 60_000)
        if asks {
            let phone: Phone? = chance.pick([
                (85, .confirms(after: .milliseconds(chance.number(2_000...25_000)))),
                (6, .refuses(after: .milliseconds(chance.number(2_000...20_000)))),
                (5, .confirms(after: .milliseconds(chance.number(25_000...70_000)))),
                (4, .forgets),
            ])
            answer = .asksForPassword(phone ?? .forgets)
        } else if chance.happens(perMillion: 25_000) {
            let kind: Decline.Kind? = chance.pick([
                (6, .notEnoughMoney), (2, .codeExpired), (1, .overLimit), (1, .riskRefused),
            ])
            answer = .declines(kind ?? .other)
        } else {
            answer = .debits
        }
    }
}
