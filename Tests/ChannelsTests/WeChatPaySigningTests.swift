// The two published shapes of a signature, with a key that is public knowledge.

import Channels
import Testing

@Suite("WeChat Pay signatures")
struct WeChatPaySigningTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let fields: [FlatXML.Field]
        let type: WeChatPaySettings.SignType
        let sign: String
        var testDescription: String { name }
    }

    private static let documented = [
        FlatXML.Field("mch_id", "10000100"), FlatXML.Field("body", "test"),
        FlatXML.Field("appid", "wxd930ea5d5a258f4f"), FlatXML.Field("device_info", "1000"),
        FlatXML.Field("nonce_str", "ibuaiVcKdpRxkhJA"),
    ]

    private static let micropay = [
        FlatXML.Field("appid", "wx2421b1c4370ec43b"), FlatXML.Field("attach", ""),
        FlatXML.Field("auth_code", "134567890123456789"), FlatXML.Field("body", "药品-聚合支付"),
        FlatXML.Field("mch_id", "10000100"), FlatXML.Field("nonce_str", "5K8264ILTKCH16CQ"),
        FlatXML.Field("out_trade_no", "2026112315420501010200038742"),
        FlatXML.Field("spbill_create_ip", "127.0.0.1"), FlatXML.Field("total_fee", "6510"),
        FlatXML.Field("sign", "is not signed itself"),
    ]

    @Test(
        "Signatures are as published, whatever the order of the fields",
        arguments: [
            Vector(
                name: "documented, MD5", fields: documented, type: .md5,
                sign: "9A0A8659F005D6984697E2CA0A9CF3B7"),
            Vector(
                name: "documented, HMAC-SHA256", fields: documented, type: .hmacSHA256,
                sign: "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6"),
            Vector(
                name: "micropay, MD5", fields: micropay, type: .md5,
                sign: "612696584EE8E51F29CEEBCD0791AE13"),
            Vector(
                name: "micropay, HMAC-SHA256", fields: micropay, type: .hmacSHA256,
                sign: "B3FB9B7EEE1C09521E52D4401D9E0F6062EAA8FC4EE3A5D0C590B8116004169D"),
        ])
    func vectors(vector: Vector) throws {
        let signing = WeChatPaySigning(try WeChatPayFixtures.settings(vector.type))
        #expect(signing.signature(of: vector.fields) == vector.sign)
        #expect(signing.signature(of: vector.fields.reversed()) == vector.sign)
        #expect(signing.signed(vector.fields.dropLast()).last?.name == "sign")
    }
}
