// Terminals: other tills that pay through this gateway, their keys, and the requests they have used up.

package import Retail

/// What a terminal may ask for.
package enum TerminalRight: String, CaseIterable, Sendable {
    /// To debit, and to take back what it debited.
    case pay
    case refund
    /// To read the day's statement.
    case statement
}

/// A till of somebody else, or a kiosk, that pays through this gateway (终端).
package struct Terminal: Equatable, Sendable {
    /// `T` and eight digits.
    package let id: String
    package let name: String
    package let store: StoreID
    /// A register of its own: what it takes is counted there.
    package let register: RegisterID
    /// The person of the store who answers for what it does.
    package let staff: StaffID
    package let rights: Set<TerminalRight>
    package let isRevoked: Bool
    package let madeAt: Timestamp
    package let webhook: String?

    package init(
        id: String, name: String, store: StoreID, register: RegisterID, staff: StaffID,
        rights: Set<TerminalRight>, isRevoked: Bool = false, madeAt: Timestamp,
        webhook: String? = nil
    ) {
        self.id = id
        self.name = name
        self.store = store
        self.register = register
        self.staff = staff
        self.rights = rights
        self.isRevoked = isRevoked
        self.madeAt = madeAt
        self.webhook = webhook
    }
}

/// A key that a terminal signs with.
package struct TerminalKey: Equatable, Sendable {
    package let id: String
    /// Base 64 of 32 bytes.
    package let publicKey: String
    package let from: Timestamp
    /// Nil while it is good.
    package let until: Timestamp?

    package init(id: String, publicKey: String, from: Timestamp, until: Timestamp? = nil) {
        self.id = id
        self.publicKey = publicKey
        self.from = from
        self.until = until
    }

    package func isGood(at now: Timestamp) -> Bool { until.map { now < $0 } ?? true }
}

/// What is left of the code that activates a terminal.
package struct ActivationCode: Equatable, Sendable {
    /// Never the code itself.
    package let hash: String
    package let until: Timestamp
    package let triesLeft: Int64

    package init(hash: String, until: Timestamp, triesLeft: Int64) {
        self.hash = hash
        self.until = until
        self.triesLeft = triesLeft
    }
}

package enum TerminalTable {
    /// Writes a new terminal, and its register where that is new.
    ///
    /// *Errors*: `DatabaseError.constraint` when the id or the register is a terminal's already.
    package static func insert(_ terminal: Terminal, in transaction: any Transaction) throws {
        try transaction.queue(
            """
            INSERT INTO register (store_id, register_id) VALUES (?, ?)
            ON CONFLICT (store_id, register_id) DO NOTHING
            """, [.text(terminal.store.digits), .text(terminal.register.digits)])
        try transaction.queue(
            """
            INSERT INTO terminal (
                terminal_id, name, store_id, register_id, staff_id, rights, state, made_at_us)
            VALUES (?, ?, ?, ?, ?, ?, 'active', ?)
            """,
            [
                .text(terminal.id), .text(terminal.name), .text(terminal.store.digits),
                .text(terminal.register.digits), .text(terminal.staff.digits),
                .text(terminal.rights.map(\.rawValue).sorted().joined(separator: " ")),
                .integer(terminal.madeAt.microseconds),
            ])
    }

    package static func find(
        _ id: String, in transaction: any Transaction
    ) throws -> Terminal? {
        try transaction.row("SELECT * FROM terminal WHERE terminal_id = ?", [.text(id)])
            .map(read)
    }

    package static func all(in transaction: any Transaction) throws -> [Terminal] {
        try transaction.rows("SELECT * FROM terminal ORDER BY store_id, register_id").map(read)
    }

    package static func revoke(_ id: String, in transaction: any Transaction) throws {
        try transaction.queue(
            "UPDATE terminal SET state = 'revoked', code_hash = NULL WHERE terminal_id = ?",
            [.text(id)])
    }

    package static func setWebhook(
        _ url: String?, of id: String, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            "UPDATE terminal SET webhook_url = ? WHERE terminal_id = ?", [.text(url), .text(id)])
    }

    /// Puts a code in the place of whatever code there was.
    package static func setCode(
        _ code: ActivationCode, of id: String, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE terminal SET code_hash = ?, code_until_us = ?, code_tries = ?
            WHERE terminal_id = ?
            """,
            [
                .text(code.hash), .integer(code.until.microseconds), .integer(code.triesLeft),
                .text(id),
            ])
    }

    package static func code(
        of id: String, in transaction: any Transaction
    ) throws -> ActivationCode? {
        guard
            let row = try transaction.row(
                "SELECT code_hash, code_until_us, code_tries FROM terminal WHERE terminal_id = ?",
                [.text(id)]), let hash = try row.textIfAny("code_hash")
        else { return nil }
        return ActivationCode(
            hash: hash, until: Timestamp(microseconds: try row.integer("code_until_us")),
            triesLeft: try row.integer("code_tries"))
    }

    /// Uses a code up; false when somebody else has.
    package static func useCode(
        hash: String, of id: String, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.execute(
            "UPDATE terminal SET code_hash = NULL WHERE terminal_id = ? AND code_hash = ?",
            [.text(id), .text(hash)]) == 1
    }

    package static func countWrongCode(
        of id: String, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE terminal SET code_tries = code_tries - 1
            WHERE terminal_id = ? AND code_tries > 0
            """, [.text(id)])
    }

    private static func read(_ row: Row) throws -> Terminal {
        let rights = try row.text("rights").split(separator: " ")
        return Terminal(
            id: try row.text("terminal_id"), name: try row.text("name"),
            store: try StoreID(row.text("store_id")),
            register: try RegisterID(row.text("register_id")),
            staff: try StaffID(row.text("staff_id")),
            rights: Set(rights.compactMap { TerminalRight(rawValue: String($0)) }),
            isRevoked: try row.text("state") != "active",
            madeAt: Timestamp(microseconds: try row.integer("made_at_us")),
            webhook: try row.textIfAny("webhook_url"))
    }
}

