// A PostgreSQL cluster for one bench or one soak: in a temporary folder, on a free loopback port, as
// durable as a real one, gone afterwards. A shell stands between: it makes the server fall and rise
// as it is told, and ends it and removes the folder as soon as its input ends, and so also when this
// process is killed.

internal import Dispatch
internal import Foundation
internal import Glibc

final class OwnCluster: Sendable {
    private static let startMax = Duration.seconds(60)
    private static let answerMilliseconds: Int32 = 60_000
    /// Longer than it takes to put a small database in order.
    private static let startAgainAfter = Duration.seconds(5)
    /// A word is answered by the same word.
    ///
    /// Whoever wants the server up says so again until it answers: after a fall a process of the one
    /// before may still hold what the next needs.
    private static let keeper = """
        trap '' INT
        folder=$1
        shift
        start() {
            "$@" >>"$folder/server.log" 2>&1 &
            server=$!
        }
        start "$@"
        while read -r word; do
            case $word in
            start)
                kill -KILL "$server" 2>/dev/null
                wait "$server"
                start "$@"
                ;;
            *)
                kill -"$word" "$server" 2>/dev/null
                wait "$server"
                ;;
            esac
            echo "$word"
        done
        kill -QUIT "$server" 2>/dev/null
        wait "$server"
        umount "$folder/data" 2>/dev/null
        rm -rf -- "$folder"
        """

    /// How a server is made to fall.
    enum Fall: String, CaseIterable, Sendable {
        /// Its first process alone; the others find out by themselves.
        case killed = "KILL"
        /// As `pg_ctl stop -m immediate`: all end at once, and nothing is put in order.
        case immediate = "QUIT"
        /// As `pg_ctl restart -m fast`.
        case fast = "INT"
    }

    private let programs: URL
    private let folder: URL
    private let data: URL
    private let account: Account?
    private let password = UUID().uuidString
    private let words = Pipe()
    private let answers = Pipe()
    private let keeper = Process()
    let port: Int
    /// Whether its data are on a file system of so small a size that it can be filled.
    let isSmall: Bool

    /// Makes the cluster and starts it; with `megabytes`, and where that is allowed, on a file system in
    /// memory of its own.
    ///
    /// *Errors*: `ClusterFailure`.
    init(megabytes: Int? = nil) async throws {
        programs = try OwnCluster.programs()
        // The server refuses to run as root, and its account may not look into root's folders.
        account = try getuid() == 0 ? Account.ofServer() : nil
        let place =
            account == nil
            ? FileManager.default.temporaryDirectory : URL(filePath: "/tmp")
        folder = place.appending(path: "counterfoil-postgres-" + UUID().uuidString)
        data = folder.appending(path: "data")
        port = try OwnCluster.freePort()
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        if let megabytes {
            isSmall = OwnCluster.mountSmall(megabytes, at: data)
        } else {
            isSmall = false
        }
        do {
            try initialize()
            try await start()
        } catch {
            stop()
            throw error
        }
    }

    /// Ends the server and waits until its folder is gone.
    func stop() {
        try? words.fileHandleForWriting.close()
        if keeper.processIdentifier != 0 { keeper.waitUntilExit() }
        if isSmall { _ = unsafe umount(data.path(percentEncoded: false)) }
        try? FileManager.default.removeItem(at: folder)
    }

    /// What our side connects to.
    func url(of database: String, at port: Int? = nil) -> String {
        "postgres://counterfoil:\(password)@127.0.0.1:\(port ?? self.port)/\(database)"
    }

    /// Runs one of PostgreSQL's own programs to its end; answers what it printed.
    func run(_ program: String, _ arguments: [String], database: String) throws -> String {
        try OwnCluster.run(
            programs.appending(path: program), arguments,
            environment: [
                "PGHOST": "127.0.0.1", "PGPORT": "\(port)", "PGUSER": "counterfoil",
                "PGPASSWORD": password, "PGDATABASE": database,
                // As our own connections have it (PersistencePostgres/PostgresSettings).
                "PGOPTIONS": "-c random_page_cost=1.1",
            ])
    }

    /// The same, on a thread that nothing else waits for.
    func runElsewhere(
        _ program: String, _ arguments: [String], database: String
    ) async throws -> String {
        try await elsewhere { try self.run(program, arguments, database: database) }
    }

