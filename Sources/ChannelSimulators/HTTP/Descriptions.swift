// How accounts, orders and faults are told to the control interface and the pages.

internal import Retail

extension Order {
    var description: JSON {
        .members([
            "number": .string(number), "channel": .string(wallet.rawValue),
            "tradeNumber": .string(tradeNumber), "state": .string(stateName),
            "reason": reason.map { .string($0) }, "merchant": merchantName.map { .string($0) },
            "amountFen": .integer(amount.fen), "debitedFen": .integer(debited.fen),
            "returnedFen": .integer(returned.fen),
            "refunds": .array(refunds.map(\.description)), "account": .string(account),
            "subject": .string(subject), "createdAt": .integer(createdAt.microseconds),
            "paidAt": paidAt.map { .integer($0.microseconds) } ?? .null,
            "payableUntil": payableUntil.map { .integer($0.microseconds) },
        ])
    }

    private var reason: String? {
        guard case .declined(let reason) = state else { return nil }
        return reason.rawValue
    }

    private var payableUntil: Timestamp? {
        guard case .waiting(let until, _, _) = state else { return nil }
        return until
    }
}

extension Refund {
    var description: JSON {
        .members([
            "number": .string(number), "amountFen": .integer(amount.fen),
            "state": .string(stateName), "at": .integer(askedAt.microseconds),
            "endedAt": endedAt.map { .integer($0.microseconds) } ?? .null,
        ])
    }

    private var endedAt: Timestamp? {
        switch state {
        case .processing: nil
        case .arrived(let time), .closed(let time): time
        }
    }
}

extension Account {
    var description: JSON {
        .members([
            "id": .string(id), "name": .string(name), "nameEn": .string(nameEnglish),
            "password": .string(password),
            "wallets": .array(
                purses.map {
                    .members([
                        "wallet": .string($0.wallet.rawValue),
                        "balanceFen": .integer($0.balance.fen),
                        "passwordAboveFen": .integer($0.passwordAbove.fen),
                    ])
                }),
        ])
    }
}

extension Fault {
    var description: JSON {
        .members([
            "id": .integer(Int64(id)), "channel": .string(wallet?.rawValue ?? "all"),
            "call": .string(call?.rawValue ?? "all"), "fault": .string(kind.rawValue),
            "milliseconds": .integer(Int64(milliseconds)),
            "times": timesLeft.map { .integer(Int64($0)) } ?? .null,
            "percent": odds.map { .integer(Int64($0.percent)) } ?? .null,
            "seed": odds.map { .integer(Int64(truncatingIfNeeded: $0.seed)) } ?? .null,
        ])
    }
}
