// The one binary. This is the only place where live values are made: clocks, chance, files, sockets.

internal import ArgumentParser
internal import Cryptography

@main
enum Program {
    static func main() async {
        CryptographicLibrary.stayUntilTheEnd()
        await Counterfoil.main()
    }
}

struct Counterfoil: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "counterfoil",
        abstract: "存根 Counterfoil: the till and payment gateway of a retail pharmacy chain.",
        subcommands: [
            ServeCommand.self, NetworkCommand.self, SellCommand.self, CheckCommand.self,
            TerminalCommand.self, SimulateCommand.self, SoakCommand.self, StatementCommand.self,
            ReconcileCommand.self, MigrateCommand.self, BenchCommand.self, SecretCommand.self,
            DoctorCommand.self, ImportCommand.self,
        ])
}
