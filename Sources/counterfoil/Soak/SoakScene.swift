// The order of a soak: start, sell and break, mend, settle, audit. Each part has its own time limit.

internal import DemoChain
internal import Foundation

struct SoakScene: Sendable {
    /// How long the tills may take to end what is open, and then the store to ask the wallets: an
    /// attempt is asked about every 20 seconds at the slowest.
    private static let settleMax = Duration.seconds(420)
    /// Own choice: often enough to see that it goes on.
    private static let progressEvery = Duration.seconds(5)

    let processes: SoakProcesses
    private let plan: SoakPlan
    private let cluster: SoakCluster?
    private let isQuiet: Bool
    private let tally = SoakTally()
    private let begun = ContinuousClock.now

    init(folder: URL, _ plan: SoakPlan, _ place: SoakDatabase, isQuiet: Bool) {
        processes = SoakProcesses(
            folder: folder, environment: place.environment, servers: plan.servers)
        self.plan = plan
        cluster = place.cluster
        self.isQuiet = isQuiet
    }

    func play() async throws -> SoakFigures {
        say("种子 seed \(plan.seed)：\(plan.command)")
        if plan.restarts == .rolling { tally.findFailures() }
        try await processes.start(.network)
        var bases: [String] = []
        for server in processes.servers {
            try await processes.start(server)
            bases.append(await processes.base(of: server))
        }
        let servers = bases
        let ready = await processes.ready
        let phones = try SoakPhones(ready[.network]?.network.control.text ?? "")
        func line(_ place: SoakPlace) async throws -> SoakLine {
            let line = try SoakLine(servers, place, tally: tally, pin: DemoChain.pin)
            try await line.signIn()
            return line
        }
        let finance = try await line(.finance)
        var lines: [SoakLine] = []
        for place in SoakPlace.all.prefix(plan.tills) { lines.append(try await line(place)) }
        try await sell(lines, phones, finance)
        try await settle(finance, phones)
        let books = try await SoakBooks.read(finance, phones)
        for server in processes.servers { await look(at: server) }
        return SoakFigures(
            plan, counts: tally.counts, books: books,
            audit: SoakAudit(books, told: tally.sales))
    }

    /// Tills, faults and kills, until the time is over; the tills then close up with nothing broken.
    private func sell(
        _ lines: [SoakLine], _ phones: SoakPhones, _ finance: SoakLine
    ) async throws {
        let end = ContinuousClock.now + .milliseconds(Int64(plan.minutes * 60_000))
        let closing = end + SoakScene.settleMax
        let goods = try DemoGoods.all()
        let (plan, tally, cluster) = (plan, tally, cluster)
        let kills = SoakKills(processes: processes, probe: finance, tally: tally)
        try await untilFirst { group in
            group.addTask {
                await withDiscardingTaskGroup { tills in
                    for (index, line) in lines.enumerated() {
                        tills.addTask {
                            let till = SoakTill(
                                line, phones, goods: goods, seed: plan.seed, stream: index + 1)
                            await till.work(until: end, closing: closing)
                        }
                    }
                }
                return true
            }
            group.addTask {
                try await kills.run(plan.restarts, seed: plan.seed, until: end)
                // Nobody pulls a plug any more; one that dies now is a finding.
                try await kills.watch(until: closing)
                return false
            }
            group.addTask {
                await SoakFaults(phones: phones, tally: tally).run(seed: plan.seed, until: end)
                return false
            }
            group.addTask {
                guard let cluster else { return false }
                try await SoakDatabaseFaults(cluster: cluster, tally: tally)
                    .run(seed: plan.seed, until: end)
                return false
            }
            group.addTask { try await tellProgress(until: closing) }
        }
    }

    /// Waits until the store has asked about everything, and the last late request has arrived.
    private func settle(_ finance: SoakLine, _ phones: SoakPhones) async throws {
        let start = ContinuousClock.now
        let end = start + SoakScene.settleMax
        let kills = SoakKills(processes: processes, probe: finance, tally: tally)
        await SoakFaults(phones: phones, tally: tally).clear()
        // A request that was held up may still come, and may lead to one more question.
        let quiet = start + .milliseconds(SoakFaults.lateMilliseconds.upperBound + 3_000)
        try await untilFirst { group in
            group.addTask {
                try await kills.watch(until: end)
                return false
            }
            group.addTask {
                while ContinuousClock.now < end {
                    let open = try await SoakBooks.entries(finance).count { $0.isOpen }
                    let waiting = try await SoakBooks.orders(phones)
                        .count { $0.state == "WAITING" }
                    say("[\(seconds())] 结清中 settling: 未决 open \(open)，等密码 waiting \(waiting)")
                    if open == 0, waiting == 0, ContinuousClock.now >= quiet { break }
                    try await Task.sleep(for: .seconds(3))
                }
                return true
            }
        }
    }

    /// Runs tasks until the first that says true, or fails; the others are then ended.
    private func untilFirst(
        _ add: @escaping (inout ThrowingTaskGroup<Bool, any Error>) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            add(&group)
            for try await isLast in group where isLast { break }
            group.cancelAll()
        }
    }

    private func tellProgress(until end: ContinuousClock.Instant) async throws -> Bool {
        while ContinuousClock.now < end {
            try await Task.sleep(for: SoakScene.progressEvery)
            let counts = tally.counts
            let posted = tally.sales.values.count { $0.receipt != nil }
            let kills = counts.kills.values.reduce(counts.ends.count, +)
            let faults =
                counts.faults.values.reduce(0, +)
                + counts.databaseFaults.values.reduce(0, +)
            say(
                "[\(seconds())] 扫码 payments \(counts.payments)，入账 posted \(posted)，"
                    + "故障 faults \(faults)，重启 restarts \(kills)，断线 lost answers \(counts.lostAnswers)，"
                    + "异常 findings \(counts.findings.count)")
        }
        return false
    }

    /// What the server itself called an error, a few lines of it.
    ///
    /// Only a process that was told nothing wrong may say so, hence a finding when it crashed.
    private func look(at role: SoakProcesses.Role) async {
        let lines = await processes.log(of: role).split(separator: "\n")
        let fatal = lines.filter { line in
            line.contains("Fatal error") || line.contains(" critical ")
        }
        for line in fatal.prefix(5) { tally.found("\(role.name).log: \(line.prefix(300))") }
        let errors = lines.filter { $0.contains(" error ") }
        guard let last = errors.last else { return }
        say("\(role.name).log: \(errors.count) × error, 最后 the last: \(last.prefix(300))")
    }

    private func seconds() -> String {
        "\(begun.duration(to: .now).components.seconds) s"
    }

    private func say(_ words: String) {
        if isQuiet { return SoakScene.complain(words) }
        FileHandle.standardOutput.write(Data((words + "\n").utf8))
    }

    static func complain(_ words: String) {
        FileHandle.standardError.write(Data((words + "\n").utf8))
    }
}
