// `counterfoil migrate`: a chain's database as a whole.

internal import ArgumentParser

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Move a chain's whole database.",
        subcommands: [MigrateCopyCommand.self])
}
