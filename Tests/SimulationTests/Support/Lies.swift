// The table of lies: one line each, with what the audit must say.

@testable import Simulation

extension Lie {
    static let all = aboutClaims + aboutSales + aboutAttempts + aboutRefunds + aboutLedger

    static let unknown = "2026010100000001010100000000"

    private static let aboutClaims = [
        Lie("none") { _, _ in },
        Lie(
            "a claim is removed", "debited, and nobody counts it", "a paid tender without its claim"
        ) { try $0.delete("claim", "order_number", $1.paid.number) },
        Lie(
            "the case of a debit nobody counts is removed", "debited, and nobody counts it",
            "in doubt, and nobody knows"
        ) {
            try $0.delete("payment_case", "subject", $1.stranger)
        },
        Lie(
            "the case of a debit nobody counts is closed", "debited, and nobody counts it",
            "in doubt, and nobody knows"
        ) {
            try $0.set("payment_case", "state = 'closed'", "subject", $1.stranger)
        },
        Lie(
            "the case of a debit nobody counts is about cash", "debited, and nobody counts it",
            "in doubt, and nobody knows"
        ) {
            try $0.set("payment_case", "cause = 'cash-over-scan'", "subject", $1.stranger)
        },
        Lie("a second claim on the same sale", "claimed twice") {
            try $0.double("claim", "order_number", $1.paid.number)
        },
        Lie("a second claim on another sale", "claimed twice", "a claim without its tender") {
            try $0.double(
                "claim", "order_number", $1.paid.number, "sale_id = '\($1.other.sale)'")
        },
        Lie(
            "a declined order is counted", "counted, and never debited",
            "a claim without its tender"
        ) {
            try $0.double(
                "claim", "order_number", $1.paid.number, "order_number = '\($1.declined)'")
        },
        Lie(
            "an order is counted that nobody paid", "counted, and no wallet knows it",
            "a claim without its tender"
        ) {
            try $0.double("claim", "order_number", $1.paid.number, "order_number = '\(unknown)'")
        },
        Lie("a claim of another amount", "counted with another amount") {
            try $0.set("claim", "amount_fen = amount_fen + 1", "order_number", $1.paid.number)
        },
    ]

    private static let aboutSales = [
        Lie(
            "a debited sale is open", "debited, and its sale is open",
            "the ledger has another turnover"
        ) {
            try $0.set("sale", "state = 'open'", "sale_id", $1.paid.sale)
        },
        Lie(
            "a debited sale is void", "debited, and its sale is voided",
            "the ledger has another turnover"
        ) {
            try $0.set("sale", "state = 'voided'", "sale_id", $1.paid.sale)
        },
        Lie(
            "a debited sale is gone", "debited, and its sale is absent",
            "a claim without its tender"
        ) { try $0.delete("sale", "sale_id", $1.paid.sale) },
        Lie("a tender is a fen short", "posted and not paid exactly") {
            try $0.set("tender", "amount_fen = amount_fen - 1", "order_number", $1.paid.number)
        },
        Lie(
            "a tender is removed", "posted and not paid exactly", "a claim without its tender"
        ) { try $0.delete("tender", "order_number", $1.paid.number) },
        Lie("a tender is doubled", "posted and not paid exactly") {
            try $0.double("tender", "order_number", $1.paid.number)
        },
        Lie("a piece more on a sale", "goods that nobody rang up") {
            try $0.set("sale_line", "quantity = quantity + 1", "sale_id", $1.paid.sale)
        },
        Lie("more pieces come back than were sold", "more goods back than were sold") { books, _ in
            try books.run(
                """
                UPDATE return_line SET quantity = 9999
                WHERE rowid = (SELECT min(rowid) FROM return_line)
                """)
        },
        Lie("no receipt", "0 receipts") { try $0.delete("print_job", "sale_id", $1.paid.sale) },
        Lie("two receipts", "2 receipts") {
            try $0.double("print_job", "sale_id", $1.paid.sale)
        },
    ]

    private static let aboutAttempts = [
        Lie("a row that its journal does not end on", "a payment's row and its journal differ") {
            try $0.set("attempt", "state = 'declined'", "order_number", $1.paid.number)
        },
        Lie("an open attempt that nobody knows of", "open at the end, and nobody knows") {
            try $0.set(
                "attempt", "is_open = 1, step_at_us = 9223372036854775807", "order_number",
                $1.paid.number)
        },
        Lie(
            "an open attempt without a next step", "open at the end, and nobody knows",
            "open without a next step"
        ) {
            try $0.set("attempt", "is_open = 1, step_at_us = NULL", "order_number", $1.paid.number)
        },
        Lie(
            "an open attempt that was left lying", "open at the end, and nobody knows",
            "its step came and nobody took it"
        ) {
            try $0.set("attempt", "is_open = 1, step_at_us = 1", "order_number", $1.paid.number)
        },
    ]

    private static let aboutRefunds = [
        Lie("a refund is removed", "refunds differ from the wallet's") {
            try $0.delete("refund", "refund_number", $1.refund.number)
        },
        Lie(
            "a refund is doubled", "refunds differ from the wallet's",
            "refund called done, and was not", "more to be given back than was counted"
        ) {
            try $0.double(
                "refund", "refund_number", $1.refund.number, "refund_number = 'R\(unknown)'")
        },
        Lie(
            "a refund of another amount", "refunds differ from the wallet's",
            "refund called done, and was not"
        ) {
            try $0.set(
                "refund", "amount_fen = amount_fen - 1", "refund_number", $1.refund.number)
        },
        Lie(
            "a refund of more than was debited", "refunds differ from the wallet's",
            "refund called done, and was not", "more to be given back than was counted"
        ) {
            try $0.set(
                "refund", "amount_fen = amount_fen + 10000000", "refund_number", $1.refund.number)
        },
        Lie(
            "a refund that was done is called failed", "refunds differ from the wallet's",
            "refund called failed, and was done", "refund failed, and nobody knows"
        ) { try $0.set("refund", "state = 'failed'", "refund_number", $1.refund.number) },
        Lie(
            "a refund is called open", "refunds differ from the wallet's",
            "refund open at the end"
        ) {
            try $0.set(
                "refund", "state = 'unresolved', is_open = 1", "refund_number", $1.refund.number)
        },
    ]

    private static let aboutLedger = [
        Lie(
            "a debit is not booked", "the ledger and the wallet hold different sums",
            "in doubt, and nobody knows"
        ) {
            try $0.run(
                "DELETE FROM ledger_entry WHERE fact = 'debit' AND subject = '\($1.paid.number)'")
        },
        Lie(
            "a sale is not booked", "the ledger has another turnover",
            "in doubt, and nobody knows"
        ) { try $0.delete("ledger_entry", "subject", $1.paid.sale) },
        Lie(
            "a sale is booked at another price", "the ledger has another turnover",
            "goods without money"
        ) {
            try $0.run(
                """
                UPDATE ledger_entry SET amount_fen = amount_fen + 1
                WHERE  credit = 'sales' AND subject = '\($1.paid.sale)'
                """)
        },
        Lie("a refund is not booked", "the ledger and the wallet hold different sums") {
            try $0.delete("ledger_entry", "subject", $1.refund.number)
        },
        Lie("cash is booked that nobody paid", "the drawer differs", "goods without money") {
            books, _ in
            try books.run(
                """
                UPDATE ledger_entry SET amount_fen = amount_fen + 1
                WHERE  rowid = (SELECT min(rowid) FROM ledger_entry WHERE debit = 'drawer')
                """)
        },
    ]
}
