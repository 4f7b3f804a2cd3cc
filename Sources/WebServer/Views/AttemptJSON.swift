internal import Checkout
internal import Payments
internal import Persistence
internal import Retail

/// An attempt as JSON: its state, what the cashier may do, and the sentence for it.
struct AttemptJSON: Encodable {
    let number: String
    let grouped: String
    let sale: String
    let method: Int64
    let wallet: String
    let walletName: String
    let walletNameEn: String
    let amountFen: Int64
    let state: String
    let startedAt: Int64
    let nextAt: Int64?
    let nextStep: String?
    let asked: Int64
    let allowed: [String]
    let notice: NoticeView
    let offer: OfferJSON?

    init(_ stored: StoredAttempt, method: Int64, _ now: Timestamp) {
        let attempt = stored.attempt
        number = attempt.number.digits
        grouped = attempt.number.grouped
        sale = stored.sale.text
        self.method = method
        wallet = attempt.wallet.rawValue
        walletName = attempt.wallet.chineseName
        walletNameEn = attempt.wallet.englishName
        amountFen = attempt.amount.fen
        state = attempt.state.name
        startedAt = attempt.startedAt.microseconds
        nextAt = attempt.step?.at.microseconds
        nextStep = attempt.step?.name
        asked = attempt.queries
        allowed = attempt.allowed(at: now).map(\.rawValue)
        notice = NoticeView(OperatorNotice(attempt, at: now))
        offer = OfferJSON(attempt)
    }
}
