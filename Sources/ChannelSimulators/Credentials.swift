// What a merchant is given by the wallets, and what the wallets keep: made once, at random, and kept
// in the data folder, so that a till configured once goes on working after a restart.

package import Cryptography

/// The keys and identifiers of one merchant that this network knows, and of those beside it.
package struct Credentials: Sendable {
    /// What the merchant's orders are kept under; empty for the first.
    package let name: String
    /// The merchants beside this one: each wallet's side knows them, and tells one nothing of another.
    private let others: [Credentials]
    package let wechatAppID: String
    package let wechatMerchantID: String
    package let wechatKey: String
    /// Of the third version: what notifications are encrypted with.
    package let wechatV3Key: String
    package let alipayAppID: String
    /// The merchant's: given to the till, which signs with it.
    let merchantKey: RSAPrivateKey
    /// Alipay's own: never leaves this process.
    let alipayKey: RSAPrivateKey
    /// Of the authority that issues Alipay's certificates: never leaves this process.
    let alipayRootKey: RSAPrivateKey
    /// For certificate mode.
    let alipayIssue: AlipayIssue
    /// WeChat Pay's own, of its third version: never leaves this process.
    let wechatPlatformKey: RSAPrivateKey
    /// UnionPay's own: never leaves this process.
    let unionPayKey: RSAPrivateKey
    let merchantPublicKey: RSAPublicKey

    package var bestPayMerchantID: String { isSecond ? "02310109000199001" : "02310109000199000" }
    /// Capital hexadecimal, as BestPay hands it out.
    package var bestPayKey: String { String(Hex.upper(drawn("bestpay key")).prefix(48)) }
    /// The trade password, six digits.
    package var bestPayPassword: String {
        drawn("bestpay password").prefix(6).map { "\($0 % 10)" }.joined()
    }
    package var unionPayMerchantID: String { isSecond ? "898310058120002" : "898310058120001" }
    /// Of the merchant's certificate, which a till names in its requests.
    package var unionPayCertificateID: String { isSecond ? "69629715589" : "69629715588" }

    private var isSecond: Bool { !name.isEmpty }

    /// This merchant and those beside it.
    var merchants: [Credentials] { [self] + others }

    /// The second merchant, for a chain of which some stores have another account.
    package var second: Credentials { others.first ?? self }

    // As good as drawn anew, and the same after a restart.
    private func drawn(_ name: String) -> [UInt8] {
        Credentials.drawn(name, from: wechatKey)
    }

    private static func drawn(_ name: String, from key: String) -> [UInt8] {
        HMACSHA256.code(key: Array(key.utf8), message: Array(name.utf8))
    }

    /// What names WeChat Pay's key in its answers.
    ///
    /// As the merchant platform shows it; the digits are the merchant's and the key's own.
    var wechatPlatformKeyID: String {
        isSecond
            ? "PUB_KEY_ID_0119000001102026112400000000000001"
            : "PUB_KEY_ID_0119000001092026112400000000000001"
    }
    /// Of the merchant's certificate, which a till names in its requests.
    package var wechatCertificateSerial: String {
        isSecond
            ? "5157F09EFDC096DE15EBE81A47057A7232F1B8E2"
            : "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
    }

    /// Alipay's minimum for RSA2.
    private static let keyBits = 2_048

    /// New ones.
    ///
    /// *Errors*: `CryptographyError`.
    package static func make() throws(CryptographyError) -> Credentials {
        let hexadecimal = Hex.lower(try SecureRandom.bytes(24))
        let digits = try SecureRandom.bytes(9).map { "\($0 % 10)" }.joined()
        return try Credentials(
            wechatAppID: "wx" + hexadecimal.prefix(16),
            wechatKey: Hex.lower(try SecureRandom.bytes(16)),
            wechatV3Key: Hex.lower(try SecureRandom.bytes(16)),
            alipayAppID: "2021003" + digits,
            merchantKey: RSAPrivateKey.generate(bits: keyBits),
            alipayKey: RSAPrivateKey.generate(bits: keyBits),
            alipayRootKey: RSAPrivateKey.generate(bits: keyBits),
            wechatPlatformKey: RSAPrivateKey.generate(bits: keyBits),
            unionPayKey: RSAPrivateKey.generate(bits: keyBits),
            secondMerchantKey: RSAPrivateKey.generate(bits: keyBits),
            secondWalletKey: RSAPrivateKey.generate(bits: keyBits))
    }

    private init(
        wechatAppID: String, wechatKey: String, wechatV3Key: String, alipayAppID: String,
        merchantKey: RSAPrivateKey, alipayKey: RSAPrivateKey, alipayRootKey: RSAPrivateKey,
        wechatPlatformKey: RSAPrivateKey, unionPayKey: RSAPrivateKey,
        secondMerchantKey: RSAPrivateKey, secondWalletKey: RSAPrivateKey
    ) throws(CryptographyError) {
        let secondKey = Hex.lower(Credentials.drawn("second wechat key", from: wechatKey))
        let secondThird = Hex.lower(Credentials.drawn("second wechat v3 key", from: wechatKey))
        let second = try Credentials(
            name: "second", beside: [], wechatAppID: "wx" + secondKey.prefix(16),
            wechatMerchantID: "1900000110", wechatKey: String(secondKey.prefix(32)),
            wechatV3Key: String(secondThird.prefix(32)),
            alipayAppID: "2021009" + alipayAppID.suffix(9), merchantKey: secondMerchantKey,
            alipayKey: secondWalletKey, alipayRootKey: alipayRootKey,
            wechatPlatformKey: secondWalletKey, unionPayKey: unionPayKey)
        try self.init(
            name: "", beside: [second], wechatAppID: wechatAppID, wechatMerchantID: "1900000109",
            wechatKey: wechatKey, wechatV3Key: wechatV3Key, alipayAppID: alipayAppID,
            merchantKey: merchantKey, alipayKey: alipayKey, alipayRootKey: alipayRootKey,
            wechatPlatformKey: wechatPlatformKey, unionPayKey: unionPayKey)
    }

    private init(
        name: String, beside others: [Credentials], wechatAppID: String, wechatMerchantID: String,
        wechatKey: String, wechatV3Key: String, alipayAppID: String, merchantKey: RSAPrivateKey,
        alipayKey: RSAPrivateKey, alipayRootKey: RSAPrivateKey, wechatPlatformKey: RSAPrivateKey,
        unionPayKey: RSAPrivateKey
    ) throws(CryptographyError) {
        self.name = name
        self.others = others
        self.wechatAppID = wechatAppID
        self.wechatMerchantID = wechatMerchantID
        self.wechatKey = wechatKey
        self.wechatV3Key = wechatV3Key
        self.alipayAppID = alipayAppID
        self.merchantKey = merchantKey
        self.alipayKey = alipayKey
        self.alipayRootKey = alipayRootKey
        guard
            let issue = AlipayIssue(
                rootKey: alipayRootKey, alipayKey: alipayKey, merchantKey: merchantKey,
                appID: alipayAppID, chance: Credentials.drawn("alipay issue", from: wechatKey))
        else { throw .failed("issue certificates") }
        alipayIssue = issue
        self.wechatPlatformKey = wechatPlatformKey
        self.unionPayKey = unionPayKey
        merchantPublicKey = try RSAPublicKey(pem: merchantKey.publicKeyPEM())
    }

    /// Reads what `stored()` wrote; `nil` when it is anything else.
    init?(_ json: JSON) {
        guard let appID = json["wechatAppID"]?.string, let key = json["wechatKey"]?.string,
            key.utf8.count == 32, let alipayAppID = json["alipayAppID"]?.string,
            let merchant = json["merchantPrivateKey"]?.string,
            let alipay = json["alipayPrivateKey"]?.string
        else { return nil }
        // Of before there was a third version: Alipay's does for both then.
        let thirdKey = json["wechatV3Key"]?.string ?? key
        guard thirdKey.utf8.count == 32 else { return nil }
        let root = json["alipayRootKey"]?.string ?? alipay
        let platform = json["wechatPlatformKey"]?.string ?? alipay
        let unionPay = json["unionPayKey"]?.string ?? alipay
        // Of before there was a second merchant: the first one's do for it then.
        let secondMerchant = json["secondMerchantKey"]?.string ?? merchant
        let secondWallet = json["secondWalletKey"]?.string ?? alipay
        do {
            try self.init(
                wechatAppID: appID, wechatKey: key, wechatV3Key: thirdKey, alipayAppID: alipayAppID,
                merchantKey: RSAPrivateKey(pem: merchant), alipayKey: RSAPrivateKey(pem: alipay),
                alipayRootKey: RSAPrivateKey(pem: root),
                wechatPlatformKey: RSAPrivateKey(pem: platform),
                unionPayKey: RSAPrivateKey(pem: unionPay),
                secondMerchantKey: RSAPrivateKey(pem: secondMerchant),
                secondWalletKey: RSAPrivateKey(pem: secondWallet))
        } catch {
            return nil
        }
    }

    /// Everything, secrets too: for a file that only its owner can read.
    func stored() throws(CryptographyError) -> JSON {
        .members([
            "wechatAppID": .string(wechatAppID),
            "wechatKey": .string(wechatKey), "wechatV3Key": .string(wechatV3Key),
            "alipayAppID": .string(alipayAppID),
            "merchantPrivateKey": .string(try merchantKey.pem()),
            "alipayPrivateKey": .string(try alipayKey.pem()),
            "alipayRootKey": .string(try alipayRootKey.pem()),
            "wechatPlatformKey": .string(try wechatPlatformKey.pem()),
            "unionPayKey": .string(try unionPayKey.pem()),
            "secondMerchantKey": .string(try second.merchantKey.pem()),
            "secondWalletKey": .string(try second.alipayKey.pem()),
        ])
    }

    /// What the merchant configures: the `channels` part of the line printed at the start.
    package func channels(base: String) throws(CryptographyError) -> JSON {
        .members([
            "wechat": .members([
                "base": .string(base), "appID": .string(wechatAppID),
                "merchantID": .string(wechatMerchantID), "key": .string(wechatKey),
                "signType": .string("HMAC-SHA256"),
            ]),
            // The same merchant by the third version; a till has `wechat` or this.
            "wechatV3": .members([
                "base": .string(base), "appID": .string(wechatAppID),
                "merchantID": .string(wechatMerchantID),
                "privateKey": .string(Credentials.bare(try merchantKey.pem())),
                "certificateSerial": .string(wechatCertificateSerial),
                "apiV3Key": .string(wechatV3Key),
                "platformKeyID": .string(wechatPlatformKeyID),
                "platformKey": .string(Credentials.bare(try wechatPlatformKey.publicKeyPEM())),
            ]),
            "alipay": .members([
                "base": .string(base + "/gateway.do"), "appID": .string(alipayAppID),
                "privateKey": .string(Credentials.bare(try merchantKey.pem())),
                "alipayPublicKey": .string(Credentials.bare(try alipayKey.publicKeyPEM())),
                // The same application by certificates, for a till whose `mode` is `certificate`.
                "appCertificate": .string(Credentials.bare(alipayIssue.app)),
                "alipayCertificate": .string(Credentials.bare(alipayIssue.alipay)),
                "alipayRootCertificate": .string(Credentials.bare(alipayIssue.root)),
            ]),
            "bestpay": .members([
                "base": .string(base), "merchantID": .string(bestPayMerchantID),
                "key": .string(bestPayKey), "tradePassword": .string(bestPayPassword),
                "statements": .string(base + BestPayPlay.filePath + "/"),
            ]),
            "unionpay": .members([
                "base": .string(base + "/gateway/api"),
                "merchantID": .string(unionPayMerchantID),
                "certificateID": .string(unionPayCertificateID),
                "privateKey": .string(Credentials.bare(try merchantKey.pem())),
                "unionPayKey": .string(Credentials.bare(try unionPayKey.publicKeyPEM())),
                "statements": .string(base + UnionPayPlay.filePath),
            ]),
        ])
    }

    private static func bare(_ pem: String) -> String { IssuedCertificate.bare(pem) }
}
