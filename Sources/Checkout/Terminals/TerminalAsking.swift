// What a terminal may ask about: its own payments and refunds, by whichever number, now or as soon as
// they have come to an end.

internal import Payments
package import Persistence
package import Retail

/// By what a payment is looked for.
package enum TerminalQuestion: Equatable, Sendable {
    case number(MerchantOrderNumber)
    case reference(String)
    /// The wallet's own number.
    case tradeNumber(String)
}

extension TerminalCounter {
    /// *Errors*: `TerminalRefusal.notFound`, also for another terminal's.
    package func payment(
        _ question: TerminalQuestion, of terminal: Terminal
    ) async throws -> TerminalPayment {
        let paces = driver.channels.paces
        return try await driver.database.read { transaction in
            let row: TerminalPaymentRow?
            switch question {
            case .number(let number):
                row = try TerminalPaymentTable.find(number, of: terminal.id, in: transaction)
            case .reference(let reference):
                row = try TerminalPaymentTable.find(
                    reference: reference, of: terminal.id, in: transaction)
            case .tradeNumber(let number):
                row = try AttemptTable.find(tradeNumber: number, paces: paces, in: transaction)
                    .flatMap {
                        try TerminalPaymentTable.find(
                            $0.attempt.number, of: terminal.id, in: transaction)
                    }
            }
            guard let row else { throw TerminalRefusal.notFound }
            return try TerminalPayment.read(row, paces: paces, in: transaction)
        }
    }

    /// A payment by the number that an act led to.
    func payment(_ digits: String, _ terminal: Terminal) async throws -> TerminalPayment {
        guard let number = try? MerchantOrderNumber(reading: digits) else {
            throw TerminalRefusal.keyReused
        }
        return try await payment(.number(number), of: terminal)
    }

    /// *Errors*: `TerminalRefusal.notFound`, also for another terminal's.
    package func refund(
        number: RefundNumber, of terminal: Terminal
    ) async throws -> TerminalRefund {
        try await refund { try TerminalRefundTable.find(number, of: terminal.id, in: $0) }
    }

    package func refund(
        reference: String, of terminal: Terminal
    ) async throws -> TerminalRefund {
        try await refund {
            try TerminalRefundTable.find(reference: reference, of: terminal.id, in: $0)
        }
    }

    private func refund(
        _ find: @escaping @Sendable (any Transaction) throws -> TerminalRefundRow?
    ) async throws -> TerminalRefund {
        let paces = driver.channels.paces
        return try await driver.database.read { transaction in
            guard let row = try find(transaction) else { throw TerminalRefusal.notFound }
            return try TerminalRefund.read(row, paces: paces, in: transaction)
        }
    }

    /// Reads again and again, whenever the store has news, until it is final or the time is over.
    package func wait<Value: Sendable>(
        _ pause: Pause, of terminal: Terminal, until isFinal: @escaping @Sendable (Value) -> Bool,
        _ read: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        // From before the first look, so that no news falls between.
        let news = driver.news.listen(to: terminal.store)
        let first = try await read()
        if isFinal(first) || pause <= .zero { return first }
        let sleep = driver.surroundings.sleep
        let found = try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                for await _ in news {
                    let value = try await read()
                    if isFinal(value) { return value }
                }
                return nil
            }
            group.addTask {
                try? await sleep(pause)
                return nil
            }
            let found = try await group.next() ?? nil
            group.cancelAll()
            return found
        }
        if let found { return found }
        return try await read()
    }
}
