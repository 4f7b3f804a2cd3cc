// Starts the real binary as separate processes on free ports, and ends only those.

internal import Foundation
internal import Glibc

/// A process of ours that prints one line of JSON when it is ready.
final class ChildProcess {
    private let process = Process()
    private let output = Pipe()
    private(set) var ready: JSON = .null

    /// *Errors*: when it cannot be started or ends before it is ready.
    init(
        _ arguments: [String], log: URL, environment: [String: String] = [:],
        program: URL = ownProgram
    ) throws {
        process.executableURL = program
        process.arguments = arguments
        process.environment = childEnvironment(environment)
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

    /// Its exit status, or the signal that ended it.
    @discardableResult
    func stop() -> Int32 {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Another signal, and no waiting.
    func signal(_ number: Int32) {
        Glibc.kill(process.processIdentifier, number)
    }

    /// SIGTERM, and no waiting.
    func tell() {
        process.terminate()
    }
}

/// This very binary.
let ownProgram = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()

/// Our environment and more, without the database that it may name: a check has one of its own.
func childEnvironment(_ more: [String: String]) -> [String: String] {
    ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("COUNTERFOIL_DATABASE_") }
        .merging(more) { $1 }
}

/// Runs the binary to its end; answers its exit status and what it printed.
func runToEnd(
    _ arguments: [String], environment: [String: String], program: URL = ownProgram
) throws -> (status: Int32, output: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = program
    process.arguments = arguments
    process.environment = childEnvironment(environment)
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
