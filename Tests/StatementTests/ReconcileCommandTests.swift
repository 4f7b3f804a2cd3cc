// `counterfoil reconcile` as a person runs it: a statement on an empty database, so that every line
// of it is money that the books do not count.

import ChannelSimulators
import Channels
import Cryptography
import Foundation
import Payments
import Retail
import Testing

@Suite("counterfoil reconcile", .serialized)
struct ReconcileCommandTests {
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("counterfoil-reconcile-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private func run(_ arguments: [String]) async throws -> CommandOutput {
        try await runCounterfoil(["reconcile"] + arguments)
    }

    @Test("keeps a file's breaks, and a second run changes nothing")
    func file() async throws {
        try await withFolder { folder in
            let file = folder.appendingPathComponent("statement").path
            let bytes = try await statementFile(.wechat)
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            let arguments = [
                "--channel", "wechat", "--date", "2026-11-25", "--file", file, "--data",
                folder.path,
            ]
            let nobody = try await run(arguments)
            #expect(nobody.status == 2)
            #expect(nobody.complaint.contains("--account"))

            let account = ["--account", "1900000109"]
            let first = try await run(arguments + account + ["--json"])
            #expect(first.status == 1, "\(first.complaint)")
            let line = try #require(first.json)
            #expect(line["verdict"]?.string == "complete")
            #expect(line["rows"]?.integer == 3 && line["compared"]?.integer == 3)
            #expect(line["breaks"]?["channel-only"]?.integer == 2)
            #expect(line["breaks"]?["refund"]?.integer == 1)
            #expect(line["new"]?.integer == 3)
            #expect(line["sha256"]?.string == Hex.lower(Digest.sha256(bytes)))

            let spoken = try await run(arguments + account)
            #expect(spoken.status == 1)
            #expect(spoken.text.contains("新增 New         0"))
            #expect(spoken.text.contains("The same statement was here before."))
            #expect(spoken.text.contains("长款 channel only  2"))
        }
    }

    @Test("compares no statement that is not whole, of another day, or not there")
    func notWhole() async throws {
        try await withFolder { folder in
            let file = folder.appendingPathComponent("statement").path
            let bytes = try await statementFile(.wechat)
            try Data(bytes.prefix(bytes.count - 20)).write(to: URL(fileURLWithPath: file))
            let arguments = [
                "--channel", "wechat", "--account", "1900000109", "--data", folder.path,
                "--file",
            ]
            let cut = try await run(arguments + [file, "--date", "2026-11-25"])
            #expect(cut.status == 4)
            #expect(cut.text.contains("没有比对") && cut.text.contains("Not compared"))

            try Data(bytes).write(to: URL(fileURLWithPath: file))
            let other = try await run(arguments + [file, "--date", "2026-11-24"])
            #expect(other.status == 4)
            #expect(other.text.contains("Line 2: is of another day than was asked for"))

            let missing = try await run(arguments + [file + "-not", "--date", "2026-11-25"])
            #expect(missing.status == 2)
            #expect(missing.complaint.contains("cannot be read"))
            let date = try await run(arguments + [file, "--date", "2026-13-01"])
            #expect(date.status == 2)
            #expect(date.complaint.contains("2026-13-01 is no day"))
        }
    }

    @Test("fetches the statement of the account that the settings name")
    func fetches() async throws {
        try await withNetwork { network in
            try await withFolder { folder in
                let settings = folder.appendingPathComponent("network.json")
                try Data(network.settings.utf8).write(to: settings)
                let day = try network.today()
                let arguments = [
                    "--channel", "alipay", "--date", day, "--network", settings.path, "--data",
                    folder.path, "--json",
                ]
                #expect(try await run(arguments).status == 3)
                _ = try await network.pay(.alipay, count: 3)
                let output = try await run(arguments)
                #expect(output.status == 1, "\(output.complaint)")
                #expect(output.json?["breaks"]?["channel-only"]?.integer == 3)
                #expect(output.json?["sha256"]?.string?.count == 64)
                let other = try await run(arguments + ["--account", "1"])
                #expect(other.status == 2)
                #expect(other.complaint.contains("check --account"))
            }
        }
    }
}
