// Who a terminal is: its activation, its keys, and that each signed request is taken once. Signatures
// are checked by whoever has the bytes; here is what stands in rows.

internal import Payments
package import Persistence
package import Retail

package struct TerminalDoor: Sendable {
    /// How far a request's time may be off, either way.
    package static let window = Pause.minutes(5)
    /// How long a code can be used, and how often it may be typed wrongly.
    package static let codeLife = Pause.hours(24)
    package static let codeTries: Int64 = 5
    /// Two are needed for a change; more than a few are a mistake.
    package static let keysMax = 4

    private let driver: PaymentDriver
    private let rate = TerminalRate()

    package init(driver: PaymentDriver) {
        self.driver = driver
    }

    package func now() -> Timestamp { driver.surroundings.now() }

    /// A terminal and the key that it says it signs with; not whether it does.
    ///
    /// *Errors*: `TerminalRefusal.unsigned` when either is not known or not good any more.
    package func presented(
        terminal id: String, key: String
    ) async throws -> (terminal: Terminal, key: TerminalKey) {
        let now = now()
        let (terminal, found) = try await driver.database.read { transaction in
            (
                try TerminalTable.find(id, in: transaction),
                try TerminalKeyTable.find(key, of: id, in: transaction)
            )
        }
        guard let terminal, !terminal.isRevoked else {
            throw TerminalRefusal.unsigned(.terminal)
        }
        guard let found, found.isGood(at: now) else { throw TerminalRefusal.unsigned(.key) }
        return (terminal, found)
    }

    /// Whether a request's time is within the window.
    package func isTimely(_ signedAt: Timestamp) -> Bool {
        let (now, window) = (now(), TerminalDoor.window)
        return signedAt.since(now) <= window && now.since(signedAt) <= window
    }

    /// Counts a request of a terminal that is known.
    ///
    /// *Errors*: `TerminalRefusal.tooMany`, with the seconds to wait.
    package func count(_ terminal: String) throws(TerminalRefusal) {
        let wait = rate.take(terminal, driver.settings.terminalRate, at: now())
        if let wait { throw .tooMany(seconds: (wait.microseconds + 999_999) / 1_000_000) }
    }

    /// Takes a request's nonce; called once its signature has been found right.
    ///
    /// It is kept until the window has passed for the latest time that could have been signed.
    /// *Errors*: `TerminalRefusal.replayed` when it was taken before, by whichever process.
    package func take(
        nonce: String, of terminal: String, signedAt: Timestamp
    ) async throws {
        let now = now()
        let until = signedAt.advanced(by: TerminalDoor.window).advanced(by: .minutes(1))
        let isFirst = try await driver.database.write { transaction in
            try TerminalNonceTable.take(
                nonce, of: terminal, until: until, at: now, in: transaction)
        }
        guard isFirst else { throw TerminalRefusal.replayed }
    }

    /// Activates a terminal by its one-time code: the key is its only one from then on.
    ///
    /// A wrong code is counted, and the count is durable before it is answered.
    /// *Errors*: `TerminalRefusal.codeWrong`, `.codeLocked`.
    package func activate(
        terminal id: String, codeHash: String, key: TerminalKey
    ) async throws -> Terminal {
        let now = now()
        let refusal: TerminalRefusal? = try await driver.database.write { transaction in
            guard let terminal = try TerminalTable.find(id, in: transaction),
                !terminal.isRevoked,
                let code = try TerminalTable.code(of: id, in: transaction)
            else { return .codeWrong }
            guard code.triesLeft > 0 else { return .codeLocked }
            guard code.hash == codeHash, now <= code.until else {
                try TerminalTable.countWrongCode(of: id, in: transaction)
                return .codeWrong
            }
            guard try TerminalTable.useCode(hash: codeHash, of: id, in: transaction) else {
                return .codeWrong
            }
            try TerminalKeyTable.retireAll(of: id, at: now, in: transaction)
            try TerminalKeyTable.insert(key, of: id, in: transaction)
            return nil
        }
        if let refusal { throw refusal }
        let terminal = try await driver.database.read { try TerminalTable.find(id, in: $0) }
        guard let terminal else { throw TerminalRefusal.codeWrong }
        return terminal
    }

    package func keys(of terminal: String) async throws -> [TerminalKey] {
        let now = now()
        return try await driver.database.read {
            try TerminalKeyTable.ofTerminal(terminal, in: $0)
        }.filter { $0.isGood(at: now) }
    }

    /// Adds a key beside those that are good.
    ///
    /// *Errors*: `TerminalRefusal.tooManyKeys`.
    package func add(_ key: TerminalKey, to terminal: String) async throws {
        let now = now()
        try await driver.database.write { transaction in
            let good = try TerminalKeyTable.ofTerminal(terminal, in: transaction)
                .filter { $0.isGood(at: now) }
            guard !good.contains(where: { $0.id == key.id }) else { return }
            guard good.count < TerminalDoor.keysMax else { throw TerminalRefusal.tooManyKeys }
            try TerminalKeyTable.insert(key, of: terminal, in: transaction)
        }
    }

    /// Retires a key; one that is retired stays so.
    ///
    /// *Errors*: `TerminalRefusal.notFound`, and `.lastKey` for the one that signed this.
    package func retire(_ id: String, of terminal: String, signedBy key: String) async throws {
        let now = now()
        guard id != key else { throw TerminalRefusal.lastKey }
        try await driver.database.write { transaction in
            guard try TerminalKeyTable.find(id, of: terminal, in: transaction) != nil else {
                throw TerminalRefusal.notFound
            }
            try TerminalKeyTable.retire(id, of: terminal, at: now, in: transaction)
        }
    }

    /// Where the terminal is told what became of its payments; nil: nowhere.
    package func setWebhook(_ url: String?, of terminal: String) async throws {
        try await driver.database.write { try TerminalTable.setWebhook(url, of: terminal, in: $0) }
    }
}
