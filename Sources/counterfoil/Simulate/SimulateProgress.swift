// A line each few seconds, so that a run of minutes is seen to move.

internal import Foundation
internal import Simulation
internal import Synchronization

final class SimulateProgress: Sendable {
    private struct State {
        var payments = 0
        var violations = 0
        var lastTold: ContinuousClock.Instant
    }

    private let simulator: Simulator
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    init(_ simulator: Simulator) {
        self.simulator = simulator
        state = Mutex(State(lastTold: start))
    }

    /// *Unit*: seconds since the start.
    var seconds: Double {
        start.duration(to: .now) / .seconds(1)
    }

    /// Goes on until enough is broken to tell a story of.
    func tell(_ done: Int, _ world: WorldReport) -> Bool {
        let (line, goesOn) = state.withLock { state -> (String?, Bool) in
            state.payments += world.payments
            state.violations += world.violations.count
            let goesOn = state.violations < 20
            let now = ContinuousClock.now
            guard now - state.lastTold >= .seconds(5), done < simulator.worlds else {
                return (nil, goesOn)
            }
            state.lastTold = now
            let speed = Double(state.payments) / max(0.001, seconds)
            let left = Double(simulator.payments - state.payments) / max(1, speed)
            return (
                "\(done)/\(simulator.worlds) worlds · \(state.payments) payments · "
                    + "\(Int(speed))/s · \(Int(left)) s left · broken \(state.violations)", goesOn
            )
        }
        if let line { complain(line) }
        return goesOn
    }

    func complain(_ words: String) {
        FileHandle.standardError.write(Data((words + "\n").utf8))
    }
}
