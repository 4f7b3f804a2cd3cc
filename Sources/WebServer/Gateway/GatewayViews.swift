// The gateway's answers as JSON. Names are those of docs/reference/openapi.yaml.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail

struct PaymentView: Encodable {
    struct DeclineView: Encodable {
        let kind, code: String
    }

    let number, reference, terminal, store, register, wallet, status, currency, subject: String
    let amountFen, refundedFen: Int64
    let tradeNumber: String?
    let startedAt: Int64
    let paidAt: Int64?
    let decline: DeclineView?

    init(_ payment: TerminalPayment, of terminal: Terminal) {
        number = payment.row.number.digits
        reference = payment.row.reference
        self.terminal = terminal.id
        store = terminal.store.digits
        register = terminal.register.digits
        wallet = payment.attempt.wallet.rawValue
        status = payment.status.rawValue
        currency = "CNY"
        subject = payment.row.subject
        amountFen = payment.attempt.amount.fen
        refundedFen = payment.claim?.refunded.fen ?? 0
        tradeNumber = payment.proof?.channelTradeNumber
        startedAt = payment.row.madeAt.microseconds
        paidAt = payment.proof?.paidAt?.microseconds
        decline = payment.decline.map { DeclineView(kind: $0.kind.rawValue, code: $0.code) }
    }
}

struct RefundView: Encodable {
    struct FailureView: Encodable {
        let kind, code: String
    }

    let number, reference, payment, kind, status: String
    let amountFen, startedAt: Int64
    let refundedAt: Int64?
    let failure: FailureView?

    init(_ refund: TerminalRefund) {
        number = refund.row.number.text
        reference = refund.row.reference
        payment = refund.row.order.digits
        kind = refund.row.kind.rawValue
        status = refund.status.rawValue
        amountFen = refund.refund.amount.fen
        startedAt = refund.row.madeAt.microseconds
        refundedAt = refund.proof?.refundedAt?.microseconds
        failure = refund.failure.map { FailureView(kind: $0.kind.rawValue, code: $0.code) }
    }
}

struct TerminalView: Encodable {
    struct KeyView: Encodable {
        let id, publicKey: String
        let since: Int64
    }

    let terminal, name, store, register: String
    let rights: [String]
    let keys: [KeyView]
    let webhook: String?
    let gatewayKey: KeyView

    init(
        _ terminal: Terminal, _ keys: [TerminalKey], gateway: (id: String, publicKey: String)
    ) {
        self.terminal = terminal.id
        name = terminal.name
        store = terminal.store.digits
        register = terminal.register.digits
        rights = terminal.rights.map(\.rawValue).sorted()
        self.keys = keys.map {
            KeyView(id: $0.id, publicKey: $0.publicKey, since: $0.from.microseconds)
        }
        webhook = terminal.webhook
        gatewayKey = KeyView(id: gateway.id, publicKey: gateway.publicKey, since: 0)
    }
}

struct RefusalView: Encodable {
    let code, messageZh, messageEn, next: String

    init(_ refusal: TerminalRefusal) {
        code = refusal.code
        messageZh = refusal.chinese
        messageEn = refusal.english
        next = refusal.next.rawValue
    }
}

/// A line of a statement, as JSON or as CSV.
struct StatementLineView: Encodable {
    let type, number, reference, payment, status: String
    let wallet: String?
    let amountFen, startedAt: Int64
    let tradeNumber: String?

    init(_ line: TerminalStatementLine) {
        switch line {
        case .payment(let payment):
            type = "payment"
            number = payment.row.number.digits
            reference = payment.row.reference
            self.payment = payment.row.number.digits
            status = payment.status.rawValue
            wallet = payment.attempt.wallet.rawValue
            amountFen = payment.attempt.amount.fen
            startedAt = payment.row.madeAt.microseconds
            tradeNumber = payment.proof?.channelTradeNumber
        case .refund(let refund):
            type = "refund"
            number = refund.row.number.text
            reference = refund.row.reference
            payment = refund.row.order.digits
            status = refund.status.rawValue
            wallet = refund.refund.wallet.rawValue
            amountFen = refund.refund.amount.fen
            startedAt = refund.row.madeAt.microseconds
            tradeNumber = nil
        }
    }

    static let csvHead =
        "type,number,reference,payment,status,wallet,amount_fen,started_at,trade_number\r\n"

    /// None of these texts holds a comma or a quote: they are numbers, tokens and names of ours, and a
    /// trade number is digits.
    var csv: String {
        "\(type),\(number),\(reference),\(payment),\(status),\(wallet ?? ""),\(amountFen),"
            + "\(startedAt),\(StatementLineView.plain(tradeNumber ?? ""))\r\n"
    }

    private static func plain(_ text: String) -> String {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x7A).contains($0) }
            ? text : ""
    }
}
