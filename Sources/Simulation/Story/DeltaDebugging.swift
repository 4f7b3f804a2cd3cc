// Delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002): of
// a thousand payments that make a run fail, find the few that are enough. It halves while halves still
// fail, and looks closer where they do not, so it needs far fewer runs than leaving out one by one.

package enum DeltaDebugging {
    /// What was found, and at what price.
    package struct Found: Equatable, Sendable {
        /// In the order of the given indices.
        package let indices: [Int]
        /// How often `fails` was asked; never more than allowed.
        package let runs: Int
        /// False when the runs were used up, so that there may be a smaller set.
        package let isMinimal: Bool
    }

    /// The smallest part of `indices` found that still fails.
    ///
    /// `indices` themselves are taken to fail and are not run again. Minimal means that no single index
    /// can be left out. The same question is not asked twice, and nothing here is left to chance.
    package static func smallest(
        of indices: [Int], runsMax: Int, fails: ([Int]) async -> Bool
    ) async -> Found {
        var search = Search(current: indices, runsMax: runsMax)
        // What fails with nothing at all needs no search.
        if !indices.isEmpty, await search.shrinks(to: [], fails) {
            return search.found(isMinimal: true)
        }
        var parts = 2
        while search.current.count > 1, !search.isSpent {
            let chunks = split(search.current, into: parts)
            let before = search.current.count
            if await search.shrinks(toAnyOf: chunks, fails) {
                parts = 2
            } else if await search.shrinks(toAnyOf: complements(of: chunks), fails) {
                parts = max(parts - 1, 2)
            }
            if search.current.count < before { continue }
            if parts >= before { break }
            parts = min(parts * 2, before)
        }
        return search.found(isMinimal: !search.isSpent)
    }

    /// `count` parts of nearly the same size, in order; never an empty one.
    static func split(_ indices: [Int], into count: Int) -> [[Int]] {
        var chunks: [[Int]] = []
        var begin = 0
        for part in 0..<max(count, 1) {
            let end = indices.count * (part + 1) / max(count, 1)
            if end > begin { chunks.append(Array(indices[begin..<end])) }
            begin = end
        }
        return chunks
    }

    private static func complements(of chunks: [[Int]]) -> [[Int]] {
        chunks.indices.map { left in
            Array(chunks.indices.filter { $0 != left }.map { chunks[$0] }.joined())
        }
    }

    /// The smallest set so far, and what has been asked.
    private struct Search {
        private(set) var current: [Int]
        private(set) var runs = 0
        /// Whether a run was wanted that was not allowed.
        private(set) var isSpent = false
        private let runsMax: Int
        private var passed: Set<[Int]> = []

        init(current: [Int], runsMax: Int) {
            self.current = current
            self.runsMax = runsMax
        }

        mutating func shrinks(
            toAnyOf candidates: [[Int]], _ fails: ([Int]) async -> Bool
        ) async -> Bool {
            for candidate in candidates where await shrinks(to: candidate, fails) { return true }
            return false
        }

        mutating func shrinks(
            to candidate: [Int], _ fails: ([Int]) async -> Bool
        ) async -> Bool {
            guard candidate.count < current.count, !passed.contains(candidate) else { return false }
            guard runs < runsMax else {
                isSpent = true
                return false
            }
            runs += 1
            guard await fails(candidate) else {
                passed.insert(candidate)
                return false
            }
            current = candidate
            return true
        }

        func found(isMinimal: Bool) -> Found {
            Found(indices: current, runs: runs, isMinimal: isMinimal)
        }
    }
}
