// Where the statements of a merchant come from, by its settings: one place for the server and for
// whoever asks by hand.

internal import Channels
internal import Checkout
internal import Payments

extension WalletSettings {
    /// The wallets whose statements can be fetched, each with its account.
    ///
    /// *Errors*: `StartProblem` when a transport cannot be made.
    func statementSources(_ sources: WireSources) throws -> [StatementRounds.Account] {
        var found: [any StatementSource] = []
        if let weChatPay {
            found.append(
                WeChatPayStatementClient(
                    weChatPay, downloads: try .curl(weChatPay.http.forDownloads), sources: sources))
        }
        if let weChatPayV3 {
            found.append(
                WeChatPayV3StatementClient(
                    weChatPayV3, transport: try .curl(weChatPayV3.http),
                    downloads: try .curl(weChatPayV3.http.forDownloads), sources: sources))
        }
        if let alipay {
            found.append(
                AlipayStatementClient(
                    alipay, transport: try .curl(alipay.http),
                    downloads: try .curl(alipay.http.forDownloads), sources: sources))
        }
        if let bestPay, let address = bestPay.statements {
            found.append(
                BestPayStatementClient(
                    bestPay,
                    downloads: address.hasPrefix(LocalFiles.scheme)
                        ? .localFiles : try .curl(bestPay.http.forDownloads)))
        }
        if let unionPay, unionPay.statements != nil {
            found.append(
                UnionPayStatementClient(
                    unionPay, downloads: try .curl(unionPay.http.forDownloads), sources: sources))
        }
        return found.map {
            StatementRounds.Account(name: accounts[$0.wallet] ?? "", source: $0)
        }
    }
}
