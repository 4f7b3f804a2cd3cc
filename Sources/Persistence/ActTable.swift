// What was asked, once. An act is written in the transaction of its effect, so that "done" and "known
// to be done" cannot come apart; its key guards money and never expires (P2).

package import Retail

/// An act that was done: its answer is given again whenever the same key comes again.
package struct DoneAct: Equatable, Sendable {
    /// What was asked, secrets masked: the same key for something else is refused.
    package let fingerprint: String
    package let answer: String
}

package enum ActTable {
    package static func find(
        _ key: String, store: StoreID, in transaction: any Transaction
    ) throws -> DoneAct? {
        try transaction.row(
            "SELECT fingerprint, answer FROM act WHERE store_id = ? AND act_key = ?",
            [.text(store.digits), .text(key)]
        ).map { row in
            DoneAct(fingerprint: try row.text("fingerprint"), answer: try row.text("answer"))
        }
    }

    /// *Errors*: `DatabaseError.constraint` when the key was used meanwhile.
    package static func insert(
        _ act: DoneAct, key: String, by staff: StaffID, store: StoreID, at now: Timestamp,
        in transaction: any Transaction
    ) throws {
        try transaction.queue(
            """
            INSERT INTO act (store_id, act_key, fingerprint, staff_id, answer, at_us)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(store.digits), .text(key), .text(act.fingerprint), .text(staff.digits),
                .text(act.answer), .integer(now.microseconds),
            ])
    }
}

extension DoneAct {
    package init(asked fingerprint: String, answered answer: String) {
        self.init(fingerprint: fingerprint, answer: answer)
    }
}
