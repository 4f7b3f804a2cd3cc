// A clock and chance that tests hold in their hands, and a merchant that signs for itself: the
// signatures are made here from the public description, not by the code under test.

import ChannelSimulators
import Cryptography
import Retail
import Synchronization

/// A clock that stands still until it is moved, and entropy from a seed.
final class FakeWorld: Sendable {
    private let state = Mutex(
        (now: Timestamp(microseconds: 1_795_403_365_000_000), seed: UInt64(7)))

    private let sleepers = Mutex((isHeld: false, waiting: [CheckedContinuation<Void, Never>]()))

    var surroundings: Books.Surroundings {
        Books.Surroundings(
            now: { self.now }, entropy: { self.entropy() }, sleep: { _ in await self.sleep() })
    }

    /// From now on, who sleeps sleeps until `wake()`; before, sleeping takes no time.
    func holdSleepers() {
        sleepers.withLock { $0.isHeld = true }
    }

    func wake() {
        let waiting = sleepers.withLock { sleepers in
            sleepers.isHeld = false
            defer { sleepers.waiting = [] }
            return sleepers.waiting
        }
        for one in waiting { one.resume() }
    }

    private func sleep() async {
        await withCheckedContinuation { continuation in
            let isHeld = sleepers.withLock { sleepers in
                if sleepers.isHeld { sleepers.waiting.append(continuation) }
                return sleepers.isHeld
            }
            if !isHeld { continuation.resume() }
        }
    }

    var now: Timestamp { state.withLock { $0.now } }

    func pass(_ pause: Pause) {
        state.withLock { $0.now = $0.now.advanced(by: pause) }
    }

    func entropy() -> UInt64 {
        state.withLock { state in
            state.seed = state.seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state.seed >> 5
        }
    }
}

/// A merchant as a till would be configured: from the one line of JSON.
struct Merchant: Sendable {
    let appID: String
    let merchantID: String
    let key: String
    let alipayAppID: String
    let privateKey: RSAPrivateKey
    let alipayKey: RSAPublicKey

    /// RSA keys take a moment to make, so all tests without a process share one merchant.
    static let credentials = Result { try Credentials.make() }

    struct Incomplete: Error {}

    init(channels: JSON) throws {
        let (wechat, alipay) = (channels["wechat"], channels["alipay"])
        guard let appID = wechat?["appID"]?.string, let id = wechat?["merchantID"]?.string,
            let key = wechat?["key"]?.string, let alipayAppID = alipay?["appID"]?.string,
            let privateKey = alipay?["privateKey"]?.string,
            let publicKey = alipay?["alipayPublicKey"]?.string
        else { throw Incomplete() }
        self.appID = appID
        merchantID = id
        self.key = key
        self.alipayAppID = alipayAppID
        self.privateKey = try RSAPrivateKey(pem: privateKey)
        alipayKey = try RSAPublicKey(pem: publicKey)
    }

    static func joined(_ fields: [String: String]) -> String {
        fields.filter { $0.key != "sign" && $0.value != "" }.keys.sorted()
            .map { $0 + "=" + (fields[$0] ?? "") }.joined(separator: "&")
    }

    func wechatSign(_ fields: [String: String]) -> String {
        let text = Array((Merchant.joined(fields) + "&key=" + key).utf8)
        return fields["sign_type"] == "HMAC-SHA256"
            ? Hex.upper(HMACSHA256.code(key: Array(key.utf8), message: text))
            : Hex.upper(Digest.md5(text))
    }

    /// A signed WeChat Pay message; `changes` are made after signing when `tampered`.
    func wechat(
        _ fields: [String: String], changes: [String: String?] = [:],
        tampered: [String: String] = [:]
    ) -> [UInt8] {
        var all = [
            "appid": appID, "mch_id": merchantID, "nonce_str": "n0nce",
            "sign_type": "HMAC-SHA256",
        ].merging(fields) { $1 }
        for (name, value) in changes { all[name] = value }
        all["sign"] = wechatSign(all)
        all.merge(tampered) { $1 }
        return Array(
            ("<xml>" + all.map { "<\($0.key)><![CDATA[\($0.value)]]></\($0.key)>" }.joined()
                + "</xml>").utf8)
    }

    /// The signed fields of an Alipay call.
    func alipay(
        _ method: String, _ content: String, changes: [String: String?] = [:]
    ) throws -> [String: String] {
        var all: [String: String] = [
            "app_id": alipayAppID, "method": method, "format": "JSON", "charset": "utf-8",
            "sign_type": "RSA2", "timestamp": "2026-11-23 15:42:05", "version": "1.0",
            "biz_content": content,
        ]
        for (name, value) in changes { all[name] = value }
        let signature = try privateKey.signSHA256(Array(Merchant.joined(all).utf8))
        all["sign"] = Base64.text(signature)
        return all
    }

    /// The fields as a form.
    static func form(_ fields: [String: String]) -> [UInt8] {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~".utf8)
        func escaped(_ text: String) -> String {
            text.utf8.map { unit in
                plain.contains(unit)
                    ? String(Unicode.Scalar(unit)) : "%" + Hex.upper([unit])
            }.joined()
        }
        return Array(
            fields.map { escaped($0.key) + "=" + escaped($0.value) }.joined(separator: "&").utf8)
    }

    /// The answer's node, once its signature has been checked over its exact bytes.
    func alipayNode(_ body: [UInt8], _ name: String) throws -> JSON {
        let text = String(decoding: body, as: UTF8.self)
        let head = "{\"\(name)\":"
        let parts = text.dropFirst(head.count).split(separator: ",\"sign\":\"")
        guard text.hasPrefix(head), parts.count == 2, let node = parts.first,
            let signature = Base64.bytes(String(parts[1].dropLast(2))),
            alipayKey.verifiesSHA256(Array(node.utf8), signature: signature),
            let json = JSON(reading: Array(node.utf8))
        else { throw Incomplete() }
        return json
    }
}

/// The fields of a WeChat Pay answer, once its signature has been checked.
func wechatFields(_ body: [UInt8], _ merchant: Merchant, md5: Bool = false) -> [String: String]? {
    guard let fields = FlatXML.fields(body) else { return nil }
    var signed = fields
    signed["sign_type"] = nil
    let text = Array((Merchant.joined(signed) + "&key=" + merchant.key).utf8)
    let expected =
        md5
        ? Hex.upper(Digest.md5(text))
        : Hex.upper(HMACSHA256.code(key: Array(merchant.key.utf8), message: text))
    return fields["sign"] == expected ? fields : nil
}
