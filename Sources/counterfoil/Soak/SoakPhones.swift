// The customers and their phones, over the network's control interface. The network is killed too, so
// each call is tried for a while and then given up: a phone without reception.

internal import Foundation

struct SoakPhones: Sendable {
    /// Longer than a restart of the network.
    private static let patience = Duration.seconds(10)
    private static let answerMax = Duration.seconds(5)

    private let web: SoakWire

    /// *Errors*: `SoakSilence` when the address is none.
    init(_ control: String) throws {
        web = try SoakWire([control])
    }

    /// What the network answers; nil when it does not, or refuses.
    func ask(_ method: String, _ path: String, _ body: JSON? = nil) async -> JSON? {
        let end = ContinuousClock.now + SoakPhones.patience
        repeat {
            let answer = try? await web.send(
                method, path, body, within: SoakPhones.answerMax)
            if let answer { return (200..<300).contains(answer.status) ? answer.json : nil }
            try? await Task.sleep(for: .milliseconds(100))
        } while ContinuousClock.now < end && !Task.isCancelled
        return nil
    }

    /// A fresh payment code.
    func code(_ account: String, _ wallet: String) async -> String? {
        await ask("POST", "/codes", ["account": .text(account), "wallet": .text(wallet)])?.code.text
    }

    /// What the bill on the customer's phone says of a number; nil when there is none.
    func bill(_ number: String) async -> JSON? {
        await ask("GET", "/orders/\(number)")
    }

    func type(_ password: String, for number: String) async {
        _ = await ask("POST", "/orders/\(number)/approval", ["password": .text(password)])
    }

    func decline(_ number: String) async {
        _ = await ask("POST", "/orders/\(number)/approval", ["decline": true])
    }

    /// Fills the purses of those who are not meant to be poor.
    func payday() async {
        for (account, wallet) in [
            ("lin", "wechat"), ("zhou", "alipay"), ("slow", "wechat"), ("slow", "alipay"),
        ] {
            _ = await ask(
                "PATCH", "/accounts/\(account)",
                ["wallet": .text(wallet), "balanceFen": .integer(1_000_000_000)])
        }
    }

    static let passwords = [
        "lin": "135790", "zhou": "246801", "poor": "112233", "slow": "445566",
    ]
}
