// Tells terminals what became of their payments. An event was written with the fact; here it is taken
// for a minute, sent, and closed when the other side has said that it has it. A process that dies in
// between sends it again: at least once, never in a transaction.

internal import Logging
internal import Payments
package import Persistence
package import Retail

/// An event on its way, with what it tells of as it is now.
package struct TerminalLetter: Sendable {
    package enum Content: Sendable {
        case payment(TerminalPayment)
        case refund(TerminalRefund)
    }

    package let event: TerminalEvent
    package let terminal: Terminal
    package let url: String
    package let content: Content
}

package struct TerminalMail: Sendable {
    /// How long one process keeps an event to itself; longer than any call.
    private static let lease = Pause.seconds(60)
    private static let batch: Int64 = 20
    /// The longest pause between two tries.
    private static let pauseMax = Pause.hours(6)
    private static let tick = Pause.seconds(1)

    private let driver: PaymentDriver
    /// Sends one; nil when it has been taken, else why not.
    private let send: @Sendable (TerminalLetter) async -> String?

    package init(
        driver: PaymentDriver, send: @escaping @Sendable (TerminalLetter) async -> String?
    ) {
        self.driver = driver
        self.send = send
    }

    /// Sends what is due, again and again, until its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            do {
                try await deliver()
            } catch {
                driver.logger.error("webhooks are put off", metadata: ["error": "\(error)"])
            }
            try? await driver.surroundings.sleep(TerminalMail.tick)
        }
    }

    /// Sends what is due now; answers how many events that was.
    @discardableResult
    package func deliver() async throws -> Int {
        let now = driver.surroundings.now()
        let until = now.advanced(by: TerminalMail.lease)
        let isAnything = try await driver.database.read {
            try TerminalEventTable.isAnythingDue(at: now, in: $0)
        }
        guard isAnything else { return 0 }
        let events = try await driver.database.write { transaction in
            try TerminalEventTable.claim(
                at: now, until: until, limit: TerminalMail.batch, in: transaction)
        }
        await withDiscardingTaskGroup { group in
            for event in events { group.addTask { await deliver(event) } }
        }
        return events.count
    }

    private func deliver(_ event: TerminalEvent) async {
        do {
            guard let letter = try await letter(event) else {
                // Nobody is to be told any more.
                return try await driver.database.write {
                    try TerminalEventTable.close(event.id, in: $0)
                }
            }
            guard let reason = await send(letter) else {
                return try await driver.database.write {
                    try TerminalEventTable.close(event.id, in: $0)
                }
            }
            let next = driver.surroundings.now().advanced(by: TerminalMail.pause(event.tries))
            try await driver.database.write { transaction in
                try TerminalEventTable.putOff(
                    event.id, until: next, because: reason, in: transaction)
            }
            driver.logger.warning(
                "a webhook was not taken",
                metadata: ["event": "\(event.id)", "reason": "\(reason)"])
        } catch {
            // Its lease runs out, and it is tried again.
            driver.logger.error(
                "a webhook could not be sent",
                metadata: ["event": "\(event.id)", "error": "\(error)"])
        }
    }

    /// 5, 10, 20 seconds, and so on.
    package static func pause(_ tries: Int64) -> Pause {
        let doublings = min(max(0, tries), 12)
        return min(Pause.seconds(5 << doublings), pauseMax)
    }

    private func letter(_ event: TerminalEvent) async throws -> TerminalLetter? {
        let paces = driver.channels.paces
        return try await driver.database.read { transaction in
            guard let terminal = try TerminalTable.find(event.terminal, in: transaction),
                let url = terminal.webhook, !terminal.isRevoked
            else { return nil }
            let content: TerminalLetter.Content
            switch event.kind {
            case .payment:
                guard
                    let row = try TerminalPaymentTable.find(
                        try MerchantOrderNumber(reading: event.number), of: terminal.id,
                        in: transaction)
                else { return nil }
                content = .payment(try TerminalPayment.read(row, paces: paces, in: transaction))
            case .refund:
                guard
                    let row = try TerminalRefundTable.find(
                        try RefundNumber(reading: event.number), of: terminal.id, in: transaction)
                else { return nil }
                content = .refund(try TerminalRefund.read(row, paces: paces, in: transaction))
            }
            return TerminalLetter(event: event, terminal: terminal, url: url, content: content)
        }
    }
}
