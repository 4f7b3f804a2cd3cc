// What `bench storage` came to.

internal import Foundation

struct StorageFigures: BenchFigures {
    /// One side's turn.
    struct Turn: Encodable {
        let seconds: Double
        /// What the processors were used for, in all threads together.
        let cpuSeconds: Double
        let transactions: Int
        let commits: Int
        let syncs: Int

        var transactionsPerSecond: Double { Double(transactions) / seconds }
        /// *Unit*: microseconds.
        var cpuPerTransaction: Double { cpuSeconds / Double(transactions) * 1_000_000 }
        var group: Double { Double(transactions) / Double(max(1, commits)) }

        private enum CodingKeys: String, CodingKey {
            case seconds, cpuSeconds, transactions, commits, syncs, transactionsPerSecond, group
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(seconds, forKey: .seconds)
            try container.encode(cpuSeconds, forKey: .cpuSeconds)
            try container.encode(transactions, forKey: .transactions)
            try container.encode(commits, forKey: .commits)
            try container.encode(syncs, forKey: .syncs)
            try container.encode(transactionsPerSecond, forKey: .transactionsPerSecond)
            try container.encode(group, forKey: .group)
        }
    }

    struct Round: Encodable {
        let ours: Turn
        let loop: Turn

        var ratio: Double { ours.transactionsPerSecond / loop.transactionsPerSecond }
    }

    struct Rows: Encodable {
        let ours: Int64
        let loop: Int64
        /// Of ours, those that the other file does not hold to the letter.
        let different: Int64
    }

    struct Setting: Encodable {
        let writers: Int
        let rounds: [Round]
        let rows: Rows
        /// Transactions a second, ours by the loop's; the median of the rounds.
        let ratio: Double
        /// Statements of a sale, without BEGIN and COMMIT.
        let statementsPerSale: Int

        var isSame: Bool { rows.ours == rows.loop && rows.different == 0 }

        init(writers: Int, rounds: [Round], rows: Rows, statementsPerSale: Int) {
            self.writers = writers
            self.rounds = rounds
            self.rows = rows
            self.statementsPerSale = statementsPerSale
            ratio = median(rounds.map(\.ratio))
        }
    }

    let machine: BenchMachine
    let settings: [Setting]

    var isFair: Bool {
        settings.allSatisfy { setting in
            setting.isSame
                && setting.rounds.allSatisfy { $0.ours.transactions == $0.loop.transactions }
        }
    }

    func table() -> String {
        var lines = [
            machine.words, "",
            "writers  ratio   ours tx/s  loop tx/s   group ours/loop   syncs ours/loop    cpu µs/tx        rows",
        ]
        for setting in settings {
            func of(_ turn: (Round) -> Turn, _ value: (Turn) -> Double) -> Double {
                median(setting.rounds.map { value(turn($0)) })
            }
            lines.append(
                String(
                    format:
                        "%7d  %5.2f  %10.0f %10.0f   %7.1f %7.1f   %7.0f %7.0f  %5.0f %5.0f  %10d ",
                    setting.writers, setting.ratio, of(\.ours, \.transactionsPerSecond),
                    of(\.loop, \.transactionsPerSecond), of(\.ours, \.group), of(\.loop, \.group),
                    of(\.ours) { Double($0.syncs) }, of(\.loop) { Double($0.syncs) },
                    of(\.ours, \.cpuPerTransaction), of(\.loop, \.cpuPerTransaction),
                    Int(setting.rows.ours)) + (setting.isSame ? "same" : "DIFFERENT"))
        }
        return lines.joined(separator: "\n")
    }
}
