// When and how a writer dies: drawn by chance, so that over many kills every moment has its turn, from
// the opening of the file and the reading of a dead writer's log to the copying back of that log.

import Foundation
import Persistence
import PersistenceSQLite
import StorageModel
import StorageWriter
import TestSupport

/// How one life is lived, and when it ends.
struct CrashPlan: Sendable {
    private let seed: UInt64
    private let first: Int64
    private let writers: Int64
    /// How many answers are heard before the kill; nil when it comes while the file is opened.
    private let patience: Int?
    private let delay: Duration
    /// The file is looked at in a copy: the next writer then meets the log of the dead one.
    private let leavesLog: Bool

    init(seed: UInt64, first: Int64, _ random: inout SeededRandom) {
        self.seed = seed
        self.first = first
        writers = [1, 4, 8, 24].randomElement(using: &random) ?? 8
        let isPatient = Int.random(in: 0..<20, using: &random) == 0
        let isOpening = Int.random(in: 0..<8, using: &random) == 0
        let patience = Int.random(in: 0...(isPatient ? 500 : 40), using: &random)
        self.patience = isOpening ? nil : patience
        delay = .microseconds(Int.random(in: 0...(isOpening ? 6_000 : 800), using: &random))
        leavesLog = Bool.random(using: &random)
    }

    /// Starts a writer, listens to it, tries to open its file, and kills it.
    func liveAndDie(_ path: String) throws -> WriterLife {
        let engine = WriterEngine.sqlite
        var life = WriterLife(
            CrashRecord(scripts: engine.scripts(seed: seed), first: first, writers: writers))
        let child = try ChildProcess(
            beside: "StorageWriter", [engine.rawValue, path, "\(seed)", "\(writers)", "\(first)"])
        while let line = child.line() {
            life.hear(line)
            guard let patience else { break }
            if line == "open" { life.complaints += complaintsOfOpening(path) }
            if life.isOpen, life.record.tellings.count >= patience { break }
        }
        let moment = ContinuousClock.now + delay
        while ContinuousClock.now < moment {}
        life.end(child)
        return life
    }

    /// A living writer's file is nobody else's.
    private func complaintsOfOpening(_ path: String) -> [String] {
        do {
            _ = try SQLiteDatabase(path: path)
            return ["a second opening was not refused"]
        } catch DatabaseError.alreadyOpen(path) {
            return []
        } catch {
            return ["a second opening was refused with \(error)"]
        }
    }

    /// What the dead writer left behind; its lock must be gone with it.
    func contents(_ folder: TemporaryFolder) async throws -> ShelfContents {
        guard leavesLog else { return try await read(folder.database) }
        let copy = try TemporaryFolder()
        let files = FileManager.default
        for suffix in ["", "-wal"] where files.fileExists(atPath: folder.database + suffix) {
            try files.copyItem(
                atPath: folder.database + suffix, toPath: copy.database + suffix)
        }
        return try await read(copy.database)
    }

    private func read(_ path: String) async throws -> ShelfContents {
        try await SQLiteDatabase(path: path).read { try ShelfContents(of: $0) }
    }
}
