// What befalls the database while the tills sell: it is killed, restarted, cut off, locked, full.
// Every kind once before any comes a second time; at the end it is up, with its disk free.

internal import Foundation
internal import Glibc

/// The soak's own cluster, and the line to it that can be cut.
struct SoakCluster: Sendable {
    /// Enough for a long soak and its journal, and little enough to be filled in a moment.
    private static let megabytes = 768
    static let database = "counterfoil"

    let cluster: OwnCluster
    let line: SoakDatabaseLine

    /// *Errors*: `ClusterFailure`, `CheckFailure`.
    static func make() async throws -> SoakCluster {
        let cluster = try await OwnCluster(megabytes: megabytes)
        do {
            _ = try cluster.run(
                "psql", ["--command=CREATE DATABASE \(database)"], database: "postgres")
            guard let port = UInt16(exactly: cluster.port) else { throw CheckFailure("no port") }
            return SoakCluster(cluster: cluster, line: try SoakDatabaseLine(to: port))
        } catch {
            cluster.stop()
            throw error
        }
    }

    /// What the servers connect to: the line.
    var url: String { cluster.url(of: SoakCluster.database, at: Int(line.port)) }

    /// Everything in the database, as statements.
    func dump(to file: URL) {
        _ = try? cluster.run(
            "pg_dump", ["--file=" + file.path(percentEncoded: false)],
            database: SoakCluster.database)
    }

    func stop() {
        line.close()
        cluster.stop()
    }
}

struct SoakDatabaseFaults: Sendable {
    let cluster: SoakCluster
    let tally: SoakTally

    private enum Kind: Hashable {
        case fall(OwnCluster.Fall)
        case breaks(LineBreak)
        /// Every connection at once.
        case cut
        /// `kill -9` of one process of the server: it then ends all others, and begins anew.
        case backendKilled
        /// An orderly end of all connections, as an administrator may order it.
        case backendsEnded
        case locked
        case full

        var name: String {
            switch self {
            case .fall(let fall): "database \(fall)"
            case .breaks(let place): "line \(place.rawValue)"
            case .cut: "line cut"
            case .backendKilled: "backend killed"
            case .backendsEnded: "backends ended"
            case .locked: "locked"
            case .full: "disk full"
            }
        }
    }

    /// Goes on until the time is over.
    ///
    /// *Errors*: `ClusterFailure` when the database does not come back.
    func run(seed: UInt64, until end: ContinuousClock.Instant) async throws {
        var random = SoakRandom(seed: seed, stream: 1_003)
        var all: [Kind] = OwnCluster.Fall.allCases.map { .fall($0) }
        all += LineBreak.allCases.map { .breaks($0) }
        all += [.cut, .backendKilled, .backendsEnded, .locked]
        if cluster.cluster.isSmall { all.append(.full) }
        var kinds: [Kind] = []
        while true {
            try? await Task.sleep(for: random.milliseconds(1_000...4_000))
            guard ContinuousClock.now < end, !Task.isCancelled else { return }
            if kinds.isEmpty { kinds = all.shuffled(using: &random) }
            guard let kind = kinds.popLast() else { return }
            if try await play(kind, &random) {
                tally.count { $0.databaseFaults[kind.name, default: 0] += 1 }
            }
        }
    }

    /// Answers whether it came to pass.
    private func play(_ kind: Kind, _ random: inout SoakRandom) async throws -> Bool {
        switch kind {
        case .fall(let fall):
            try await cluster.cluster.fall(fall, darkness: random.milliseconds(0...2_000))
        case .breaks(let place):
            cluster.line.arm(place)
            for _ in 0..<100 where !cluster.line.hasBroken {
                try? await Task.sleep(for: .milliseconds(50))
            }
            return cluster.line.hasBroken
        case .cut:
            cluster.line.cutAll()
        case .backendKilled:
            let processes = await ask(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                    + " AND pid <> pg_backend_pid()")
            guard let process = processes.compactMap({ Int32($0) }).randomElement(using: &random)
            else { return false }
            return kill(process, SIGKILL) == 0
        case .backendsEnded:
            let ended = await ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()")
            return !ended.isEmpty
        case .locked:
            let table = random.chance(50) ? "attempt" : "sale"
            // Both shorter and longer than a statement's patience with a lock.
            let seconds = random.number(1...6)
            let locked = await ask(
                "BEGIN; LOCK TABLE \(table) IN EXCLUSIVE MODE;"
                    + " SELECT 1 FROM pg_sleep(\(seconds)); COMMIT")
            return !locked.isEmpty
        case .full:
            try await cluster.cluster.fill(for: random.milliseconds(500...4_000))
        }
        return true
    }

    /// The lines of an answer; none when the database is away.
    private func ask(_ statement: String) async -> [Substring] {
        let words = try? await cluster.cluster.runElsewhere(
            "psql", ["--quiet", "--no-align", "--tuples-only", "--command=" + statement],
            database: SoakCluster.database)
        return (words ?? "").split(separator: "\n")
    }
}
