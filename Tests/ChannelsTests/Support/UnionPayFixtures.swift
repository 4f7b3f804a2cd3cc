// UnionPay's side of the wire, written anew for the tests: fields joined as they are, signed over
// the letters of their digest with a key of its own.

import Channels
import Cryptography
import Payments
import Retail

enum UnionPayFixtures {
    static let merchant = "898310058120001"
    static let code = "6212345678901234567"
    static let trade = "202611231902604825931"

    /// Made once per test run: keys take a while to find.
    private static let unionPayKey = Result { try RSAPrivateKey.generate(bits: 2_048) }
    private static let strangerKey = Result { try RSAPrivateKey.generate(bits: 2_048) }

    static func settings(
        base: String = "http://127.0.0.1:9/gateway/api", certificateID: String = "69629715588",
        keys: [String]? = nil, statements: String? = nil, notifyURL: String? = nil,
        answerTimeoutMilliseconds: Int = 5_000
    ) throws -> UnionPaySettings {
        try UnionPaySettings(
            base: base, merchantID: merchant, certificateID: certificateID,
            privateKeyText: AlipayFixtures.merchantKey,
            unionPayKeyTexts: try keys ?? [unionPayKey.get().publicKeyPEM()],
            statements: statements, notifyURL: notifyURL,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds)
    }

    static func strangersKey() throws -> String { try strangerKey.get().publicKeyPEM() }
    static func keyText() throws -> String { try unionPayKey.get().publicKeyPEM() }

    static func joined(_ fields: [String: String]) -> String {
        fields.filter { !$0.value.isEmpty && $0.key != "signature" }.sorted { $0.key < $1.key }
            .map { $0.key + "=" + $0.value }.joined(separator: "&")
    }

    /// An answer with these fields, signed; a value that is empty leaves its field out.
    static func answer(
        _ fields: [String: String], isStrangers: Bool = false, isSigned: Bool = true
    ) throws -> String {
        let number = try Fixtures.number().digits
        let all = [
            "version": "5.1.0", "encoding": "UTF-8", "signMethod": "01", "respCode": "00",
            "respMsg": "成功[0000000]", "merId": merchant, "orderId": number,
            "txnTime": "20261123154205", "txnType": "01", "txnSubType": "06",
            "signPubKeyCert": "-----BEGIN CERTIFICATE-----\r\nMIIB+/=\r\n-----END CERTIFICATE-----",
        ].merging(fields) { $1 }.filter { !$0.value.isEmpty }
        guard isSigned else { return joined(all) }
        let key = try isStrangers ? strangerKey.get() : unionPayKey.get()
        let text = Hex.lower(Digest.sha256(Array(joined(all).utf8)))
        let signature = Base64.text(try key.signSHA256(Array(text.utf8)))
        return joined(all) + "&signature=" + signature
    }

    /// What a query finds of the order.
    static func state(_ code: String, _ changes: [String: String] = [:]) throws -> String {
        try answer(
            [
                "origRespCode": code, "queryId": trade, "txnAmt": "6510", "currencyCode": "156",
            ].merging(changes) { $1 })
    }

    /// The same of the refund.
    static func refundState(_ code: String, _ changes: [String: String] = [:]) throws -> String {
        try state(
            code,
            [
                "orderId": try RefundFixtures.number().text, "txnTime": "20261124093000",
                "txnType": "04", "txnSubType": "00", "txnAmt": "2000",
            ].merging(changes) { $1 })
    }

    static func refundAnswer(_ changes: [String: String] = [:]) throws -> String {
        try answer(
            [
                "orderId": try RefundFixtures.number().text, "txnTime": "20261124093000",
                "txnType": "04", "txnSubType": "00", "txnAmt": "2000",
            ].merging(changes) { $1 })
    }
}
