// What `bench postgres` came to.

internal import Foundation

struct PostgresFigures: BenchFigures {
    /// One side's turn.
    struct Turn: Encodable {
        let seconds: Double
        let transactions: Int
        /// How often a transaction was begun: more, where conflicts had it done again.
        let bodies: Int

        var transactionsPerSecond: Double { Double(transactions) / seconds }
        var bodiesPerTransaction: Double { Double(bodies) / Double(max(1, transactions)) }

        private enum CodingKeys: String, CodingKey {
            case seconds, transactions, bodies, transactionsPerSecond
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(seconds, forKey: .seconds)
            try container.encode(transactions, forKey: .transactions)
            try container.encode(bodies, forKey: .bodies)
            try container.encode(transactionsPerSecond, forKey: .transactionsPerSecond)
        }
    }

    struct Round: Encodable {
        let ours: Turn
        /// As isolated as ours.
        let pgbench: Turn
        let pgbenchReadCommitted: Turn

        var ratio: Double { ours.transactionsPerSecond / pgbench.transactionsPerSecond }
        var ratioToReadCommitted: Double {
            ours.transactionsPerSecond / pgbenchReadCommitted.transactionsPerSecond
        }
    }

    struct Rows: Encodable, Equatable {
        let ours: [String: Int64]
        let pgbench: [String: Int64]
        let pgbenchReadCommitted: [String: Int64]

        var areSame: Bool { ours == pgbench && ours == pgbenchReadCommitted }
    }

    var machine: BenchMachine
    let writers: Int
    let statementsPerSale: Int
    let isolation: String
    let rounds: [Round]
    let rows: Rows
    /// Transactions a second, ours by pgbench's; the median of the rounds.
    let ratio: Double
    let ratioToReadCommitted: Double

    init(
        machine: BenchMachine, writers: Int, statementsPerSale: Int, isolation: String,
        rounds: [Round], rows: Rows
    ) {
        self.machine = machine
        self.writers = writers
        self.statementsPerSale = statementsPerSale
        self.isolation = isolation
        self.rounds = rounds
        self.rows = rows
        ratio = median(rounds.map(\.ratio))
        ratioToReadCommitted = median(rounds.map(\.ratioToReadCommitted))
    }

    var isFair: Bool {
        rows.areSame
            && rounds.allSatisfy { round in
                round.ours.transactions == round.pgbench.transactions
                    && round.ours.transactions == round.pgbenchReadCommitted.transactions
            }
    }

    func table() -> String {
        func line(_ name: String, _ turn: (Round) -> Turn, _ ratio: Double?) -> String {
            String(
                format: "%8.0f  %6.2f  ", median(rounds.map { turn($0).transactionsPerSecond }),
                median(rounds.map { turn($0).bodiesPerTransaction })) + name
                + (ratio.map { String(format: " · ratio %.2f", $0) } ?? "")
        }
        let count = rows.ours.values.reduce(0, +)
        return [
            machine.words,
            "\(writers) writers · \(statementsPerSale) statements in three transactions",
            "", "    tx/s  bodies for each",
            line("ours, \(isolation)", \.ours, nil),
            line("pgbench, \(isolation)", \.pgbench, ratio),
            line("pgbench, READ COMMITTED", \.pgbenchReadCommitted, ratioToReadCommitted), "",
            rows.areSame ? "\(count) rows on each side" : "the sides wrote DIFFERENT rows",
        ].joined(separator: "\n")
    }
}
