// This same test program as another process, asked through its environment to play one act of
// `ChildActs` and nothing else; and programs of the system that such a child needs.

import Foundation
import StorageModel

/// What a child does, and with which file.
enum ChildAct: String {
    /// Writes `count` numbers, each in a commit of its own, and says each once it is durable.
    case commitSingly
    /// Writes `count` numbers from as many tasks at once.
    case commitAtOnce
    /// Writes numbers from eight tasks for ever; the parent ends it.
    case commitUntilKilled
    /// Holds the file open until its input ends.
    case hold
    /// In a mount of its own: fills a disk of a megabyte.
    case fillDisk
    /// In a mount of its own: opens files where nothing may be written.
    case readOnly

    static let environmentKey = "COUNTERFOIL_TEST_CHILD"

    /// What this process was asked to play; nil in an ordinary run.
    static var asked: (act: ChildAct, path: String, count: Int64)? {
        let parts = (ProcessInfo.processInfo.environment[environmentKey] ?? "")
            .split(separator: " ", maxSplits: 2).map(String.init)
        guard parts.count == 3, let act = ChildAct(rawValue: parts[0]),
            let count = Int64(parts[1])
        else { return nil }
        return (act, parts[2], count)
    }

    func environment(path: String, count: Int64) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment[ChildAct.environmentKey] = "\(rawValue) \(count) \(path)"
        return environment
    }
}

extension ChildProcess {
    /// Starts the child, behind another program such as a tracer if one is given.
    convenience init(
        _ act: ChildAct, path: String, count: Int64 = 0, behind wrapper: [String] = []
    ) throws {
        let own = try ChildProcess.ownProgram()
        try self.init(
            URL(fileURLWithPath: "/usr/bin/env"),
            wrapper + [own, "--testing-library", "swift-testing", "--filter", "ChildActs"],
            act.environment(path: path, count: count))
    }
}

/// Whether a program of the system does what is needed, for tests that are skipped without it.
enum SystemTool {
    /// `strace`, and leave to trace.
    static let canTrace = succeeds(["strace", "-qq", "-e", "trace=fsync", "true"])
    /// Mounts that are seen by this process alone.
    static let canMount = succeeds(mounting("true", at: "/mnt"))

    /// A command line that runs a shell text where a small disk is mounted at `folder`.
    static func mounting(_ shell: String, at folder: String) -> [String] {
        [
            "unshare", "--map-root-user", "--mount", "sh", "-c",
            "mount -t tmpfs -o size=1m tmpfs \"$0\" && \(shell)", folder,
        ]
    }

    private static func succeeds(_ command: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
