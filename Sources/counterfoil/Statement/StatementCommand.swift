// `counterfoil statement`: a wallet's statement (对账单) of a day, fetched from it or read from a
// file.

internal import ArgumentParser
internal import Channels
internal import Payments

struct StatementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement", abstract: "Fetch or read a wallet's statement of a day.",
        discussion: """
            Exit status: 0 it is whole and its totals agree; 1 something in it is wrong or missing; \
            2 it could not be read or fetched; 3 the wallet has none for that day, or not yet.
            """,
        subcommands: [StatementReadCommand.self, StatementFetchCommand.self])
}

/// Whose statement.
enum StatementChannel: String, ExpressibleByArgument, CaseIterable {
    case wechat
    case alipay
    case bestpay
    case unionpay

    var wallet: Wallet {
        switch self {
        case .wechat: .weChatPay
        case .alipay: .alipay
        case .bestpay: .bestPay
        case .unionpay: .unionPay
        }
    }

    /// Reads pieces of a file of this name until there are none.
    func read(
        _ name: String, _ next: () throws -> [UInt8]?
    ) rethrows -> StatementVerdict {
        switch self {
        case .wechat: try read(StatementReading(WeChatPayStatementText()), next)
        case .alipay: try read(StatementReading(AlipayStatementText()), next)
        case .bestpay: try read(StatementReading(BestPayStatementText()), next)
        // The name tells the day, which no line of it does.
        case .unionpay: try read(StatementReading(UnionPayStatementText(), name: name), next)
        }
    }

    private func read<Format: StatementFormat>(
        _ reading: StatementReading<Format>, _ next: () throws -> [UInt8]?
    ) rethrows -> StatementVerdict {
        while !reading.isOver, let bytes = try next() { _ = reading.feed(bytes[...]) }
        return reading.end().verdict
    }
}
