// The processes under test, the network and one or more servers, started from this very binary, killed
// without warning or told to end, and started again on the same port and the same data. Their first
// line goes to a file that is looked at now and then, so that one that never speaks cannot hold up
// the soak.

internal import Foundation
internal import Glibc

actor SoakProcesses {
    enum Role: Hashable, Sendable {
        case network
        /// From 0.
        case server(Int)

        var name: String {
            switch self {
            case .network: "network"
            case .server(0): "server"
            case .server(let index): "server-\(index + 1)"
            }
        }
    }

    /// Own choice: a start takes a fraction of a second; the demo chain's PINs take longer once.
    private static let startMax = Duration.seconds(30)
    private static let endMax = Duration.seconds(12)
    private static let look = Duration.milliseconds(5)

    /// The servers, in the order in which tills know them.
    nonisolated let servers: [Role]
    private let folder: URL
    /// Names the database, where it is no file.
    private let environment: [String: String]
    private var running: [Role: Process] = [:]
    private var ports: [Role: Int] = [:]
    private(set) var ready: [Role: JSON] = [:]

    init(folder: URL, environment: [String: String], servers: Int) {
        self.folder = folder
        self.environment = environment
        self.servers = (0..<servers).map { .server($0) }
    }

    nonisolated var all: [Role] { [.network] + servers }

    /// Starts a process and waits for its line.
    ///
    /// *Errors*: `CheckFailure` when it does not come up; what it said is in its log.
    func start(_ role: Role) async throws {
        let end = ContinuousClock.now + SoakProcesses.startMax
        while true {
            let (process, output) = try spawn(role)
            running[role] = process
            while ContinuousClock.now < end {
                if let line = SoakProcesses.line(in: output) {
                    ready[role] = line
                    ports[role] = port(of: role, line)
                    return
                }
                guard process.isRunning else { break }
                try await Task.sleep(for: SoakProcesses.look)
            }
            running[role] = nil
            Glibc.kill(process.processIdentifier, SIGKILL)
            // Its port may still be the old one's for a moment.
            guard ContinuousClock.now < end else {
                throw CheckFailure("\(role.name) did not start: \(lastWords(of: role))")
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// `kill -9`, as a pulled plug would.
    func kill(_ role: Role) async {
        guard let process = running.removeValue(forKey: role) else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        await SoakProcesses.gone(process)
    }

    /// SIGTERM, as before an upgrade: how long it took to end, and its exit status; nil where it did
    /// not end within so long, and is killed.
    func end(_ role: Role, within limit: Duration) async -> (taken: Duration, status: Int32)? {
        guard let process = running.removeValue(forKey: role) else { return nil }
        let start = ContinuousClock.now
        process.terminate()
        await SoakProcesses.gone(process, within: limit)
        guard !process.isRunning else {
            Glibc.kill(process.processIdentifier, SIGKILL)
            await SoakProcesses.gone(process)
            return nil
        }
        return (start.duration(to: .now), process.terminationStatus)
    }

    /// Where a server's till is.
    func base(of role: Role) -> String {
        String((ready[role]?.till.text ?? "").dropLast("/10034".count))
    }

    /// Those that have ended although nobody ended them.
    func crashed() -> [(Role, String)] {
        all.compactMap { role in
            guard let process = running[role], !process.isRunning else { return nil }
            running[role] = nil
            return (role, "status \(process.terminationStatus): \(lastWords(of: role))")
        }
    }

    /// Ends both: asked first, then not asked.
    func stop() async {
        for process in running.values where process.isRunning { process.terminate() }
        for process in running.values {
            await SoakProcesses.gone(process)
            if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        }
        running = [:]
    }

    func log(of role: Role) -> String {
        let path = folder.appendingPathComponent(role.name + ".log").path
        return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    private func lastWords(of role: Role) -> String {
        String(log(of: role).suffix(600))
    }

    private func spawn(_ role: Role) throws -> (Process, URL) {
        let output = folder.appendingPathComponent(role.name + ".ready")
        try Data().write(to: output)
        let log = folder.appendingPathComponent(role.name + ".log")
        if !FileManager.default.fileExists(atPath: log.path) { try Data().write(to: log) }
        let errors = try FileHandle(forWritingTo: log)
        try errors.seekToEnd()
        let process = Process()
        process.executableURL = ownProgram
        process.arguments = try arguments(for: role)
        process.environment = childEnvironment(environment)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = errors
        try process.run()
        return (process, output)
    }

    private func arguments(for role: Role) throws -> [String] {
        let port = "\(ports[role] ?? 0)"
        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        switch role {
        case .network:
            return ["network", "--port", port, "--data", path("network"), "--json"]
        case .server(let index):
            let settings = path("network-settings.json")
            try (ready[.network] ?? .null).line.write(
                toFile: settings, atomically: true, encoding: .utf8)
            return [
                "serve", "--port", port, "--data", path("store"), "--network", settings, "--demo",
                "--json",
                // Every second one speaks the third version: what one began the other ends.
                "--set", "channels.wechat.version=\(index % 2 == 0 ? 2 : 3)",
            ] + (ports[role].map(SoakProcesses.told) ?? [])
        }
    }

    /// Once its port is known a server is told of payments and refunds by the wallets, too.
    private static func told(at port: Int) -> [String] {
        ["--set", "channels.notifyBase=http://127.0.0.1:\(port)"]
    }

    private func port(of role: Role, _ line: JSON) -> Int? {
        let address = role == .network ? line.network.panel.text : line.till.text
        return address.flatMap { URL(string: $0)?.port }
    }

    /// The one line, once it is whole.
    private static func line(in file: URL) -> JSON? {
        guard let data = try? Data(contentsOf: file), data.last == 10 else { return nil }
        return try? JSONDecoder().decode(JSON.self, from: data)
    }

    private static func gone(_ process: Process, within limit: Duration = endMax) async {
        let end = ContinuousClock.now + limit
        while process.isRunning, ContinuousClock.now < end {
            // Also when the soak itself has been told to stop.
            await Task.detached { try? await Task.sleep(for: look) }.value
        }
    }
}
