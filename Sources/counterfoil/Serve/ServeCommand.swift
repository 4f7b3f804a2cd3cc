// `counterfoil serve`: the till's server. Opens the database, takes up what an earlier process left
// open, and only then lets anybody in.

internal import ArgumentParser
internal import Checkout
internal import DemoChain
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals
internal import WebServer

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the till (function 10034) from a data folder or a PostgreSQL database.")

    @Option(help: "The address to listen on (http.host, default 127.0.0.1).")
    var host: String?

    @Option(help: "The port; 0 takes any free one (http.port, default 7200).")
    var port: Int?

    @Option(help: "The folder of the database (data, default ./data).")
    var data: String?

    @Option(
        help: """
            A PostgreSQL database instead of a folder, postgres://user@host/name (database.url); \
            its password belongs into COUNTERFOIL_DATABASE_URL, PGPASSWORD or ~/.pgpass.
            """)
    var database: String?

    @Option(help: "A JSON file of settings.")
    var config: String?

    @Option(help: "A JSON file as `counterfoil network --json` prints it: the channels' settings.")
    var network: String?

    @Option(name: .customLong("set"), help: "A setting, KEY=VALUE; may be given several times.")
    var settings: [String] = []

    @Flag(help: "Fill an empty database with the demo chain and show its sign-ins.")
    var demo = false

    @Flag(help: "Print one line of JSON when ready.")
    var json = false

    func run() async throws {
        var logger = Logger(label: "counterfoil.serve") {
            StreamLogHandler.standardError(label: $0)
        }
        logger.logLevel = .notice
        do {
            let settings = try await ServeSettings.read(self)
            let (isDemo, json, command) = (demo, json, self)
            let shop = try await Shop.open(settings, isDemo: isDemo, logger: logger) {
                try await ServeSettings.read(command)
            }
            try await shop.run { port in
                ServeCommand.announce(host: settings.host, port: port, isDemo: isDemo, json: json)
            }
        } catch let problem as StartProblem {
            FileHandle.standardError.write(Data((problem.sentence + "\n").utf8))
            throw ExitCode(1)
        } catch is CancellationError {
            // Told to stop.
        }
    }

    private struct Ready: Encodable {
        let till: String
        let remarks: String
        let health: String
        let signIns: [String]
    }

    private static func announce(host: String, port: Int, isDemo: Bool, json: Bool) {
        let base = "http://\(host):\(port)"
        let ready = Ready(
            till: base + "/10034", remarks: base + "/400449", health: base + "/health",
            signIns: isDemo ? DemoChain.signIns : [])
        var text = "收银 Till     \(ready.till)"
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            text = (try? encoder.encode(ready)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        } else {
            for line in ready.signIns { text += "\n登录 Sign in  " + line }
        }
        // Written whole and at once: a script waits for this line.
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
