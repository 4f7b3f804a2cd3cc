// Who pulls the plug, and when. A process that ends by itself is another matter: that is a finding.

internal import Foundation

struct SoakKills: Sendable {
    let processes: SoakProcesses
    /// Somebody whose till is asked for after each restart.
    let probe: SoakLine
    let tally: SoakTally

    /// Own choice: a till that is not answered within half a minute is down for its cashier.
    private static let restartMax = Duration.seconds(30)

    /// Kills and restarts until the time is over; both are up when it returns.
    func run(seed: UInt64, until end: ContinuousClock.Instant) async throws {
        var random = SoakRandom(seed: seed, stream: 1_002)
        while ContinuousClock.now < end {
            let next = ContinuousClock.now + random.milliseconds(3_000...8_000)
            let role = random.choose([(60, SoakProcesses.Role.server), (40, .network)]) ?? .server
            let isBoth = random.chance(8)
            let darkness = random.milliseconds(0...1_200)
            try await watch(until: min(next, end))
            guard ContinuousClock.now < end else { return }
            let roles = isBoth ? SoakProcesses.Role.allCases : [role]
            for role in roles {
                await processes.kill(role)
                tally.count { $0.kills[role.rawValue, default: 0] += 1 }
            }
            try await Task.sleep(for: darkness)
            for role in roles { try await restart(role) }
        }
    }

    /// Looks whether both are alive, and starts what has died by itself.
    func watch(until end: ContinuousClock.Instant) async throws {
        repeat {
            for (role, words) in await processes.crashed() {
                tally.found("\(role.rawValue) ended by itself, \(words)")
                try await restart(role)
            }
            try await Task.sleep(for: .milliseconds(100))
        } while ContinuousClock.now < end
    }

    private func restart(_ role: SoakProcesses.Role) async throws {
        let start = ContinuousClock.now
        try await processes.start(role)
        guard role == .server else { return }
        while true {
            let answer = try? await probe.web.send("GET", "/api/till", within: .seconds(2))
            if answer?.status == 200 { break }
            try Task.checkCancellation()
            guard start.duration(to: .now) < SoakKills.restartMax else {
                return tally.found("the server answered no till for 30 s after its start")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        let taken = start.duration(to: .now)
        tally.count { $0.restarts.append(taken) }
    }
}
