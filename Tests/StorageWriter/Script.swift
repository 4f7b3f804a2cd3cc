// One transaction body as data. The writer performs it in SQL, the model of the tests performs it on
// dictionaries; this description is all that the two have in common, so that a mistake of one is not
// a mistake of both.

internal import TestSupport

/// What one body does, the same for everybody who knows the seed and the index.
package struct Script: Equatable, Sendable {
    package let index: Int64
    package let steps: [Step]
    /// Whether the writer reads the whole database once the body has returned.
    package let looksAfter: Bool

    package init(index: Int64, steps: [Step], looksAfter: Bool = false) {
        self.index = index
        self.steps = steps
        self.looksAfter = looksAfter
    }
}

package struct Step: Equatable, Sendable {
    package let act: Act
    /// Whether the body goes on when a constraint says no.
    package let swallows: Bool

    package init(_ act: Act, swallows: Bool = false) {
        self.act = act
        self.swallows = swallows
    }
}

/// One thing a body does; at most one of its statements can break a constraint, and it is the first
/// that writes.
package enum Act: Equatable, Sendable {
    case insert(key: Int64, amount: Int64, tag: Int64?, Filling)
    /// Reads the row and writes over the version that it has read.
    case update(key: Int64, by: Int64, Filling)
    /// Writes over a version that is only guessed; the body throws when it is not that one.
    case overwrite(key: Int64, version: Int64, Filling)
    case upsert(key: Int64, amount: Int64, Filling)
    case delete(key: Int64)
    case addLine(key: Int64, line: Int64, Filling)
    /// The same line for every item of the range, in one statement: all or none.
    case addLines(keys: ClosedRange<Int64>, line: Int64)
    case deleteLines(key: Int64)
    /// From every item of the range, in one statement: all or none.
    case take(keys: ClosedRange<Int64>, amount: Int64)
    /// In two statements; the body throws when one of the two is not there.
    case move(from: Int64, to: Int64, amount: Int64)
    case look(keys: ClosedRange<Int64>)
    /// Writes down which body this is, under the number after the greatest.
    case sign
    /// Throws.
    case stop
}

/// A text that no other step of any body writes.
package struct Filling: Equatable, Sendable {
    private let index: Int64
    private let place: Int
    private let count: Int

    package init(index: Int64, place: Int, count: Int) {
        self.index = index
        self.place = place
        self.count = count
    }

    package var text: String {
        "\(index).\(place) " + String(repeating: "药", count: count)
    }
}

/// Every script of one seed.
package struct Scripts: Sendable {
    private static let keys: ClosedRange<Int64> = 0...23
    private let seed: UInt64
    private let swallows: Bool

    /// `swallows`: whether some bodies go on when a constraint says no.
    package init(seed: UInt64, swallows: Bool = true) {
        self.seed = seed
        self.swallows = swallows
    }

    package func script(_ index: Int64) -> Script {
        // A factor that is not SplitMix64's own: else each script would be the last one, shifted.
        var random = SeededRandom(
            seed: seed &+ UInt64(bitPattern: index) &* 0xD1B5_4A32_D192_ED03)
        var steps: [Step] = []
        for place in 0..<Int.random(in: 1...6, using: &random) {
            let act = Scripts.act(index, place, &random)
            let isCalm = Int.random(in: 0..<3, using: &random) > 0
            steps.append(Step(act, swallows: swallows && isCalm))
        }
        steps.insert(Step(.sign), at: Int.random(in: 0...steps.count, using: &random))
        if Int.random(in: 0..<5, using: &random) == 0 {
            steps.insert(Step(.stop), at: Int.random(in: 0...steps.count, using: &random))
        }
        return Script(
            index: index, steps: steps, looksAfter: Int.random(in: 0..<4, using: &random) == 0)
    }

    private static func act(_ index: Int64, _ place: Int, _ random: inout SeededRandom) -> Act {
        let key = Int64.random(in: keys, using: &random)
        let other = Int64.random(in: keys, using: &random)
        let amount = Int64.random(in: 0...60, using: &random)
        let line = Int64.random(in: 0...3, using: &random)
        let near = key...min(key + Int64.random(in: 0...4, using: &random), keys.upperBound)
        let filling = Filling(index: index, place: place, count: length(&random))
        switch Int.random(in: 0..<20, using: &random) {
        case 0, 1:
            let isTagged = Bool.random(using: &random)
            return .insert(key: key, amount: amount, tag: isTagged ? other : nil, filling)
        case 2...4: return .update(key: key, by: amount - 20, filling)
        case 5: return .overwrite(key: key, version: 1 + line, filling)
        case 6...8: return .upsert(key: key, amount: amount, filling)
        case 9, 10: return .delete(key: key)
        case 11: return .addLine(key: key, line: line, filling)
        case 12: return .addLines(keys: near, line: line)
        case 13, 14: return .deleteLines(key: key)
        case 15, 16: return .take(keys: near, amount: amount / 3)
        case 17: return .move(from: key, to: other, amount: amount)
        default: return .look(keys: keys)
        }
    }

    /// In characters of three bytes: mostly tiny, at times over many pages of four kilobytes.
    private static func length(_ random: inout SeededRandom) -> Int {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: Int.random(in: 4_000...30_000, using: &random)
        case 1...5: Int.random(in: 100...1_500, using: &random)
        default: Int.random(in: 0...12, using: &random)
        }
    }
}
