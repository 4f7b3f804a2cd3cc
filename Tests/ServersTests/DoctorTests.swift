// `counterfoil doctor channels` and `counterfoil secret`, as whoever sets a chain up meets them.

import Foundation
import Testing

@testable import counterfoil

@Suite struct DoctorTests {
    @Test(
        "Each wallet that is set up right is well; a wrong key or address is named, nothing shown")
    func channels() async throws {
        try await House.with { house in
            _ = try house.network()
            let file = house.folder.appendingPathComponent("network.json").path
            let well = try Commands.run(["doctor", "channels", "--network", file])
            #expect(well.status == 0, "\(well.output)\(well.errors)")
            #expect(well.output.split(separator: "\n").count >= 2)
            #expect(well.output.split(separator: "\n").allSatisfy { $0.hasPrefix("✓") })
            let third = try Commands.run([
                "doctor", "channels", "--network", file, "--set", "channels.wechat.version=3",
                "--json",
            ])
            #expect(third.status == 0, "\(third.output)\(third.errors)")
            #expect(third.output.contains("\"well\":true"))

            let key = String(repeating: "9", count: 32)
            let wrong = try Commands.run([
                "doctor", "channels", "--network", file, "--set", "channels.wechat.key=\(key)",
                "--set", "channels.alipay.base=http://127.0.0.1:1/gateway.do",
            ])
            #expect(wrong.status == 1)
            let lines = wrong.output.split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("✗ 微信支付") && $0.contains("badSignature") })
            #expect(lines.contains { $0.hasPrefix("✗ 支付宝") && $0.contains("连不上") })
            #expect(!wrong.output.contains(key))
        }
    }

    @Test("Alipay by certificates: the days left are told; another's certificates are named")
    func certificates() async throws {
        try await House.with { house in
            let file = house.folder.appendingPathComponent("network.json").path
            let other = house.folder.appendingPathComponent("other.json").path
            _ = try house.network()
            try FileManager.default.moveItem(atPath: file, toPath: other)
            _ = try house.network()
            func look(_ settings: [String]) throws -> Commands.Done {
                try Commands.run(
                    ["doctor", "channels", "--network", file]
                        + (["channels.alipay.mode=certificate"] + settings)
                        .flatMap { ["--set", $0] })
            }
            let well = try look([])
            #expect(well.status == 0, "\(well.output)\(well.errors)")
            #expect(well.output.contains("days of certificates left"))

            let theirs = try JSONDecoder().decode(
                JSON.self, from: try Data(contentsOf: URL(fileURLWithPath: other)))
            let certificate = try #require(theirs.channels.alipay.alipayCertificate.text)
            let rootFile = house.folder.appendingPathComponent("root.crt").path
            try #require(theirs.channels.alipay.alipayRootCertificate.text)
                .write(toFile: rootFile, atomically: false, encoding: .utf8)
            let chain = try look(["channels.alipay.alipayCertificate=\(certificate)"])
            #expect(chain.status == 1)
            #expect(chain.errors.contains("channels.alipay.alipayCertificate does not lead to"))
            let foreign = try look([
                "channels.alipay.alipayCertificate=\(certificate)",
                "channels.alipay.alipayRootCertificateFile=\(rootFile)",
            ])
            #expect(foreign.status == 1)
            #expect(foreign.output.contains("other alipay_cert_sn"), "\(foreign.output)")
            #expect(foreign.output.contains("channels.alipay.alipayCertificate2"))
            let mode = try Commands.run([
                "doctor", "channels", "--network", file, "--set", "channels.alipay.mode=sm2",
            ])
            #expect(mode.errors.contains("channels.alipay.mode must be key or certificate"))
        }
    }

    @Test("With no wallet set up that is the sentence")
    func none() throws {
        let none = try Commands.run(["doctor", "channels"])
        #expect(none.status == 1)
        #expect(none.errors.contains("没有设置任何支付渠道"))
    }

    @Test("A sealed secret opens a channel, under its own setting and with its own key alone")
    func sealed() async throws {
        try await House.with { house in
            _ = try house.network()
            let file = house.folder.appendingPathComponent("network.json").path
            let keys = house.folder.appendingPathComponent("keys").path
            let settings = try JSONDecoder().decode(
                JSON.self, from: try Data(contentsOf: URL(fileURLWithPath: file)))
            let secret = try #require(settings.channels.wechat.key.text)
            #expect(try Commands.run(["secret", "key", "--key-file", keys]).status == 0)
            #expect(try Commands.run(["secret", "key", "--key-file", keys]).status == 1)
            func seal(_ setting: String, _ text: String, _ act: String = "seal") throws -> String {
                let done = try Commands.run(
                    ["secret", act, setting, "--key-file", keys], input: text + "\n")
                #expect(done.status == 0, "\(done.errors)")
                return done.output.trimmingCharacters(in: .newlines)
            }
            let name = "channels.wechat.key"
            let sealed = try seal(name, secret)
            #expect(!sealed.contains(secret))
            func look(_ value: String, _ more: [String] = []) throws -> Commands.Done {
                try Commands.run(
                    [
                        "doctor", "channels", "--network", file, "--set", "\(name)=\(value)",
                    ] + more)
            }
            let opened = try look(sealed, ["--set", "secrets.keyFile=\(keys)"])
            #expect(opened.status == 0, "\(opened.output)\(opened.errors)")

            let keyless = try look(sealed)
            #expect(keyless.status == 1)
            #expect(keyless.errors.contains("secrets.keyFile"))
            let moved = try look(
                try seal("channels.alipay.privateKey", secret),
                ["--set", "secrets.keyFile=\(keys)"])
            #expect(moved.status == 1)
            #expect(moved.errors.contains(name))
            #expect(!moved.errors.contains(secret))

            // Another sealing key: both open while it is changed, then the new one alone.
            let old = try String(contentsOfFile: keys, encoding: .utf8)
            let next = house.folder.appendingPathComponent("next").path
            #expect(try Commands.run(["secret", "key", "--key-file", next]).status == 0)
            let new = try String(contentsOfFile: next, encoding: .utf8)
            try (new + old).write(toFile: keys, atomically: false, encoding: .utf8)
            let again = try seal(name, sealed, "reseal")
            #expect(!again.contains(secret))
            let after = try look(again, ["--set", "secrets.keyFile=\(next)"])
            #expect(after.status == 0, "\(after.output)\(after.errors)")
            #expect(try look(sealed, ["--set", "secrets.keyFile=\(next)"]).status == 1)

            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: keys)
            let open = try look(sealed, ["--set", "secrets.keyFile=\(keys)"])
            #expect(open.errors.contains("chmod 600"))
        }
    }

    @Test(
        "What cannot be sealed is one sentence",
        arguments: [("nodots", "x", "设置名"), ("a.b", "", "没有输入")])
    func refused(_ setting: String, _ input: String, _ word: String) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("counterfoil-doctor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let keys = folder.appendingPathComponent("keys").path
        #expect(try Commands.run(["secret", "key", "--key-file", keys]).status == 0)
        let done = try Commands.run(["secret", "seal", setting, "--key-file", keys], input: input)
        #expect(done.status == 1)
        #expect(done.errors.contains(word))
    }
}

/// Commands that end by themselves.
enum Commands {
    struct Done {
        let status: Int32
        let output: String
        let errors: String
    }

    static func run(_ arguments: [String], input: String = "") throws -> Done {
        let process = Process()
        let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = standardInput
        try process.run()
        standardInput.fileHandleForWriting.write(Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        let complained = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Done(
            status: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
            errors: String(decoding: complained, as: UTF8.self))
    }
}
