// The part of a fault that the wallet itself must play, because the answer is signed afterwards.

/// How an otherwise honest answer is bent.
package enum Twist: Sendable {
    case none
    case systemErrorInstead
    case systemErrorAfter
    case wrongAmount
    case notFound
    case badSignature
    case refundNotEnough
    case refundClosed
    case statement(StatementTwist)

    /// What the wallet plays for a fault; the other kinds are played by the connection.
    init(_ kind: Fault.Kind?) {
        switch kind {
        case .systemError: self = .systemErrorInstead
        case .systemErrorAfter: self = .systemErrorAfter
        case .wrongAmount: self = .wrongAmount
        case .notFound: self = .notFound
        case .badSignature: self = .badSignature
        case .refundNotEnough: self = .refundNotEnough
        case .refundClosed: self = .refundClosed
        case .statementRowMissing: self = .statement(.rowMissing)
        case .statementRowDoubled: self = .statement(.rowDoubled)
        case .statementOtherDay: self = .statement(.otherDay)
        case .statementWrongTotal: self = .statement(.wrongTotal)
        case .statementCutOff: self = .statement(.cutOff)
        case .statementNotReady: self = .statement(.notReady)
        case nil, .loseAnswer, .loseRequest, .delay, .delayRequest, .down, .http500, .truncated,
            .garbage, .twice, .otherOrder:
            self = .none
        }
    }

    /// What becomes of a refund.
    var refundOutcome: RefundRequest.Outcome {
        switch self {
        case .refundNotEnough: .merchantIsShort
        case .refundClosed: .fails
        case .none, .systemErrorInstead, .systemErrorAfter, .wrongAmount, .notFound,
            .badSignature, .statement:
            .arrives
        }
    }

    /// How a statement is bent.
    var statement: StatementTwist? {
        guard case .statement(let twist) = self else { return nil }
        return twist
    }

    /// How much `wrongAmount` is off: one yuan.
    static let offBy: Int64 = 100
}

/// What a wallet answers, before the connection carries or loses it.
package struct Reply: Sendable, Equatable {
    package let status: Int
    package let contentType: String
    /// What stands in the head besides, such as a signature.
    package let headers: [String: String]
    package let body: [UInt8]

    init(
        status: Int = 200, contentType: String, headers: [String: String] = [:], body: [UInt8]
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }
}
