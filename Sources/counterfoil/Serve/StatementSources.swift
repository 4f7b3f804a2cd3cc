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

extension StatementDesk {
    /// All merchant accounts that have statements, those that cannot be fetched as well.
    init(
        _ settings: ServeSettings, _ fetched: [StatementRounds.Account],
        _ schedule: StatementSchedule
    ) {
        let places = [settings.chain] + settings.others.map(\.wallets)
        let accounts = places.flatMap { place in
            place.accounts.sorted { $0.key.rawValue < $1.key.rawValue }.map { wallet, name in
                Account(
                    wallet: wallet, name: name,
                    source: fetched.first { $0.source.wallet == wallet && $0.name == name }?.source,
                    isNamedInFiles: place.isNamedInFiles(wallet))
            }
        }
        self.init(accounts: accounts, schedule: schedule) { wallet, account, parts in
            StatementUpload(wallet: wallet, account: account, parts: parts)
        }
    }
}

extension WalletSettings {
    /// Whether a wallet's files call the account by the name that it is set up by: Alipay's name the
    /// merchant and not its app, and an aggregator's terminal is no wallet's word.
    fileprivate func isNamedInFiles(_ wallet: Payments.Wallet) -> Bool {
        switch wallet {
        case .weChatPay: weChatPay != nil || weChatPayV3 != nil
        case .bestPay: bestPay != nil
        case .unionPay: unionPay != nil
        case .alipay, .digitalYuan: false
        }
    }
}
