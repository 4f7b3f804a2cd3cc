// What is open at a register when its drawer changes hands. None of it blocks the handover: a customer
// whose payment is in doubt does not keep a cashier from going home; the next person has it by name.

internal import Payments
internal import Persistence
internal import Retail
internal import Sales

struct OpenThings {
    /// More of one kind than that is another kind of trouble.
    private static let most: Int64 = 200

    private let session: Session
    private let moment: Moment
    private let transaction: any Transaction

    init(_ session: Session, _ moment: Moment, _ transaction: any Transaction) {
        self.session = session
        self.moment = moment
        self.transaction = transaction
    }

    func all() throws -> [HandedOver] {
        try sales() + payments() + refunds() + papers()
    }

    private func sales() throws -> [HandedOver] {
        let open = try SaleTable.open(
            store: session.store, register: session.register, in: transaction)
        let held = try SaleTable.suspended(
            store: session.store, limit: OpenThings.most, in: transaction
        ).filter { $0.sale.register == session.register }
        return try [open].compactMap { $0 }.filter { !$0.sale.lines.isEmpty }
            .map { try item($0.sale, .sale) } + held.map { try item($0.sale, .held) }
    }

    private func item(_ sale: Sale, _ kind: HandedOver.Kind) throws -> HandedOver {
        let goods = sale.lines.first?.goods.name ?? ""
        let words = sale.note.isEmpty ? goods : "\(goods) · \(sale.note)"
        return HandedOver(
            kind: kind, subject: sale.id.text,
            words: sale.lines.count > 1 ? "\(words) +\(sale.lines.count - 1)" : words,
            amount: try sale.totals().due)
    }

    private func payments() throws -> [HandedOver] {
        try AttemptTable.open(
            store: session.store, register: session.register, paces: moment.paces,
            in: transaction
        ).map { stored in
            HandedOver(
                kind: .payment, subject: stored.attempt.number.digits,
                words: stored.attempt.number.grouped, amount: stored.attempt.amount)
        }
    }

    private func refunds() throws -> [HandedOver] {
        try RefundTable.open(
            store: session.store, register: session.register, paces: moment.paces,
            in: transaction
        ).map { stored in
            HandedOver(
                kind: .refund, subject: stored.refund.number.text,
                words: stored.refund.number.text, amount: stored.refund.amount)
        }
    }

    private func papers() throws -> [HandedOver] {
        try PrintJobTable.queued(
            store: session.store, register: session.register, limit: OpenThings.most,
            in: transaction
        ).map { job in
            HandedOver(kind: .paper, subject: job.id, words: try words(of: job), amount: nil)
        }
    }

    /// The number on the paper.
    private func words(of job: PrintJob) throws -> String {
        switch job.paper {
        case .shiftSlip(let no): return "\(job.register.digits)/\(no)"
        case .receipt(let sale): return try receipt(of: sale)
        case .returnSlip(let sale, let seq):
            return SaleReturn.number(of: try receipt(of: sale), seq: seq)
        }
    }

    private func receipt(of sale: SaleID) throws -> String {
        let stored = try SaleTable.find(sale, store: session.store, in: transaction)
        guard case .posted(_, let receipt)? = stored?.sale.state else { return "" }
        return receipt
    }
}
