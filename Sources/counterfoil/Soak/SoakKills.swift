// Who pulls the plug, or asks a server to end, and when. A process that ends by itself is another
// matter: that is a finding.

internal import ArgumentParser
internal import Foundation

/// What is done to the processes while the tills sell.
enum SoakRestarts: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// `kill -9`, of a server, of the network, of several at once.
    case killed
    /// SIGTERM to one server after another, as before an upgrade; no sale may notice.
    case rolling
}

struct SoakKills: Sendable {
    let processes: SoakProcesses
    /// Somebody whose till is asked for after each restart.
    let probe: SoakLine
    let tally: SoakTally

    /// Own choice: a till that is not answered within half a minute is down for its cashier.
    private static let restartMax = Duration.seconds(30)
    /// What is promised of a server that is told to end.
    private static let endMax = Duration.seconds(10)

    /// Kills and restarts until the time is over; all are up when it returns.
    func run(_ restarts: SoakRestarts, seed: UInt64, until end: ContinuousClock.Instant)
        async throws
    {
        var random = SoakRandom(seed: seed, stream: 1_002)
        switch restarts {
        case .killed: try await kill(&random, until: end)
        case .rolling: try await roll(&random, until: end)
        }
    }

    private func kill(
        _ random: inout SoakRandom, until end: ContinuousClock.Instant
    ) async throws {
        while ContinuousClock.now < end {
            let next = ContinuousClock.now + random.milliseconds(3_000...8_000)
            let isServer = random.chance(60)
            let isAll = random.chance(8)
            let darkness = random.milliseconds(0...1_200)
            try await watch(until: min(next, end))
            guard ContinuousClock.now < end else { return }
            // Drawn only where there is a choice, so that a seed of one server stays the same run.
            let servers = processes.servers
            let server = servers.count > 1 ? random.number(0...(servers.count - 1)) : 0
            let roles = isAll ? processes.all : [isServer ? servers[server] : .network]
            for role in roles {
                await processes.kill(role)
                tally.count { $0.kills[role.name, default: 0] += 1 }
            }
            try await Task.sleep(for: darkness)
            for role in roles { try await restart(role) }
        }
    }

    /// Ends one server after the other, each time waiting until the last is back.
    private func roll(
        _ random: inout SoakRandom, until end: ContinuousClock.Instant
    ) async throws {
        while true {
            for role in processes.servers {
                let next = ContinuousClock.now + random.milliseconds(1_000...3_000)
                try await watch(until: min(next, end))
                guard ContinuousClock.now < end else { return }
                guard let (taken, status) = await processes.end(role, within: SoakKills.endMax)
                else {
                    tally.found("\(role.name) did not end within \(SoakKills.endMax) of SIGTERM")
                    try await restart(role)
                    continue
                }
                tally.count { $0.ends.append(taken) }
                if status != 0 { tally.found("\(role.name) ended with status \(status)") }
                try await restart(role)
            }
        }
    }

    /// Looks whether all are alive, and starts what has died by itself.
    func watch(until end: ContinuousClock.Instant) async throws {
        repeat {
            for (role, words) in await processes.crashed() {
                tally.found("\(role.name) ended by itself, \(words)")
                try await restart(role)
            }
            try await Task.sleep(for: .milliseconds(100))
        } while ContinuousClock.now < end
    }

    private func restart(_ role: SoakProcesses.Role) async throws {
        let start = ContinuousClock.now
        try await processes.start(role)
        guard case .server(let index) = role else { return }
        while true {
            let answer = try? await probe.web.send(
                "GET", "/api/till", to: index, within: .seconds(2))
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
