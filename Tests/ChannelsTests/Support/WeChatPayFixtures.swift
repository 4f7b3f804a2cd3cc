// WeChat Pay's side of the wire, written anew for the tests: it signs its answers itself, so that
// the client's own signing is not what the client is tested against.

import Channels
import Cryptography
import Retail

enum WeChatPayFixtures {
    static let key = "192006250b4c09247ec02edce69f6a2d"
    static let trade = "4200002026112315420712345678"

    static func settings(
        base: String = "http://127.0.0.1:9", _ type: WeChatPaySettings.SignType = .hmacSHA256,
        answerTimeoutMilliseconds: Int = 5_000, notifyURL: String? = nil
    ) throws -> WeChatPaySettings {
        try WeChatPaySettings(
            base: base, appID: "wx2421b1c4370ec43b", merchantID: "1900000109", key: key,
            signType: type, notifyURL: notifyURL,
            answerTimeoutMilliseconds: answerTimeoutMilliseconds)
    }

    static let account = ["appid": "wx2421b1c4370ec43b", "mch_id": "1900000109"]

    /// A signed answer; fields given as nil are left out.
    static func answer(
        _ fields: [String: String?], key: String = key,
        _ type: WeChatPaySettings.SignType = .hmacSHA256
    ) -> String {
        var all: [String: String?] = [
            "return_code": "SUCCESS", "return_msg": "OK", "nonce_str": "IITRi8Iabbblz1Jc",
        ]
        all.merge(account.mapValues { $0 }) { _, new in new }
        all.merge(fields) { _, new in new }
        let present = all.compactMapValues { $0 }
        let text =
            present.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: "&") + "&key=" + key
        let sign =
            switch type {
            case .md5: Hex.upper(Digest.md5(Array(text.utf8)))
            case .hmacSHA256:
                Hex.upper(HMACSHA256.code(key: Array(key.utf8), message: Array(text.utf8)))
            }
        return xml(present.merging(["sign": sign]) { _, new in new })
    }

    static func xml(_ fields: [String: String]) -> String {
        let body = fields.sorted { $0.key < $1.key }
            .map { "<\($0.key)><![CDATA[\($0.value)]]></\($0.key)>\n" }.joined()
        return "<xml>\n" + body + "</xml>"
    }

    static func paidFields() throws -> [String: String?] {
        [
            "result_code": "SUCCESS", "openid": "oUpF8uN95-Ptaags6E_roPHg7AG0",
            "trade_type": "MICROPAY", "bank_type": "CCB_DEBIT", "total_fee": "6510",
            "cash_fee": "6510", "transaction_id": trade,
            "out_trade_no": try Fixtures.number().digits, "time_end": "20261123154207",
        ]
    }

    static func paid(_ changes: [String: String?] = [:]) throws -> String {
        answer(try paidFields().merging(changes) { _, new in new })
    }

    static func failed(_ code: String, _ changes: [String: String?] = [:]) -> String {
        let fields: [String: String?] = [
            "result_code": "FAIL", "err_code": code, "err_code_des": "说明",
        ]
        return answer(fields.merging(changes) { _, new in new })
    }

    static func state(_ state: String, _ changes: [String: String?] = [:]) throws -> String {
        answer(
            try paidFields().merging(["trade_state": state]) { _, new in new }
                .merging(changes) { _, new in new })
    }
}
