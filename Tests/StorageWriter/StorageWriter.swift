// A process to be killed: it writes to a database from several tasks at once and says what each body
// gave back. A program of its own, since it is started hundreds of times in one test and the program
// of all the tests takes several times as long to start.

internal import Foundation
internal import Persistence
internal import Synchronization

@main final class StorageWriter: Sendable {
    /// Ends a writer that nobody kills.
    private static let turnMax: Int64 = 20_000

    private let database: any Database
    private let scripts: Scripts
    /// The greatest number that a body has come back with.
    private let told = Mutex<Int64>(0)

    /// Arguments: the engine, the file or the address, the seed, how many tasks, and the index of the
    /// first script.
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count == 6, let engine = WriterEngine(rawValue: arguments[1]),
            let seed = UInt64(arguments[3]), let writers = Int64(arguments[4]),
            let first = Int64(arguments[5])
        else { return say("broke: arguments") }
        say("opening")
        do {
            let database = try await engine.open(arguments[2])
            say("open")
            let writer = StorageWriter(database: database, scripts: engine.scripts(seed: seed))
            try await writer.work(writers, first)
        } catch {
            say("broke: \(error)")
        }
    }

    private init(database: any Database, scripts: Scripts) {
        self.database = database
        self.scripts = scripts
    }

    /// Task w of n plays the scripts w, w + n, w + 2n … one after the other.
    private func work(_ writers: Int64, _ first: Int64) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for turn in 0..<Self.turnMax {
                        try await self.play(self.scripts.script(first + turn * writers + writer))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func play(_ script: Script) async throws {
        let after = told.withLock { $0 }
        do {
            let (number, notes) = try await database.write { transaction in
                try Performance.run(script, in: transaction)
            }
            told.withLock { $0 = max($0, number) }
            tell(.done, script, number, after, notes)
        } catch let refused as Refused {
            tell(refused.kind, script, refused.number, after, refused.notes)
        }
        if script.looksAfter { try await look(script) }
    }

    private func look(_ script: Script) async throws {
        let after = told.withLock { $0 }
        let (number, notes) = try await database.read { transaction in
            (
                try Shelf.lastNumber(in: transaction),
                try Shelf.look(Int64.min...Int64.max, in: transaction)
            )
        }
        tell(.saw, script, number, after, notes)
    }

    private func tell(
        _ kind: Telling.Kind, _ script: Script, _ number: Int64, _ after: Int64, _ notes: [Int64]
    ) {
        let telling = Telling(
            kind, index: script.index, number: number, after: after, notes: notes)
        StorageWriter.say(telling.line)
    }

    /// In one write, which a pipe takes whole or not at all up to 4,096 bytes.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
