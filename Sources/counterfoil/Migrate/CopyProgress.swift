// What takes longer than half a second is seen to move: one line that changes on a terminal, one each
// five seconds in a log.

internal import Foundation
internal import Glibc
internal import Persistence
internal import Synchronization

final class CopyProgress: Sendable {
    private struct State {
        var told: ContinuousClock.Instant
        var pause = Duration.milliseconds(500)
        var hasBegun = false
        var hasLine = false
    }

    private let start = ContinuousClock.now
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state: Mutex<State>

    init() {
        state = Mutex(State(told: start))
    }

    /// Whether anything was written to the target.
    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    func tell(_ step: CopyStep) {
        let isDue = state.withLock { state in
            state.hasBegun = true
            let now = ContinuousClock.now
            guard now - state.told >= state.pause else { return false }
            state.told = now
            if isTerminal {
                state.hasLine = true
            } else {
                state.pause = .seconds(5)
            }
            return true
        }
        if isDue { write(isTerminal ? "\r\u{1B}[K" + line(step) : line(step) + "\n") }
    }

    /// Clears the line.
    func end() {
        let hadLine = state.withLock { state in
            defer { state.hasLine = false }
            return state.hasLine
        }
        if hadLine { write("\r\u{1B}[K") }
    }

    private func line(_ step: CopyStep) -> String {
        let words =
            switch step.work {
            case .copying: "复制 copying"
            case .comparing: "核对 comparing"
            }
        let percent = step.done * 100 / max(1, step.all)
        let seconds = (ContinuousClock.now - start).components.seconds
        return "\(words) \(step.table) · \(percent)% · \(seconds) s"
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
