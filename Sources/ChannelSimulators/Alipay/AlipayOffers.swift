// Alipay: an order whose code the merchant shows. The trade is opened by the scan; until then no call
// knows it, a cancel included, and the code is good until its time is over.
//
// Source: alipay.trade.precreate.

internal import Retail

extension AlipayPlay {
    /// `alipay.trade.precreate`.
    func offer(_ content: JSON, notify: String?) throws(AlipayRefusal) -> JSON {
        let number = try number(content)
        guard let subject = content["subject"]?.string, !subject.isEmpty,
            subject.utf8.count <= 256
        else { throw .parameter("subject") }
        guard let yuan = content["total_amount"]?.string, let amount = try? Money(yuan: yuan),
            amount.isPositive, amount <= .saleMax
        else { throw .parameter("total_amount") }
        let limit = try relativeDeadline(content, "qr_code_timeout_express")
        let details = ["store_id", "terminal_id"].map { content[$0]?.string ?? "" }
        let entropy = books.entropy()
        let result = books.change { ledger, now -> Result<Offer, PayRefusal> in
            let request = OfferRequest(
                key: OrderKey(wallet: .alipay, merchant: credentials.name, number: number),
                amount: amount,
                subject: subject, details: details.joined(separator: "|"),
                payableUntil: limit?(now) ?? now.advanced(by: .hours(2)), notifyURL: notify,
                wire: "alipay")
            do throws(PayRefusal) {
                return .success(try ledger.offer(request, entropy: entropy, at: now))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let refusal): throw AlipayRefusal(refusal)
        case .success(let offer):
            return .members([
                "code": .string("10000"), "msg": .string("Success"),
                "out_trade_no": .string(number), "qr_code": .string(offer.code),
            ])
        }
    }
}
