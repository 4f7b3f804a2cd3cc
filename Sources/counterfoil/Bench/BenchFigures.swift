// What a bench came to.

internal import Foundation
internal import Glibc

protocol BenchFigures: Encodable {
    /// Whether both sides did the same; otherwise the ratio says nothing.
    var isFair: Bool { get }
    /// For a person.
    func table() -> String
}

extension BenchFigures {
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

/// Where and when it ran: without that a figure says nothing.
struct BenchMachine: Encodable {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let beganAt = Date().formatted(.iso8601)
    /// Processes that wanted to run, over the last minute; the bench's own are in the second.
    let loadBefore = BenchMachine.load()
    private(set) var loadAfter = 0.0

    mutating func end() {
        loadAfter = BenchMachine.load()
    }

    var words: String {
        "\(beganAt) · \(cores) cores · "
            + String(format: "load %.1f before, %.1f after", loadBefore, loadAfter)
    }

    private static func load() -> Double {
        let text = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)
        return text?.split(separator: " ").first.flatMap { Double($0) } ?? 0
    }
}

/// The middle one; of an even count the mean of the two.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// What this process has used of the processors so far, itself and in the system, in seconds.
func cpuSeconds() -> Double {
    var usage = rusage()
    guard unsafe getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return 0 }
    return [usage.ru_utime, usage.ru_stime].reduce(0) { sum, time in
        sum + Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }
}
