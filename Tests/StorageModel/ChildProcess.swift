// Another process to be killed, traced or locked out by. A real process dies as a till's server dies; a
// thread does not.

package import Foundation

/// A running child and what it says.
package final class ChildProcess {
    private let process = Process()
    private let output = Pipe()
    private let input = Pipe()
    private var unread: [UInt8] = []

    /// Starts another program that was built beside this one.
    package convenience init(beside name: String, _ arguments: [String]) throws {
        try self.init(
            URL(fileURLWithPath: try ChildProcess.ownProgram()).deletingLastPathComponent()
                .appendingPathComponent(name),
            arguments, ProcessInfo.processInfo.environment)
    }

    /// The program of these tests.
    package static func ownProgram() throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }

    package init(
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
    package func line() -> String? {
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
    package func word(after prefix: String) -> String? {
        while let line = line() {
            if line.hasPrefix(prefix) { return String(line.dropFirst(prefix.count)) }
        }
        return nil
    }

    /// Ends it as the kernel ends a process: at once, wherever it is.
    package func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
    }

    /// Reads what is left and waits for the end; the exit status.
    package func finish() -> (status: Int32, lines: [String]) {
        try? input.fileHandleForWriting.close()
        var lines: [String] = []
        while let line = line() { lines.append(line) }
        process.waitUntilExit()
        return (process.terminationStatus, lines)
    }
}

/// Runs blocking work on a thread of its own, so that it holds up no other test.
package func onThread<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Swift.Result { try work() })
        }
    }
}
