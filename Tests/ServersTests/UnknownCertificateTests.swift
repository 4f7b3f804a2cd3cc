// Alipay signs with a certificate that nobody has installed here: an operator reads of it in the log.

import Foundation
import Testing

@testable import counterfoil

@Suite struct UnknownCertificateTests {
    private static let cough = [(code: "6990000010212", quantity: Int64(1))]

    @Test("The log names the certificate and the setting for it, once, and nothing secret")
    func named() async throws {
        try await House.with { house in
            _ = try house.network()
            let other = try house.settings().channels.alipay
            let network = try house.network()
            let certificate = try #require(other.alipayCertificate.text)
            let root = house.folder.appendingPathComponent("root.crt")
            try #require(other.alipayRootCertificate.text)
                .write(to: root, atomically: false, encoding: .utf8)
            let till = TillClient(
                base: try house.server(
                    more: [
                        "channels.alipay.mode=certificate",
                        "channels.alipay.alipayCertificate=\(certificate)",
                        "channels.alipay.alipayRootCertificateFile=\(root.path)",
                    ].flatMap { ["--set", $0] }
                ).base)
            try await till.signIn()
            let sale = try await till.ringUp(UnknownCertificateTests.cough)
            let code = try await network.send(
                "POST", "/codes", ["account": "zhou", "wallet": "alipay"]
            ).json.code.text
            _ = try await till.pay(sale, code: try #require(code))
            let line = "Alipay names a certificate that is not installed"
            try await house.waitForLog(line)
            // Asked again and again meanwhile; each answer names the same certificate.
            let asked = try await till.wait(seconds: 60) { ($0.attempt.asked.integer ?? 0) > 2 }
            #expect(asked.attempt.state.text != "succeeded")
            let log = try house.log()
            #expect(log.components(separatedBy: line).count == 2, "said once")
            #expect(
                log.contains(try Regex("alipay_cert_sn=[0-9a-f]{32} .*channels.alipay.alipayC")))
            for secret in [
                try house.settings().channels.alipay.privateKey.text, certificate, code,
            ] {
                #expect(!log.contains(try #require(secret)))
            }
        }
    }
}
