// A process from its start to its end: how long it took, and the most memory it ever held. The kernel
// keeps that maximum (VmHWM); it is read while the process lives, so its last moment may be missed.

internal import Foundation
internal import Glibc

struct MeasuredProcess {
    struct Result: Encodable {
        let seconds: Double
        /// In all its threads, in itself and in the system.
        let cpuSeconds: Double
        let peakBytes: Int
        let status: Int32
        let output: String

        private enum CodingKeys: String, CodingKey {
            case seconds, cpuSeconds, peakBytes
        }
    }

    private static let lookEvery = Duration.milliseconds(5)

    let program: URL
    let arguments: [String]

    /// Runs it with a text as its standard input.
    func run(input: String = "") async throws -> Result {
        let process = Process()
        let (entry, output) = (Pipe(), Pipe())
        process.executableURL = program
        process.arguments = arguments
        process.environment = childEnvironment([:])
        process.standardInput = entry
        process.standardOutput = output
        let clock = ContinuousClock()
        let cpuBefore = MeasuredProcess.cpuOfChildren()
        let start = clock.now
        try process.run()
        entry.fileHandleForWriting.write(Data(input.utf8))
        try entry.fileHandleForWriting.close()
        var peak = 0
        while process.isRunning {
            peak = max(peak, MeasuredProcess.peak(of: process.processIdentifier))
            try await Task.sleep(for: MeasuredProcess.lookEvery)
        }
        let seconds = (clock.now - start) / .seconds(1)
        // A few lines: they wait in the pipe.
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        return Result(
            seconds: seconds, cpuSeconds: MeasuredProcess.cpuOfChildren() - cpuBefore,
            peakBytes: peak, status: process.terminationStatus,
            output: String(decoding: text, as: UTF8.self))
    }

    private static func peak(of process: Int32) -> Int {
        let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
    }

    private static func cpuOfChildren() -> Double {
        var usage = rusage()
        guard unsafe getrusage(RUSAGE_CHILDREN.rawValue, &usage) == 0 else { return 0 }
        return [usage.ru_utime, usage.ru_stime].reduce(0) { sum, time in
            sum + Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
        }
    }
}
