// Another process to be killed, traced or locked out by: this same test program, asked through its
// environment to play one act of `ChildActs` and nothing else. A real process dies as a till's server
// dies; a thread does not.

import Foundation
import Testing

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

/// A running child and what it says.
final class ChildProcess {
    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()
    private var unread: [UInt8] = []

    /// Starts the child, behind another program such as a tracer if one is given.
    convenience init(
        _ act: ChildAct, path: String, count: Int64 = 0, behind wrapper: [String] = []
    ) throws {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        try self.init(
            URL(fileURLWithPath: "/usr/bin/env"),
            wrapper + [own, "--testing-library", "swift-testing", "--filter", "ChildActs"],
            act.environment(path: path, count: count))
    }

    /// Starts another program that was built beside this one.
    convenience init(beside name: String, _ arguments: [String]) throws {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        try self.init(
            URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name),
            arguments, ProcessInfo.processInfo.environment)
    }

    private init(
        _ program: URL, _ arguments: [String], _ environment: [String: String]
    ) throws {
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = input
        try process.run()
    }

    /// The next line the child said; nil once it has ended.
    func line() -> String? {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeFirst(end + 1)
                return line
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            unread += more
        }
    }

    /// Reads on until the child says what begins with this; nil when it ends before.
    func word(after prefix: String) -> String? {
        while let line = line() {
            if line.hasPrefix(prefix) { return String(line.dropFirst(prefix.count)) }
        }
        return nil
    }

    /// Ends it as the kernel ends a process: at once, wherever it is.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
    }

    /// Reads what is left and waits for the end; the exit status.
    func finish() -> (status: Int32, lines: [String]) {
        try? input.fileHandleForWriting.close()
        var lines: [String] = []
        while let line = line() { lines.append(line) }
        process.waitUntilExit()
        return (process.terminationStatus, lines)
    }
}

/// Runs blocking work on a thread of its own, so that it holds up no other test.
func onThread<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Swift.Result { try work() })
        }
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
