// How each wallet has answered each store, as this process has met it: counted in memory, by the hour
// and by five minutes, and written by `FigureRounds`. A picture for people: nothing is decided by it.

package import Payments
package import Persistence
internal import Retail
internal import Synchronization

package final class ChannelFigures: Sendable {
    /// How long a while is kept here, for a call that ends late; the database keeps it longer.
    private static let keptFor = Pause.hours(2)

    private struct State {
        var counts: [FigureSlot: CallCounts] = [:]
        /// Those that have grown since they were last taken.
        var grown: Set<FigureSlot> = []
        var newest = Timestamp(microseconds: .min)
    }

    private let state = Mutex(State())

    /// Counts a call in the while in which it ended.
    func note(
        _ wallet: Wallet, _ outcome: CallOutcome, store: StoreID, from: Timestamp, to: Timestamp
    ) {
        let took = to.since(from).microseconds / 1_000
        state.withLock { state in
            for span in FigureSlot.Span.allCases {
                let slot = FigureSlot(
                    span, from: span.start(at: to), store: store, wallet: wallet)
                state.counts[slot, default: CallCounts()].count(outcome, milliseconds: took)
                state.grown.insert(slot)
            }
            let slice = FigureSlot.Span.fiveMinutes.start(at: to)
            guard slice > state.newest else { return }
            state.newest = slice
            // Also where nobody takes them: what is old is no use to anybody.
            let kept = state.counts.filter { slice.since($0.key.from) < ChannelFigures.keptFor }
            state.counts = kept
            state.grown = state.grown.filter { kept[$0] != nil }
        }
    }

    /// The whole of each while that has grown since the last time, oldest first.
    package func takeGrown() -> [(slot: FigureSlot, counts: CallCounts)] {
        state.withLock { state in
            let grown = state.grown.compactMap { slot in
                state.counts[slot].map { (slot: slot, counts: $0) }
            }
            state.grown = []
            return grown.sorted { $0.slot.from < $1.slot.from }
        }
    }

    /// Could not be written: to be taken again.
    package func giveBack(_ slots: some Sequence<FigureSlot>) {
        state.withLock { state in
            state.grown.formUnion(slots.filter { state.counts[$0] != nil })
        }
    }
}
