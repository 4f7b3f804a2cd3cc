// How each wallet has answered each store over the last hour: counted in slices of five minutes, in
// memory, by this server alone. A picture for people, and no judge: nothing is decided by it.

package import Payments
internal import Persistence
package import Retail
internal import Synchronization

package final class ChannelFigures: Sendable {
    /// *Unit*: how many of them are an hour.
    package static let slices = 12
    static let slice = Pause.minutes(5)
    /// Where a call's time is counted; the last takes all that is longer.
    ///
    /// *Unit*: milliseconds.
    static let bounds: [Int64] = [100, 200, 400, 800, 1_600, 2_500, 5_000, 10_000, 60_000]

    /// One slice, or a sum of them.
    package struct Counts: Equatable, Sendable {
        package fileprivate(set) var calls: Int64 = 0
        /// Without a usable answer: what was asked about is in doubt.
        package fileprivate(set) var inDoubt: Int64 = 0
        fileprivate var times = [Int64](repeating: 0, count: ChannelFigures.bounds.count)

        fileprivate mutating func add(_ other: Counts) {
            calls += other.calls
            inDoubt += other.inDoubt
            for index in times.indices { times[index] += other.times[index] }
        }

        /// What so many of a hundred calls took at most; nil without calls.
        ///
        /// *Unit*: milliseconds, the bound of the count it fell into.
        package func milliseconds(ofHundred percent: Int64) -> Int64? {
            guard calls > 0 else { return nil }
            var sum: Int64 = 0
            for (index, count) in times.enumerated() {
                sum += count
                if sum * 100 >= calls * percent { return ChannelFigures.bounds[index] }
            }
            return ChannelFigures.bounds.last
        }

        /// *Unit*: of a thousand calls.
        package var inDoubtOfThousand: Int64 { calls > 0 ? inDoubt * 1_000 / calls : 0 }

        /// What is worse stands first; one call that failed is no outage yet.
        fileprivate var badness: Int64 { inDoubt * 1_000 / (calls + 4) }
    }

    /// A store at a wallet; without a store, all of them.
    package struct Line: Sendable {
        package let store: StoreID?
        package let wallet: Wallet
        package let hour: Counts
        /// The oldest first.
        package let slices: [Counts]
    }

    private struct Key: Hashable {
        let store: StoreID
        let wallet: Wallet
    }

    private struct Slot {
        var number: Int64 = .min
        var counts = Counts()
    }

    private let slots = Mutex<[Key: [Slot]]>([:])

    func note(
        _ wallet: Wallet, _ isUsable: Bool, store: StoreID, from: Timestamp, to: Timestamp
    ) {
        let number = ChannelFigures.number(to)
        let index = Int(((number % 12) + 12) % 12)
        let took = max(0, to.since(from).microseconds / 1_000)
        let last = ChannelFigures.bounds.count - 1
        let place = ChannelFigures.bounds.firstIndex { took <= $0 } ?? last
        slots.withLock { slots in
            let empty = [Slot](repeating: Slot(), count: ChannelFigures.slices)
            var slot = slots[Key(store: store, wallet: wallet), default: empty][index]
            if slot.number != number { slot = Slot(number: number) }
            slot.counts.calls += 1
            if !isUsable { slot.counts.inDoubt += 1 }
            slot.counts.times[place] += 1
            slots[Key(store: store, wallet: wallet), default: empty][index] = slot
        }
    }

    /// The lines with calls in the last hour, the worst first, and the sum of each wallet.
    package func lines(
        of store: StoreID?, limit: Int, at now: Timestamp
    ) -> (worst: [Line], totals: [Line], count: Int) {
        let first = ChannelFigures.number(now) - Int64(ChannelFigures.slices) + 1
        let kept = slots.withLock { $0 }
        var lines: [Line] = []
        for (key, slots) in kept where store == nil || key.store == store {
            var slices = [Counts](repeating: Counts(), count: ChannelFigures.slices)
            for slot in slots where slot.number >= first {
                let index = Int(slot.number - first)
                if slices.indices.contains(index) { slices[index] = slot.counts }
            }
            let line = ChannelFigures.line(key.store, key.wallet, slices)
            if line.hour.calls > 0 { lines.append(line) }
        }
        lines.sort {
            ($1.hour.badness, $1.hour.calls, $0.store?.digits ?? "", $0.wallet.rawValue)
                < ($0.hour.badness, $0.hour.calls, $1.store?.digits ?? "", $1.wallet.rawValue)
        }
        let totals = Wallet.allCases.compactMap { wallet -> Line? in
            let own = lines.filter { $0.wallet == wallet }
            guard !own.isEmpty else { return nil }
            var slices = [Counts](repeating: Counts(), count: ChannelFigures.slices)
            for line in own {
                for index in slices.indices { slices[index].add(line.slices[index]) }
            }
            return ChannelFigures.line(nil, wallet, slices)
        }
        return (Array(lines.prefix(limit)), totals, lines.count)
    }

    private static func line(
        _ store: StoreID?, _ wallet: Wallet, _ slices: [Counts]
    ) -> Line {
        var hour = Counts()
        for slice in slices { hour.add(slice) }
        return Line(store: store, wallet: wallet, hour: hour, slices: slices)
    }

    private static func number(_ time: Timestamp) -> Int64 {
        time.microseconds / slice.microseconds
    }
}

extension Counter {
    /// How the wallets have answered: a manager's store, or every store for those above.
    ///
    /// *Errors*: `OperatorNotice.overrideRefused`.
    package func channelFigures(
        limit: Int, by session: Session
    ) throws -> (worst: [ChannelFigures.Line], totals: [ChannelFigures.Line], count: Int) {
        let store: StoreID?
        switch session.staff.role {
        case .manager: store = session.store
        case .area, .finance: store = nil
        case .cashier, .pharmacist: throw OperatorNotice.overrideRefused
        }
        return driver.health.figures.lines(
            of: store, limit: limit, at: driver.surroundings.now())
    }
}
