// The last hour and the last day of the wallets, as all servers on the database have met them, for a
// store or for the chain.

package import Payments
package import Persistence
package import Retail

/// A wallet at one store, or at all of them.
package struct ChannelLine: Sendable {
    package let wallet: Wallet
    /// Twelve times five minutes, oldest first; the last has just begun.
    package let slices: [CallCounts]
    /// Twenty-four hours, oldest first; the last has just begun.
    package let hours: [CallCounts]
    /// Since when this process begins no payment there, at one of its accounts.
    package let refusedSince: Timestamp?

    package var hour: CallCounts { CallCounts.sum(slices) }
    package var day: CallCounts { CallCounts.sum(hours) }
}

package struct ChannelOverview: Sendable {
    /// A store with the wallets that were asked there in the last day.
    package struct StoreLines: Sendable {
        package let store: StoreID
        package let name: String
        package let lines: [ChannelLine]

        /// What is worst of the last hour.
        package var tone: CallCounts.Tone { lines.map(\.hour.tone).max() ?? .none }
    }

    package static let hours: Int64 = 24
    package static let slices: Int64 = 12

    package let now: Timestamp
    /// The one store that this is about; nil for the chain.
    package let store: Store?
    /// Whether whoever asks may ask about every store.
    package let seesAll: Bool
    package let totals: [ChannelLine]
    /// The worst first; of the chain alone.
    package let stores: [StoreLines]
    package let storeCount: Int64

    /// When the oldest of the hours began.
    package var firstHour: Timestamp {
        FigureSlot.Span.hour.start(at: now, before: ChannelOverview.hours - 1)
    }

    /// When the oldest of the five minutes began.
    package var firstSlice: Timestamp {
        FigureSlot.Span.fiveMinutes.start(at: now, before: ChannelOverview.slices - 1)
    }
}

extension Counter {
    /// How the wallets have answered: a manager's store; any store, or the chain, for those above.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused`, `.notFoundHere`; the database's own.
    package func channelOverview(
        of asked: StoreID?, limit: Int64, by session: Session
    ) async throws -> ChannelOverview {
        let (store, seesAll) = try mayRead(asked, session)
        let now = driver.surroundings.now()
        let window = FigureWindow(
            store: store,
            hours: FigureSlot.Span.hour.start(at: now, before: ChannelOverview.hours - 1)...now,
            slices: FigureSlot.Span.fiveMinutes.start(
                at: now, before: ChannelOverview.slices - 1)...now)
        let driver = driver
        return try await driver.database.read { transaction in
            let found = try store.map { store in
                guard let found = try StoreTable.find(store, in: transaction) else {
                    throw OperatorNotice.notFoundHere(what: store.digits)
                }
                return found
            }
            let totals = try ChannelFigureTable.totals(of: window, in: transaction)
            let usual = driver.channels.wallets
            var (stores, count) = ([ChannelOverview.StoreLines](), Int64(found == nil ? 0 : 1))
            if found == nil {
                let worst = try ChannelFigureTable.worst(
                    of: window, limit: limit, in: transaction)
                count = worst.count
                let sums = Dictionary(
                    grouping: try ChannelFigureTable.sums(
                        of: worst.stores, window, in: transaction), by: \.store)
                let lines = try worst.stores.map { store in
                    ChannelOverview.StoreLines(
                        store: store,
                        name: try StoreTable.find(store, in: transaction)?.name ?? "",
                        lines: driver.lines(sums[store] ?? [], store, at: now))
                }
                // By their lights, and among those of one light as they came.
                stores = [CallCounts.Tone.bad, .watch, .good, .none].flatMap { tone in
                    lines.filter { $0.tone == tone }
                }
            }
            return ChannelOverview(
                now: now, store: found, seesAll: seesAll,
                totals: driver.lines(totals, store, usual: usual, at: now), stores: stores,
                storeCount: count)
        }
    }

    private func mayRead(
        _ asked: StoreID?, _ session: Session
    ) throws(OperatorNotice) -> (store: StoreID?, seesAll: Bool) {
        switch session.staff.role {
        case .manager where asked ?? session.store == session.store: (session.store, false)
        case .area, .finance: (asked, true)
        case .manager, .cashier, .pharmacist: throw OperatorNotice.overrideRefused
        }
    }
}

extension PaymentDriver {
    /// Sums as lines, in the order of the wallets: those that were asked, and the usual ones.
    fileprivate func lines(
        _ sums: [ChannelFigureTable.Sum], _ store: StoreID?, usual: [Wallet] = [],
        at now: Timestamp
    ) -> [ChannelLine] {
        let byWallet = Dictionary(grouping: sums, by: \.wallet)
        return Wallet.allCases.compactMap { wallet in
            guard byWallet[wallet] != nil || usual.contains(wallet) else { return nil }
            var counts: [FigureSlot.Span: [Timestamp: CallCounts]] = [:]
            for sum in byWallet[wallet] ?? [] {
                counts[sum.span, default: [:]][sum.from] = sum.counts
            }
            func row(_ span: FigureSlot.Span, _ count: Int64) -> [CallCounts] {
                (0..<count).reversed().map { before in
                    counts[span]?[span.start(at: now, before: before)] ?? CallCounts()
                }
            }
            return ChannelLine(
                wallet: wallet, slices: row(.fiveMinutes, ChannelOverview.slices),
                hours: row(.hour, ChannelOverview.hours),
                refusedSince: refusedSince(wallet, store, at: now))
        }
    }

    private func refusedSince(
        _ wallet: Wallet, _ store: StoreID?, at now: Timestamp
    ) -> Timestamp? {
        guard settings.refusesWhileDown else { return nil }
        let own = store.map { account(of: wallet, for: $0)?.name ?? "" }
        return health.shutSince(wallet, account: own, at: now)
    }
}
