// Starts the real binary as separate processes on free ports, and ends only those.

internal import Foundation
internal import Glibc

/// A process of ours that prints one line of JSON when it is ready.
final class ChildProcess {
    private let process = Process()
    private let output = Pipe()
    private(set) var ready: JSON = .null

    /// *Errors*: when it cannot be started or ends before it is ready.
    init(_ arguments: [String], log: URL) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.standardOutput = output
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let errors = try FileHandle(forWritingTo: log)
        let start = try errors.seekToEnd()
        process.standardError = errors
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != 10 {
            line.append(byte)
        }
        ready = (try? JSONDecoder().decode(JSON.self, from: line)) ?? .null
        guard ready != .null else {
            stop()
            let written = try? Data(contentsOf: log).dropFirst(Int(start))
            let words = written.map { String(decoding: $0, as: UTF8.self) } ?? ""
            throw CheckFailure("\(arguments.first ?? "") did not start: \(words)")
        }
    }

    /// `kill -9`: as a pulled plug would.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }
}

/// Runs the binary to its end; answers its exit status and what it printed.
func runToEnd(
    _ arguments: [String], environment: [String: String]
) throws -> (status: Int32, output: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}

struct CheckFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
