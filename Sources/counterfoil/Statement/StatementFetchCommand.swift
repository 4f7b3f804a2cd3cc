// `counterfoil statement fetch`: the statement of a day straight from a wallet, with the settings
// of the server. It is read as it comes and kept nowhere.

internal import ArgumentParser
internal import Channels
internal import Checkout
internal import Foundation
internal import Payments
internal import Retail

struct StatementFetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch a day's statement: how much is in it, and what is wrong with it.")

    @Option(help: "Whose: wechat or alipay.")
    var channel: StatementChannel

    @Option(help: "The day, of Beijing: 2026-11-25.")
    var date: String

    @Option(help: "A JSON file of settings, as the server has it.")
    var config: String?

    @Option(help: "A JSON file as `counterfoil network --json` prints it.")
    var network: String?

    @Option(name: .customLong("set"), help: "A setting, KEY=VALUE; may be given several times.")
    var settings: [String] = []

    @Flag(help: "Print one line of JSON.")
    var json = false

    func run() async throws {
        do {
            guard let day = try? BusinessDate(iso: date) else {
                throw StartProblem(
                    "--date \(date) 不是日期，应如 2026-11-25",
                    "--date \(date) is no day; write it like 2026-11-25")
            }
            let verdict = try await source().fetch(day) { _ in }
            try StatementPrinting(verdict, asJSON: json).printAndExit()
        } catch let problem as StartProblem {
            FileHandle.standardError.write(Data((problem.sentence + "\n").utf8))
            throw ExitCode(2)
        }
    }

    /// *Errors*: `StartProblem`, when the channel is not configured.
    private func source() async throws -> any StatementSource {
        var arguments = settings.flatMap { ["--set", $0] }
        if let config { arguments += ["--config", config] }
        if let network { arguments += ["--network", network] }
        let settings = try await ServeSettings.read(try ServeCommand.parse(arguments))
        let sources = WireSources.live(now: Storage.wallClock)
        let wallet = channel.wallet
        let all = try settings.chain.statementSources(sources)
        if let found = all.first(where: { $0.source.wallet == wallet }) { return found.source }
        throw StartProblem(
            "没有配置渠道 \(channel.rawValue)，请用 --config 或 --network 给出设置",
            "The channel \(channel.rawValue) is not configured; give its settings by --config or "
                + "--network")
    }
}
