// A failing run of ten thousand payments tells nobody anything. Shrinking makes it smaller for as long
// as it fails in the same way, so that its story fits on a page. Runs cost time, so they are counted.
//
// Trap: "still fails" must mean the same promise broken in the same way. A shrinker that is content
// with any failure walks from the bug that was found to another one.

/// A way to make failing cases smaller.
package struct Shrinking<Case: Sendable>: Sendable {
    /// One kind of simplification.
    package enum Step: Sendable {
        /// Many parts of which few may be needed, such as payments: searched by delta debugging.
        ///
        /// `count` says how many parts a case has; `keeping` makes the case with those of the parts,
        /// by their places in ascending order, and all else the same.
        case subset(
            count: @Sendable (Case) -> Int, keeping: @Sendable (Case, [Int]) -> Case)
        /// Simpler cases to try one after another, the most hopeful first, such as one fault fewer.
        ///
        /// After one that still fails its own candidates are tried, from the same place in the list,
        /// since those before it have just been seen not to fail.
        case candidates(@Sendable (Case) -> [Case])
    }

    /// In the order in which they are tried; once more from the first after any success.
    package let steps: [Step]
    /// How often a case may be run.
    package let runsMax: Int

    package init(steps: [Step], runsMax: Int) {
        self.steps = steps
        self.runsMax = runsMax
    }

    /// Makes `failing` smaller for as long as `stillFails` says that it fails in the same way.
    ///
    /// `failing` itself is not run again. The same steps and the same answers give the same result. A
    /// candidate that is not simpler does no harm but to the number of runs.
    package func smallest(
        from failing: Case, stillFails: @Sendable (Case) async -> Bool
    ) async -> Shrunk<Case> {
        var smallest = Shrunk(smallest: failing, runs: 0, end: .nothingSmaller)
        // A step may help again once another one has; over when each was tried in vain since the last
        // success.
        var inVain = 0
        while inVain < steps.count {
            for step in steps where inVain < steps.count {
                let didShrink =
                    switch step {
                    case .subset(let count, let keeping):
                        await shrink(&smallest, count, keeping, stillFails)
                    case .candidates(let candidates):
                        await shrink(&smallest, candidates, stillFails)
                    }
                if smallest.end == .runsSpent { return smallest }
                inVain = didShrink ? 0 : inVain + 1
            }
        }
        return smallest
    }

    private func shrink(
        _ smallest: inout Shrunk<Case>, _ count: @Sendable (Case) -> Int,
        _ keeping: @Sendable (Case, [Int]) -> Case, _ stillFails: @Sendable (Case) async -> Bool
    ) async -> Bool {
        let whole = smallest.smallest
        let indices = Array(0..<max(count(whole), 0))
        let found = await DeltaDebugging.smallest(
            of: indices, runsMax: runsMax - smallest.runs
        ) { kept in
            await stillFails(keeping(whole, kept))
        }
        smallest.runs += found.runs
        if !found.isMinimal { smallest.end = .runsSpent }
        guard found.indices.count < indices.count else { return false }
        smallest.smallest = keeping(whole, found.indices)
        return true
    }

    private func shrink(
        _ smallest: inout Shrunk<Case>, _ candidates: @Sendable (Case) -> [Case],
        _ stillFails: @Sendable (Case) async -> Bool
    ) async -> Bool {
        var didShrink = false
        var left = candidates(smallest.smallest)[...]
        while let candidate = left.first {
            guard smallest.runs < runsMax else {
                smallest.end = .runsSpent
                return didShrink
            }
            smallest.runs += 1
            if await stillFails(candidate) {
                smallest.smallest = candidate
                didShrink = true
                left = candidates(candidate).dropFirst(left.startIndex)
            } else {
                left = left.dropFirst()
            }
        }
        return didShrink
    }
}

/// The smallest failing case that was found.
package struct Shrunk<Case: Sendable>: Sendable {
    package internal(set) var smallest: Case
    /// How often a case was run; never more than allowed.
    package internal(set) var runs: Int
    package internal(set) var end: ShrinkingEnd
}

/// Why shrinking stopped.
package enum ShrinkingEnd: Equatable, Sendable {
    /// No step makes it any smaller.
    case nothingSmaller
    /// The runs were used up; a larger number may find a smaller case.
    case runsSpent
}