package enum TerminalKeyTable {
    /// Writes a key; one that is there already becomes good again.
    package static func insert(
        _ key: TerminalKey, of terminal: String, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO terminal_key (terminal_id, key_id, public_key, from_us)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (terminal_id, key_id) DO UPDATE SET until_us = NULL
            """,
            [
                .text(terminal), .text(key.id), .text(key.publicKey),
                .integer(key.from.microseconds),
            ])
    }

    package static func find(
        _ id: String, of terminal: String, in transaction: any Transaction
    ) throws -> TerminalKey? {
        try transaction.row(
            "SELECT * FROM terminal_key WHERE terminal_id = ? AND key_id = ?",
            [.text(terminal), .text(id)]
        ).map(read)
    }

    package static func ofTerminal(
        _ terminal: String, in transaction: any Transaction
    ) throws -> [TerminalKey] {
        try transaction.rows(
            "SELECT * FROM terminal_key WHERE terminal_id = ? ORDER BY from_us, key_id",
            [.text(terminal)]
        ).map(read)
    }

    package static func retire(
        _ id: String, of terminal: String, at now: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            UPDATE terminal_key SET until_us = ?
            WHERE terminal_id = ? AND key_id = ? AND until_us IS NULL
            """, [.integer(now.microseconds), .text(terminal), .text(id)])
    }

    /// A terminal that is activated anew begins with its new key alone.
    package static func retireAll(
        of terminal: String, at now: Timestamp, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            "UPDATE terminal_key SET until_us = ? WHERE terminal_id = ? AND until_us IS NULL",
            [.integer(now.microseconds), .text(terminal)])
    }

    private static func read(_ row: Row) throws -> TerminalKey {
        TerminalKey(
            id: try row.text("key_id"), publicKey: try row.text("public_key"),
            from: Timestamp(microseconds: try row.integer("from_us")),
            until: try row.integerIfAny("until_us").map { Timestamp(microseconds: $0) })
    }
}

package enum TerminalNonceTable {
    /// Takes a nonce for this one request; false when it was taken before.
    ///
    /// What nobody could use any more is cleared away with it.
    package static func take(
        _ nonce: String, of terminal: String, until: Timestamp, at now: Timestamp,
        in transaction: any Transaction
    ) throws -> Bool {
        try transaction.queue(
            "DELETE FROM terminal_nonce WHERE terminal_id = ? AND until_us < ?",
            [.text(terminal), .integer(now.microseconds)])
        return try transaction.execute(
            """
            INSERT INTO terminal_nonce (terminal_id, nonce, until_us) VALUES (?, ?, ?)
            ON CONFLICT (terminal_id, nonce) DO NOTHING
            """, [.text(terminal), .text(nonce), .integer(until.microseconds)]) == 1
    }
}
