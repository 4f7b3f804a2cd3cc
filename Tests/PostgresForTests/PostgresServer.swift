// A PostgreSQL server that this process has started, and that ends with it.

internal import Foundation

package final class PostgresServer: Sendable {
    /// How a server is made to fall.
    package enum Fall: String, CaseIterable, Sendable {
        /// Its first process is killed; the others find out by themselves.
        case killed
        /// As `pg_ctl stop -m immediate`: all end at once, and nothing is put in order.
        case immediate
    }

    /// Its address, with a password.
    package let url: String
    /// The script ends when the other end of its input is gone, also when this process is killed.
    private let words: FileHandle
    private let answers: FileHandle

    /// Starts one, with `scripts/postgres-for-tests`; with `hasTLS` it takes TLS, too.
    ///
    /// *Errors*: `NoServer`.
    package init(hasTLS: Bool = false) throws {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = root.appending(path: "scripts/postgres-for-tests")
        if hasTLS { process.arguments = ["--tls"] }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        words = input.fileHandleForWriting
        answers = output.fileHandleForReading
        url = try PostgresServer.line(answers)
    }

    /// Makes it fall, and returns once it takes connections again; one caller at a time.
    ///
    /// *Errors*: `NoServer` when it does not come back.
    package func fall(_ how: Fall) throws {
        try words.write(contentsOf: Data((how.rawValue + "\n").utf8))
        let answer = try PostgresServer.line(answers)
        guard answer == "up" else { throw NoServer(said: answer) }
    }

    private static func line(_ answers: FileHandle) throws -> String {
        var said: [UInt8] = []
        while said.last != UInt8(ascii: "\n") {
            let more = answers.availableData
            guard !more.isEmpty else { throw NoServer(said: String(decoding: said, as: UTF8.self)) }
            said += more
        }
        return String(decoding: said.dropLast(), as: UTF8.self)
    }
}

/// `scripts/postgres-for-tests` ended without an answer; it has said why on its error output.
package struct NoServer: Error {
    package let said: String
}