    private func elsewhere<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result(catching: body)) }
        }
    }

    // MARK: Making it

    private func initialize() throws {
        let manager = FileManager.default
        let secret = folder.appending(path: "password")
        try password.write(to: secret, atomically: true, encoding: .utf8)
        try manager.setAttributes(
            [.posixPermissions: account == nil ? 0o700 : 0o711],
            ofItemAtPath: folder.path(percentEncoded: false))
        if let account {
            for place in [data, secret] {
                try manager.setAttributes(
                    [.ownerAccountID: account.user, .groupOwnerAccountID: account.group],
                    ofItemAtPath: place.path(percentEncoded: false))
            }
        }
        let command = asServer(
            "initdb",
            [
                "--pgdata=" + data.path(percentEncoded: false), "--username=counterfoil",
                "--pwfile=" + secret.path(percentEncoded: false), "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C",
            ])
        _ = try OwnCluster.run(URL(filePath: "/usr/bin/env"), command, environment: [:])
        try manager.removeItem(at: secret)
    }

    private func start() async throws {
        keeper.executableURL = URL(filePath: "/bin/sh")
        keeper.arguments =
            ["-c", OwnCluster.keeper, "sh", folder.path(percentEncoded: false)]
            + asServer(
                "postgres",
                [
                    "-D", data.path(percentEncoded: false), "-c", "listen_addresses=127.0.0.1",
                    "-c", "port=\(port)", "-c", "unix_socket_directories=", "-c", "fsync=on",
                    "-c", "max_connections=300",
                ] + (isSmall ? ["-c", "max_wal_size=64MB", "-c", "min_wal_size=32MB"] : []))
        keeper.standardInput = words
        keeper.standardOutput = answers
        try withoutBlockedSignals { try keeper.run() }
        try await untilUp()
    }

    /// A process inherits what its parent's thread has blocked; a shell that does not hear that its
    /// child has ended waits for it for ever.
    private func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// Until it takes a statement; one that has ended by itself is started again.
    private func untilUp() async throws {
        let end = ContinuousClock.now + OwnCluster.startMax
        var next = ContinuousClock.now + OwnCluster.startAgainAfter
        while true {
            do {
                _ = try await runElsewhere(
                    "psql", ["--command=SELECT 1"], database: "postgres")
                return
            } catch  where ContinuousClock.now < end && keeper.isRunning {
                try await Task.sleep(for: .milliseconds(100))
                guard ContinuousClock.now >= next else { continue }
                try await say("start")
                next = .now + OwnCluster.startAgainAfter
            }
        }
    }

    private func say(_ word: String) async throws {
        try await elsewhere { [words, answers] in
            try words.fileHandleForWriting.write(contentsOf: Data((word + "\n").utf8))
            let reading = answers.fileHandleForReading
            var answer = pollfd(fd: reading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&answer, 1, OwnCluster.answerMilliseconds) > 0,
                !reading.availableData.isEmpty
            else {
                throw ClusterFailure("the shell that keeps PostgreSQL does not answer")
            }
        }
    }

    // MARK: What befalls it

    /// Makes it fall, and returns once it is up again.
    ///
    /// *Errors*: `ClusterFailure`.
    func fall(_ how: Fall, darkness: Duration) async throws {
        try await say(how.rawValue)
        // Also when the soak has been told to stop: nobody else starts it.
        try? await Task.sleep(for: darkness)
        try await say("start")
        try await untilUp()
    }

    /// Takes all the room that is left, for so long.
    ///
    /// *Errors*: `ClusterFailure`.
    func fill(for darkness: Duration) async throws {
        let ballast = data.appending(path: "ballast").path(percentEncoded: false)
        let file = unsafe open(ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw ClusterFailure("the disk cannot be filled") }
        var there = statvfs()
        if unsafe fstatvfs(file, &there) == 0 {
            _ = posix_fallocate(file, 0, Int(there.f_bavail) * Int(there.f_frsize))
        }
        try? await Task.sleep(for: darkness)
        close(file)
        _ = unsafe unlink(ballast)
        try await untilUp()
    }

    private static func mountSmall(_ megabytes: Int, at place: URL) -> Bool {
        let mount = ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs"]
        return getuid() == 0
            && (try? run(
                URL(filePath: "/usr/bin/env"),
                ["mount"] + mount + [place.path(percentEncoded: false)], environment: [:])) != nil
    }

    /// A command line that runs one of the programs as the server's account.
    private func asServer(_ program: String, _ arguments: [String]) -> [String] {
        let path = programs.appending(path: program).path(percentEncoded: false)
        guard let account else { return [path] + arguments }
        return [
            "setpriv", "--reuid", "\(account.user)", "--regid", "\(account.group)",
            "--clear-groups", "--", path,
        ] + arguments
    }

    /// Debian keeps the server's programs out of PATH.
    private static func programs() throws -> URL {
        let root = URL(filePath: "/usr/lib/postgresql")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root.path())) ?? []
        let debian = versions.compactMap { Int($0) }.sorted(by: >)
            .map { root.appending(path: "\($0)/bin") }
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { URL(filePath: String($0)) }
        let found = (debian + path).first { folder in
            ["initdb", "postgres", "pgbench", "psql"].allSatisfy { name in
                FileManager.default.isExecutableFile(
                    atPath: folder.appending(path: name).path(percentEncoded: false))
            }
        }
        guard let found else {
            throw ClusterFailure(
                "找不到 PostgreSQL，请安装 postgresql / PostgreSQL is missing, install postgresql")
        }
        return found
    }

    /// A port that nobody listened on a moment ago.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw ClusterFailure("no socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, length) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isBound else { throw ClusterFailure("no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func run(
        _ program: URL, _ arguments: [String], environment: [String: String]
    ) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let words = String(decoding: data, as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw ClusterFailure("\(program.lastPathComponent): \(words.suffix(800))")
        }
        return words
    }
}

/// Why a cluster could not be made, or what one of its programs said.
struct ClusterFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The account that a server runs as where root starts it.
private struct Account {
    let user: Int
    let group: Int

    static func ofServer() throws -> Account {
        for name in ["postgres", "nobody"] {
            if let entry = unsafe getpwnam(name) {
                return unsafe Account(
                    user: Int(entry.pointee.pw_uid), group: Int(entry.pointee.pw_gid))
            }
        }
        throw ClusterFailure("no account to run PostgreSQL as")
    }
}
