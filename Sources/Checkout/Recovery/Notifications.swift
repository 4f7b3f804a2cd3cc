// A wallet's notification, taken to whom it concerns.

package import Payments
internal import Persistence
internal import Retail

extension Wallet {
    /// The path where a wallet's notifications are taken.
    package var notifyPath: String { "/notify/" + rawValue }
}

extension PaymentDriver {
    /// Takes a notification whose sender was checked.
    ///
    /// *Errors*: the database's; nothing was written then, and it must not be confirmed.
    package func hear(
        _ notification: ChannelNotification, from wallet: Wallet, account: String
    ) async throws -> ToldOutcome {
        switch notification {
        case .paid(let proof):
            // A number that was paid at another wallet or account is another payment's.
            if try await isOfAnother(proof.merchantOrderNumber, than: wallet, account) {
                return try await uncounted(proof, by: wallet)
            }
            return try await told(proof, by: wallet, how: .notification)
        case .refunded(let proof):
            if try await isOfAnother(proof.merchantOrderNumber, than: wallet, account) {
                return .notOurs
            }
            return try await told(proof, by: wallet, how: .notification)
        case .paymentMoved(let text):
            guard let number = try? MerchantOrderNumber(reading: text) else { return .notOurs }
            if try await isOfAnother(text, than: wallet, account) { return .notOurs }
            background.start { driver in
                await driver.feed(.askRequested, to: number, by: .channel)
            }
            return .heard
        case .refundMoved(let number):
            guard let number = try? RefundNumber(reading: number) else { return .notOurs }
            // The answer comes from the query; the wallet need not wait for it.
            background.start { driver in
                await driver.feed(.askRequested, to: number, by: .channel)
            }
            return .heard
        case .other:
            // Nothing of ours follows from it.
            return .heard
        }
    }

    private func isOfAnother(
        _ number: String, than wallet: Wallet, _ account: String
    ) async throws -> Bool {
        guard let number = try? MerchantOrderNumber(reading: number) else { return false }
        let paces = channels.paces
        let stored = try await database.read { transaction in
            try AttemptTable.find(number, paces: paces, in: transaction)
        }
        guard let attempt = stored?.attempt else { return false }
        return attempt.wallet != wallet
            || !attempt.merchantAccount.isEmpty && attempt.merchantAccount != account
    }
}
