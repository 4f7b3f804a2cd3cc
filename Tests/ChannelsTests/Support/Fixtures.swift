// One payment that all tests ask about, and the settings of both merchants. Invented, but of the
// right shapes; the RSA key of the merchant is the one of RFC 7515, Appendix A.2, so that
// signatures can be written down.

import Channels
import Cryptography
import Payments
import Retail

enum Fixtures {
    static let startedAt = at("20261123154205")
    static let wechatCode = "134567890123456789"
    static let alipayCode = "281234567890123456"
    static let amount = Money(fen: 6_510)

    static func at(_ compact: String) -> Timestamp {
        (try? CivilTime(compact: compact))?.timestamp ?? Timestamp(microseconds: 0)
    }

    static func number(serial: UInt32 = 3_874) throws -> MerchantOrderNumber {
        MerchantOrderNumber(
            at: startedAt, store: try StoreID("0101"), register: try RegisterID("02"),
            serial: serial)
    }

    static func request(
        code: String, subject: String = "药品-聚合支付", amount: Money = amount,
        payableFor: Pause
    ) throws -> PayRequest {
        PayRequest(
            number: try number(), amount: amount, code: try PaymentCode(reading: code),
            subject: subject, store: try StoreID("0101"), register: try RegisterID("02"),
            cashier: try StaffID("1007"), startedAt: startedAt,
            payableUntil: startedAt.advanced(by: payableFor))
    }

    static let sources = WireSources(now: { startedAt }, nonce: { "5K8264ILTKCH16CQ" })

    static func proof(
        trade: String, account: String, amount: Money = amount, currency: String = "CNY"
    ) throws -> PaidProof {
        PaidProof(
            merchantOrderNumber: try number().digits, channelTradeNumber: trade, amount: amount,
            currency: currency, merchantAccount: account, paidAt: at("20261123154207"))
    }
}

/// A transport that answers from memory and keeps what was asked.
actor Script {
    private(set) var requests: [HTTPRequest] = []
    private let outcome: HTTPOutcome

    init(_ outcome: HTTPOutcome) {
        self.outcome = outcome
    }

    init(body: String) {
        outcome = .answered(status: 200, body: Array(body.utf8))
    }

    func post(_ request: HTTPRequest) -> HTTPOutcome {
        requests.append(request)
        return outcome
    }

    nonisolated var transport: HTTPTransport {
        HTTPTransport { request in await self.post(request) }
    }
}

extension HTTPOutcome {
    /// The same without what stood in the answer's head.
    var headless: HTTPOutcome {
        guard case .answered(let status, let body, _) = self else { return self }
        return .answered(status: status, body: body)
    }
}
