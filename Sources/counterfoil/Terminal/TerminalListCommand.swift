// `counterfoil terminal list`.

internal import ArgumentParser
internal import Checkout
internal import Foundation
internal import Persistence
internal import Retail

struct TerminalListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the terminals with their keys.")

    @OptionGroup var place: TerminalPlace

    func run() async throws {
        try await place.with { storage in
            let now = storage.clock.now()
            let all = try await storage.database.read { transaction in
                try TerminalTable.all(in: transaction).map { terminal in
                    (
                        terminal,
                        try TerminalKeyTable.ofTerminal(terminal.id, in: transaction)
                            .filter { $0.isGood(at: now) }
                    )
                }
            }
            if all.isEmpty { print("还没有终端。There are no terminals.") }
            for (terminal, keys) in all {
                let state =
                    terminal.isRevoked
                    ? "停用 revoked" : keys.isEmpty ? "未激活 not activated" : "启用 active"
                let rights = terminal.rights.map(\.rawValue).sorted().joined(separator: ",")
                print(
                    "\(terminal.id)  \(terminal.store.digits)/\(terminal.register.digits)  "
                        + "\(state)  \(rights)  \(terminal.staff.digits)  \(terminal.name)")
                for key in keys {
                    print("           密钥 key \(key.id)  \(CivilTime(key.from).spaced)")
                }
            }
        }
    }
}
