// `counterfoil terminal revoke`: a terminal that was lost, or is not wanted any more.

internal import ArgumentParser
internal import Checkout
internal import Foundation
internal import Persistence

struct TerminalRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Refuse a terminal from now on; what it has begun is still brought to its end.")

    @OptionGroup var place: TerminalPlace

    @Argument(help: "The terminal, T and eight digits.")
    var terminal: String

    func run() async throws {
        try await place.with { storage in
            let (terminal, now) = (terminal, storage.clock.now())
            let isThere = try await storage.database.write { transaction in
                guard try TerminalTable.find(terminal, in: transaction) != nil else { return false }
                try TerminalTable.revoke(terminal, in: transaction)
                try TerminalKeyTable.retireAll(of: terminal, at: now, in: transaction)
                return true
            }
            guard isThere else { throw StartProblem.noTerminal(terminal) }
            print("终端 \(terminal) 已停用。Terminal \(terminal) is revoked.")
        }
    }
}
