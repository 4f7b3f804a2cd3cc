// `counterfoil terminal code`: another code, for a terminal that lost its key or was never activated.

internal import ArgumentParser
internal import Checkout
internal import Foundation
internal import Persistence
internal import Retail
internal import WebServer

struct TerminalCodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code",
        abstract: "Print a new code for a terminal; used, it ends all keys the terminal had.")

    @OptionGroup var place: TerminalPlace

    @Argument(help: "The terminal, T and eight digits.")
    var terminal: String

    @Flag(help: "Print one line of JSON.")
    var json = false

    func run() async throws {
        try await place.with { storage in
            let terminal = terminal
            let (code, kept) = try TerminalCodeCommand.draw(
                for: terminal, at: storage.clock.now())
            let isThere = try await storage.database.write { transaction in
                guard let found = try TerminalTable.find(terminal, in: transaction),
                    !found.isRevoked
                else { return false }
                try TerminalTable.setCode(kept, of: terminal, in: transaction)
                return true
            }
            guard isThere else { throw StartProblem.noTerminal(terminal) }
            TerminalCodeCommand.tell(terminal, code, until: kept.until, json: json)
        }
    }

    /// A fresh code, and what is kept of it.
    static func draw(
        for terminal: String, at now: Timestamp
    ) throws -> (code: String, kept: ActivationCode) {
        let code = try ActivationCodeText.make()
        return (
            code,
            ActivationCode(
                hash: ActivationCodeText.hash(code, of: terminal),
                until: now.advanced(by: TerminalDoor.codeLife), triesLeft: TerminalDoor.codeTries)
        )
    }

    static func tell(_ terminal: String, _ code: String, until: Timestamp, json: Bool) {
        if json {
            print("{\"terminal\":\"\(terminal)\",\"code\":\"\(code)\"}")
            return
        }
        print("终端 Terminal      \(terminal)")
        print("激活码 Code        \(code)")
        print("有效至 Good until  \(CivilTime(until).spaced)")
        print("只显示这一次，请当面交给装机的人。Shown this once; hand it over in person.")
    }
}
