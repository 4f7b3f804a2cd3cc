// `counterfoil reconcile`: holds an account's day against the books now, from the wallet or from a
// file. The server does the same each morning; this is for whoever does not wait for it, or has the
// file from the wallet's platform.

internal import ArgumentParser
internal import Channels
internal import Checkout
internal import Cryptography
internal import Foundation
internal import Logging
internal import Payments
internal import Persistence
internal import Retail

struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Hold a wallet's statement of a day against the books.",
        discussion: """
            Fetches the statement with the server's settings, or reads it from --file as the wallet \
            gives it: zip, gzip or neither. What differs is kept as a break with a case; running it \
            again changes nothing. On SQLite stop the server first, since one process holds the \
            file; on PostgreSQL it goes on.

            Exit status: 0 both agree; 1 there are breaks; 2 it could not be done; 3 the wallet has \
            no statement of that day, or not yet; 4 the statement is not whole and was not compared.
            """)

    @Option(help: "Whose: wechat or alipay.")
    var channel: StatementChannel

    @Option(help: "The day, of Beijing: 2026-11-25.")
    var date: String

    @Option(help: "The merchant account at the wallet (default: the chain's own, by the settings).")
    var account: String?

    @Option(help: "The statement's file; without it the statement is fetched.")
    var file: String?

    @Option(help: "The folder of the database (data, default ./data).")
    var data: String?

    @Option(
        help: "A PostgreSQL database instead of a folder; better as COUNTERFOIL_DATABASE_URL.")
    var database: String?

    @Option(help: "A JSON file of settings, as the server has it.")
    var config: String?

    @Option(help: "A JSON file as `counterfoil network --json` prints it.")
    var network: String?

    @Option(name: .customLong("set"), help: "A setting, KEY=VALUE; may be given several times.")
    var settings: [String] = []

    @Flag(help: "Print one line of JSON; progress is told on standard error.")
    var json = false

    func run() async throws {
        do {
            let result = try await reconcile()
            try ReconcilePrinting(result, asJSON: json).printAndExit()
        } catch let problem as StartProblem {
            sayBesides(problem.sentence)
            throw ExitCode(2)
        }
    }

    /// *Errors*: `StartProblem`.
    private func reconcile() async throws -> ReconcileResult {
        let day = try day
        if let file { try ReconcileCommand.mustBeReadable(file) }
        let settings = try await ServeSettings.read(try ServeCommand.parse(arguments))
        let (account, source) = try await source(settings)
        let storage = try await Storage.open(settings.storage) { storage in
            try await Migrator.migrate(storage.database, at: storage.clock.now())
        }
        defer { storage.close() }
        var logger = Logger(label: "counterfoil.reconcile") {
            StreamLogHandler.standardError(label: $0)
        }
        logger.logLevel = .notice
        let surroundings = Surroundings.live(clock: storage.clock, pinMatches: PINHash.matches)
        // What follows from a payment that is heard, is the server's to do: it is written as due.
        let driver = PaymentDriver(
            database: storage.database,
            channels: try Shop.channels(settings, surroundings, logger),
            surroundings: surroundings, news: TillNews(), settings: settings.checkout,
            worker: surroundings.identifier(), background: Background(),
            health: ChannelHealth(), logger: logger)
        let progress = ReconcileProgressLines()
        do {
            return try await Reconciler(driver: driver) { progress.say($0) }.run(
                source, account: account, day: day, how: file == nil ? .fetched : .uploaded)
        } catch let error as DatabaseError {
            throw settings.storage.problem(error)
        }
    }

    private var day: BusinessDate {
        get throws {
            if let day = try? BusinessDate(iso: date) { return day }
            throw StartProblem(
                "--date \(date) 不是日期，应如 2026-11-25",
                "--date \(date) is no day; write it like 2026-11-25")
        }
    }

    private var arguments: [String] {
        var arguments = settings.flatMap { ["--set", $0] }
        for (name, value) in [
            ("--data", data), ("--database", database), ("--config", config),
            ("--network", network),
        ] {
            if let value { arguments += [name, value] }
        }
        return arguments
    }

    private static func mustBeReadable(_ file: String) throws {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
        guard exists, !isFolder.boolValue, FileManager.default.isReadableFile(atPath: file) else {
            throw StartProblem(
                "文件 \(file) 无法读取，请检查路径和权限",
                "The file \(file) cannot be read; check its path and rights")
        }
    }

    /// Where the statement comes from, and the account that it is of.
    ///
    /// *Errors*: `StartProblem`, when the settings do not say.
    private func source(
        _ settings: ServeSettings
    ) async throws -> (account: String, source: any StatementSource) {
        let wallet = channel.wallet
        let places = [settings.chain] + settings.others.map(\.wallets)
        let known = places.compactMap { $0.accounts[wallet] }
        if let account, !known.isEmpty, !known.contains(account) {
            throw StartProblem(
                "设置里没有 \(channel.rawValue) 的商户号 \(account)，只有 \(known.joined(separator: "、"))，请核对 --account",
                "The settings have no account \(account) at \(channel.rawValue), only "
                    + "\(known.joined(separator: ", ")); check --account")
        }
        let own = settings.chain.accounts[wallet]
        if let file {
            guard let account = account ?? own else {
                throw StartProblem(
                    "设置里没有 \(channel.rawValue) 的商户号，请用 --account 给出，或用 --config 给出设置",
                    "The settings have no account at \(channel.rawValue); give it by --account, or "
                        + "the settings by --config")
            }
            return (account, StatementUpload.file(wallet, at: file))
        }
        let sources = try Shop.statementAccounts(settings, now: Storage.wallClock)
        let wanted = account ?? own
        let found = sources.first { $0.source.wallet == wallet && $0.name == wanted }
        if let found { return (found.name, found.source) }
        throw StartProblem(
            "没有配置渠道 \(channel.rawValue)，请用 --config 或 --network 给出设置，或用 --file 给出文件",
            "The channel \(channel.rawValue) is not configured; give its settings by --config or "
                + "--network, or a file by --file")
    }
}
