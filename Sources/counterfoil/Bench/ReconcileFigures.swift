// What `bench reconcile` came to.

internal import Foundation

struct ReconcileFigures: BenchFigures {
    struct Round: Encodable {
        let ours: MeasuredProcess.Result
        let shell: MeasuredProcess.Result

        var ratio: Double { ours.seconds / shell.seconds }
    }

    struct Size: Encodable {
        /// Payments in the books, and lines in the statement.
        let rows: Int
        let lines: Int
        let rounds: [Round]
        /// Our time by the shell's; the median of the rounds.
        let ratio: Double
        /// The most that a run of ours held in memory.
        let peakBytes: Int
        /// Breaks by class: those that were put in, and those that each found.
        let made: [String: Int]
        let ours: [String: Int]
        let shell: [String: Int]
        /// Breaks that only one of them found, or found otherwise.
        let different: Int

        var isFair: Bool { different == 0 && ours == made && shell == made }
    }

    let machine: BenchMachine
    let sizes: [Size]

    var isFair: Bool { sizes.allSatisfy(\.isFair) }

    func table() -> String {
        var lines = [
            machine.words, "",
            "     rows  ratio    ours s   shell s    cpu s ours/shell   peak MB ours/shell    breaks",
        ]
        for size in sizes {
            func of(
                _ side: (Round) -> MeasuredProcess.Result,
                _ value: (MeasuredProcess.Result) -> Double
            )
                -> Double
            {
                median(size.rounds.map { value(side($0)) })
            }
            lines.append(
                String(
                    format: "%9d  %5.2f  %8.2f  %8.2f   %7.2f %7.2f    %7.1f %7.1f  %9d ",
                    size.rows, size.ratio, of(\.ours, \.seconds), of(\.shell, \.seconds),
                    of(\.ours, \.cpuSeconds), of(\.shell, \.cpuSeconds),
                    of(\.ours) { Double($0.peakBytes) / 1_000_000 },
                    of(\.shell) { Double($0.peakBytes) / 1_000_000 },
                    size.ours.values.reduce(0, +)) + (size.isFair ? "same" : "DIFFERENT"))
        }
        return lines.joined(separator: "\n")
    }
}
