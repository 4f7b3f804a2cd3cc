// `counterfoil network`: the wallets on the own machine, to train and to test against.
// Prints where everything is when it answers, and stops within a second of being told to.

internal import ArgumentParser
internal import ChannelSimulators
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

struct NetworkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network",
        abstract: "Play the wallets on this machine, with phones and faults.")

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port; 0 takes any free one.")
    var port = 7_210

    @Option(help: "A folder that keeps keys, balances and bills over a restart.")
    var data: String?

    @Flag(help: "Print one line of JSON when ready: a till's configuration and the addresses.")
    var json = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be 0 to 65535.")
        }
    }

    func run() async throws {
        var logger = Logger(label: "counterfoil.network") {
            StreamLogHandler.standardError(label: $0)
        }
        logger.logLevel = .warning
        do {
            let process = try NetworkProcess(
                NetworkSettings(host: host, port: port, dataFolder: data), logger: logger)
            let json = json
            let group = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [
                        .init(
                            service: NetworkService(process: process, json: json),
                            successTerminationBehavior: .gracefullyShutdownGroup)
                    ],
                    // Nothing here is worth a slow goodbye: what matters is already on disk.
                    cancellationSignals: [.sigterm, .sigint], logger: logger))
            try await group.run()
        } catch let error as NetworkError {
            FileHandle.standardError.write(Data((error.description + "\n").utf8))
            throw ExitCode(1)
        } catch is CancellationError {
            // Told to stop.
        }
    }
}

private struct NetworkService: Service {
    let process: NetworkProcess
    let json: Bool

    func run() async throws {
        let json = json
        try await process.run { addresses in
            let text =
                json
                ? addresses.json()
                : """
                手机 Phone    \(addresses.phone)
                面板 Panel    \(addresses.panel)
                控制 Control  \(addresses.control)
                收银端配置请加 --json。For a till's configuration add --json.
                """
            // Written whole and at once: a script waits for this line.
            FileHandle.standardOutput.write(Data((text + "\n").utf8))
        }
    }
}
