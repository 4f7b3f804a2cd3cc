// The seed of a kill test: drawn anew for each run, and given again to see a failure again.

internal import Foundation

package enum CrashSeed {
    package static let environmentKey = "COUNTERFOIL_TEST_SEED"

    package static func drawn() -> UInt64 {
        let asked = ProcessInfo.processInfo.environment[environmentKey]
        return asked.flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64.max)
    }
}
