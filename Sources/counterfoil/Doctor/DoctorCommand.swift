// `counterfoil doctor`: is everything as it must be? Looks, and changes nothing.

internal import ArgumentParser
internal import Foundation

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look whether everything is as it must be (体检).",
        subcommands: [DoctorChannelsCommand.self])
}

/// `counterfoil doctor channels`: asks each wallet about an order that cannot exist.
///
/// Only the wallet's signed "no such order" is well: it proves the way, our key there and theirs here.
struct DoctorChannelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channels",
        abstract: "Ask each wallet about an order that cannot exist: way, keys and clock.")

    @Option(help: "A JSON file of settings.")
    var config: String?

    @Option(help: "A JSON file as `counterfoil network --json` prints it: the channels' settings.")
    var network: String?

    @Option(name: .customLong("set"), help: "A setting, KEY=VALUE; may be given several times.")
    var settings: [String] = []

    @Flag(help: "Print one line of JSON for each wallet.")
    var json = false

    func run() async throws {
        do {
            let findings = try await ChannelDoctor.look(try await ServeSettings.read(self))
            for finding in findings { print(json ? finding.line : finding.sentence) }
            if !findings.allSatisfy(\.isWell) { throw ExitCode(1) }
        } catch let problem as StartProblem {
            FileHandle.standardError.write(Data((problem.sentence + "\n").utf8))
            throw ExitCode(1)
        }
    }
}
