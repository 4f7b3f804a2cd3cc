// Certificate mode: the numbers as a second source reckons them, and whom an answer may be signed by.

import Channels
import Cryptography
import Payments
import Retail
import Synchronization
import Testing

@Suite("Alipay by certificates")
struct AlipayCertificateTests {
    typealias Vectors = AlipayCertificateFixtures

    private static func settings(
        app: String = Vectors.app, alipay: [String] = [Vectors.alipay],
        root: String = Vectors.roots, key: String = AlipayFixtures.merchantKey,
        at now: Timestamp = Fixtures.startedAt
    ) throws -> AlipaySettings {
        try AlipaySettings(
            gateway: "http://127.0.0.1:9/gateway.do", appID: "2021004100000001",
            privateKeyText: key, appCertificateText: app, alipayCertificateTexts: alipay,
            rootCertificateText: root, at: now)
    }

    /// The certificate of Alipay's is over the merchant's key here.
    private static func signature(_ text: String) throws -> String {
        Base64.text(
            try RSAPrivateKey(pem: AlipayFixtures.merchantKey).signSHA256(Array(text.utf8)))
    }

    @Test("The numbers are those of a second source; roots without RSA have none")
    func numbers() throws {
        let certificates = try #require(try Self.settings().certificates)
        #expect(certificates.appSerial == Vectors.appSerial)
        #expect(certificates.rootSerial == Vectors.rootSerial)
        let roots = try X509Certificate.list(Vectors.roots)
        #expect(roots.map(\.isSignedWithRSA) == [false, true, true])
        #expect(
            roots.first?.issuer == "CN=Root C,OU=Certification,O=示例证书中心,C=CN")
        #expect(try X509Certificate.list(Vectors.alipay).count == 2)
        let alipay = try #require(try X509Certificate.list(Vectors.alipay).first)
        #expect(AlipayCertificates.serial(alipay) == Vectors.alipaySerial)
        #expect(alipay.serial == "42732951036603231517512358040967315522")
    }

    @Test("A request names both, and signs them")
    func request() throws {
        let wire = AlipayWire(try Self.settings())
        let asked = OrderQuestion.merchantOrderNumber(try Fixtures.number())
        let request = try #require(wire.query(asked, at: Fixtures.startedAt))
        let text = String(decoding: request.body.value, as: UTF8.self)
        #expect(text.contains("&app_cert_sn=\(Vectors.appSerial)&"))
        #expect(text.contains("&alipay_root_cert_sn=\(Vectors.rootSerial)&sign="))
        let plain = AlipayWire(try AlipayFixtures.settings())
        let before = try #require(plain.query(asked, at: Fixtures.startedAt))
        #expect(!String(decoding: before.body.value, as: UTF8.self).contains("cert_sn"))
    }

    @Test("An answer proves what it says only by an installed certificate")
    func answers() throws {
        let node = AlipayFixtures.node(try AlipayFixtures.paidFields())
        let sign = try Self.signature(node)
        let other = String(repeating: "ab", count: 16)
        let rows: [(serial: String?, sign: String, detail: String?)] = [
            (Vectors.alipaySerial, sign, nil),
            (Vectors.alipaySerial, try Self.signature(node + " "), "wrong signature"),
            (other, sign, "other alipay_cert_sn " + other),
            (Vectors.appSerial, sign, "other alipay_cert_sn " + Vectors.appSerial),
            ("13800138000", sign, "other alipay_cert_sn (unprintable)"),
            (nil, sign, "no alipay_cert_sn: an application in key mode?"),
        ]
        let met = Mutex<[String]>([])
        let mapping = AlipayOutcomeMapping(try Self.settings()) { serial in
            met.withLock { $0.append(serial) }
        }
        for row in rows {
            let serial = row.serial.map { ",\"alipay_cert_sn\":\"\($0)\"" } ?? ""
            let body = "{\"alipay_trade_pay_response\":\(node)\(serial),\"sign\":\"\(row.sign)\"}"
            let answer = mapping.pay(Array(body.utf8), asked: try Fixtures.number())
            if let detail = row.detail {
                #expect(answer == .unresolved(Doubt(kind: .badSignature, detail: detail)))
            } else {
                guard case .paid = answer else {
                    Issue.record("\(answer)")
                    continue
                }
            }
        }
        // Only the ones that are not installed are told of, and only what may be shown.
        #expect(met.withLock { $0 } == [other, Vectors.appSerial, "(unprintable)"])
    }

    @Test("A notification names none, and is proven by any that is installed")
    func notification() throws {
        let listener = AlipayNotifications(try Self.settings())
        let text = "app_id=2021004100000001&notify_type=servicewindow"
        for (signed, isGood) in [(text, true), (text + "x", false)] {
            let sign = try Self.signature(signed).replacing("+", with: "%2B")
                .replacing("/", with: "%2F").replacing("=", with: "%3D")
            let message = NotificationMessage(
                headers: [], body: Array("\(text)&sign_type=RSA2&sign=\(sign)".utf8))
            let read = try? listener.read(message, at: Fixtures.startedAt)
            #expect(read == (isGood ? .other(kind: "servicewindow") : nil))
        }
    }

    @Test("While one certificate takes the other's place both are good, and the first end is told")
    func two() throws {
        let certificates = try #require(
            try Self.settings(alipay: [Vectors.alipay, Vectors.alipay]).certificates)
        #expect(certificates.ends.setting == "alipay.appCertificate")
        #expect(CivilTime(certificates.ends.at).spaced == "2030-01-01 08:00:00")
    }

    @Test("What cannot prove anything stops the start, named and not shown")
    func refused() throws {
        let fresh = try RSAPrivateKey.generate(bits: 2_048).pem()
        let key = try RSAPrivateKey(pem: AlipayFixtures.merchantKey).publicKeyPEM()
        let parts = Vectors.alipay.split(separator: "-----\n-----")
        let alone = String(try #require(parts.first)) + "-----\n"
        let (late, early) = (
            Timestamp(microseconds: 1_893_456_000_000_000),
            Timestamp(microseconds: 1_735_689_599_000_000)
        )
        let rows: [(String, String, () throws -> AlipaySettings)] = [
            ("alipay.appCertificate", "expired at 2030-01-01", { try Self.settings(at: late) }),
            ("alipay.appCertificate", "valid only from", { try Self.settings(at: early) }),
            ("alipay.appCertificate", "is missing", { try Self.settings(app: "") }),
            ("alipay.appCertificate", "is not a certificate", { try Self.settings(app: key) }),
            ("alipay.appCertificate", "privateKey", { try Self.settings(key: fresh) }),
            ("alipay.alipayCertificate", "is missing", { try Self.settings(alipay: []) }),
            (
                "alipay.alipayCertificate", "does not lead",
                { try Self.settings(alipay: [Vectors.forged]) }
            ),
            (
                "alipay.alipayCertificate", "does not lead", { try Self.settings(alipay: [alone]) }
            ),
            (
                "alipay.alipayCertificate2", "does not lead",
                { try Self.settings(alipay: [Vectors.alipay, Vectors.forged]) }
            ),
            ("alipay.alipayRootCertificate", "is missing", { try Self.settings(root: "") }),
            (
                "alipay.alipayRootCertificate", "is not a certificate",
                { try Self.settings(root: "-----BEGIN CERTIFICATE-----\nAAAA") }
            ),
            (
                "alipay.alipayRootCertificate", "is not a certificate",
                { try Self.settings(root: String(repeating: "A", count: 70_000)) }
            ),
        ]
        for (setting, reason, attempt) in rows {
            do {
                _ = try attempt()
                Issue.record("\(setting), \(reason): taken")
            } catch let error as SettingsError {
                #expect(error.description.hasPrefix(setting + " "), "\(error)")
                #expect(error.description.contains(reason), "\(error)")
            }
        }
    }
}
