// A claim ties one debit to one sale. It is a row with two unique keys, so of two tills that scan the
// same number at the same moment exactly one wins, whatever either had checked before.

package import Payments
package import Retail

/// A debit that a sale has taken for its own.
package struct Claim: Sendable {
    package let number: MerchantOrderNumber
    package let wallet: Wallet
    package let tradeNumber: String
    package let store: StoreID
    package let sale: SaleID
    /// 41, or 42 when it was found by hand.
    package let method: Int64
    package let amount: Money
    package let proof: PaidProof
    package let claimedBy: StaffID
    package let claimedAt: Timestamp
    /// What has been given back of it, or is reserved to be.
    package let refunded: Money

    package init(
        number: MerchantOrderNumber, wallet: Wallet, store: StoreID, sale: SaleID, method: Int64,
        amount: Money, proof: PaidProof, claimedBy: StaffID, claimedAt: Timestamp,
        refunded: Money = .zero
    ) {
        self.number = number
        self.wallet = wallet
        self.tradeNumber = proof.channelTradeNumber
        self.store = store
        self.sale = sale
        self.method = method
        self.amount = amount
        self.proof = proof
        self.claimedBy = claimedBy
        self.claimedAt = claimedAt
        self.refunded = refunded
    }
}

package enum ClaimTable {
    /// Claims a debit; false when it is claimed already, by whichever of its two numbers.
    package static func insert(_ claim: Claim, in transaction: any Transaction) throws -> Bool {
        // Of an attempt of ours it is written down by now, with its account.
        try MisdatedTable.note(
            claim.number.digits, madeAt: claim.number.madeAt, claim.wallet, account: "",
            movedAt: claim.proof.paidAt, in: transaction)
        let changed = try transaction.execute(
            """
            INSERT INTO claim (
                order_number, wallet, trade_number, store_id, sale_id, method_id, amount_fen,
                proof, claimed_by, claimed_at_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [
                .text(claim.number.digits), .text(claim.wallet.rawValue), .text(claim.tradeNumber),
                .text(claim.store.digits), .text(claim.sale.text), .integer(claim.method),
                .integer(claim.amount.fen), .text(claim.proof.fields(in: FieldText("paid")).line),
                .text(claim.claimedBy.digits), .integer(claim.claimedAt.microseconds),
            ])
        return changed == 1
    }

    /// The claim on a debit, found by our number or by the wallet's.
    package static func find(
        number: MerchantOrderNumber?, tradeNumber: String?, in transaction: any Transaction
    ) throws -> Claim? {
        try transaction.row(
            "SELECT * FROM claim WHERE order_number = ? OR trade_number = ?",
            [.text(number?.digits), .text(tradeNumber)]
        ).map(read)
    }

    package static func ofSale(
        _ sale: SaleID, store: StoreID, in transaction: any Transaction
    ) throws -> [Claim] {
        try transaction.rows(
            "SELECT * FROM claim WHERE store_id = ? AND sale_id = ? ORDER BY order_number",
            [.text(store.digits), .text(sale.text)]
        ).map(read)
    }

    /// Records that a debit was found by hand after all (method 42 on the sale's own attempt).
    package static func setMethod(
        _ method: Int64, of number: MerchantOrderNumber, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            "UPDATE claim SET method_id = ? WHERE order_number = ?",
            [.integer(method), .text(number.digits)])
    }

    /// Reserves a part of a debit to be given back, in the transaction that writes the refund; false
    /// when that much is not left of it.
    ///
    /// The row's own constraint says the same, so that no other path can give back too much.
    package static func reserve(
        _ amount: Money, of number: MerchantOrderNumber, in transaction: any Transaction
    ) throws -> Bool {
        let changed = try transaction.execute(
            """
            UPDATE claim SET refunded_fen = refunded_fen + ?
            WHERE order_number = ? AND refunded_fen + ? <= amount_fen
            """,
            [.integer(amount.fen), .text(number.digits), .integer(amount.fen)])
        return changed == 1
    }

    /// Gives a reservation up, because its refund has failed.
    ///
    /// *Errors*: `DatabaseError.constraint` when less than that is reserved.
    package static func release(
        _ amount: Money, of number: MerchantOrderNumber, in transaction: any Transaction
    ) throws {
        try transaction.queue(
            "UPDATE claim SET refunded_fen = refunded_fen - ? WHERE order_number = ?",
            [.integer(amount.fen), .text(number.digits)],
            findingOneOr: StoredError.absent("claim of \(number.digits)"))
    }

    private static func read(_ row: Row) throws -> Claim {
        guard let wallet = Wallet(rawValue: try row.text("wallet")) else {
            throw StoredError.unreadable("claim")
        }
        return Claim(
            number: try MerchantOrderNumber(reading: row.text("order_number")), wallet: wallet,
            store: try StoreID(row.text("store_id")), sale: SaleID(try row.text("sale_id")),
            method: try row.integer("method_id"),
            amount: Money(fen: try row.integer("amount_fen")),
            proof: try PaidProof(FieldText(parsing: row.text("proof"))),
            claimedBy: try StaffID(row.text("claimed_by")),
            claimedAt: Timestamp(microseconds: try row.integer("claimed_at_us")),
            refunded: Money(fen: try row.integer("refunded_fen")))
    }
}
