// `counterfoil check`: plays the notice through the real HTTP interfaces, with the real processes, on
// free ports and in a temporary folder. What it prints is what it saw.

internal import ArgumentParser
internal import Foundation

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Play the notice's sale and its incident end to end, and say what happened.")

    @Flag(help: "Keep the temporary folder with data and logs, and say where it is.")
    var keep = false

    @Option(
        help: """
            A PostgreSQL database, postgres://user@host/name: two servers on a schema of its own, \
            and each request goes to the other one. PGPASSWORD or ~/.pgpass keep a password out of \
            sight.
            """)
    var database: String?

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("counterfoil-check-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true)
        let report = CheckReport()
        do {
            let scene = try CheckScene(folder: folder, database: database, report: report)
            do {
                try await play(scene)
            } catch {
                await scene.stop()
                throw error
            }
            await scene.stop()
        } catch {
            report.expect(false, "自检中断 the check broke off: \(error)")
        }
        if keep {
            report.say("数据和日志 data and logs: \(folder.path)")
        } else {
            try? FileManager.default.removeItem(at: folder)
        }
        report.finish()
        if report.failed > 0 { throw ExitCode(1) }
    }
}

extension CheckCommand {
    private func play(_ scene: CheckScene) async throws {
        try await scene.start()
        try await scene.normalSales()
        try await scene.incidentWithSupplement()
        try await scene.incidentAlone()
        try await scene.killedServer()
        try await scene.wrongNumbers()
        try await scene.reinstalledTill()
        try await scene.headlessSales()
        try await scene.audit()
        scene.secondServer()
        try scene.logs()
    }
}

/// Says each step and counts.
final class CheckReport {
    private(set) var passed = 0
    private(set) var failed = 0
    private let start = ContinuousClock.now

    func title(_ words: String) {
        say("\n== \(words)")
    }

    func say(_ words: String) {
        FileHandle.standardOutput.write(Data((words + "\n").utf8))
    }

    func expect(_ isRight: Bool, _ words: String) {
        if isRight { passed += 1 } else { failed += 1 }
        let seconds = start.duration(to: .now).components.seconds
        say("\(isRight ? "  ✓" : "  ✗") [\(seconds) s] \(words)")
    }

    func finish() {
        say("\n\(passed) passed, \(failed) failed")
    }
}
