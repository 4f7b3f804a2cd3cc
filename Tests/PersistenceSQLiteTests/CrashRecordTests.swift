// The checker of the kill test, checked: of an honest life it has nothing to say, and it notices each
// way in which a database could break its word.

import StorageModel
import StorageWriter
import Testing

@Suite struct CrashRecordTests {
    /// A way to break one's word.
    enum Lie: CaseIterable {
        case losesTheLastTold
        case losesAnEarlierLife
        case keepsHalf
        case keepsTheEffectButNotTheSignature
        case keepsTheSignatureButNotTheEffect
        case keepsWhatThrew
        case signsWhatThrew
        case losesALine
        case answersWrongly
        case throwsForNoReason
        case readsWhatIsNotThere
        case readsWrongly
        case answersBeforeWhatItFollowed
        case swapsTwoOfOneTask
        case signsTwice
        case signsWhatNobodyHandedIn
        case answersOutOfTurn
        case isDamaged
        case hasGaps
    }

    @Test("What was told and is there, and one untold body that is there, is right")
    func honest() {
        let life = Life()
        #expect(life.complaints() == [])
        #expect(life.record.tellings.contains { $0.kind == .saw })
        #expect(life.record.tellings.contains { $0.kind == .constraint })
        #expect(life.record.tellings.contains { $0.kind == .stopped })
    }

    @Test("One untold body that is not there at all is right")
    func honestWithoutTheUntold() {
        var life = Life()
        life.contents = ShelfContents(life.beforeUntold)
        #expect(life.complaints() == [])
    }

    @Test("Every broken word is noticed", arguments: Lie.allCases)
    func lies(_ lie: Lie) throws {
        var life = Life()
        try life.tell(lie)
        #expect(life.complaints() != [])
    }

    @Test("Past a constraint that a later body lifts, and only then, and only where that may be")
    func lifted() throws {
        for (checksNewerRows, frees, isRight) in [
            (true, true, true), (true, false, false), (false, true, false),
        ] {
            let scripts = Scripts(seed: 1, swallows: false)
            var model = ShelfModel()
            // Somebody is refused a key that stands there, and is told to have gone on and stopped.
            var index: Int64 = 0
            var refused: Int64?
            while refused == nil {
                let script = scripts.script(index)
                if case .insert? = model.refusedAct(of: script) { refused = index }
                if refused == nil { _ = model.play(script) }
                index += 1
            }
            let earlier = model
            let loser = try #require(refused)
            let act = try #require(model.refusedAct(of: scripts.script(loser)))
            let notes = model.play(scripts.script(loser)).notes
            var record = CrashRecord(
                scripts: scripts, first: loser, writers: 1, checksNewerRows: checksNewerRows)
            record.tellings.append(
                Telling(
                    .stopped, index: loser, number: model.number, after: model.number,
                    notes: notes + [1]))
            var next = loser
            while frees {
                next += 1
                let before = model
                let (kind, notes) = model.play(scripts.script(next))
                record.tellings.append(
                    Telling(
                        kind, index: next,
                        number: kind == .done ? model.number : before.number,
                        after: before.number, notes: notes))
                if kind == .done, model.allows(act) { break }
            }
            var judged = earlier
            let complaints = record.complaints(ShelfContents(model), after: &judged)
            #expect(complaints.isEmpty == isRight, "\(complaints)")
        }
    }

    @Test("An item made anew that a later body removes, and only then, and only where that may be")
    func madeAnew() throws {
        for (checksNewerRows, isRemoved, isRight) in [
            (true, true, true), (true, false, false), (false, true, false),
        ] {
            let scripts = Scripts(seed: 1, swallows: false)
            var model = ShelfModel()
            // Somebody throws after an upsert of an item that stands there, and tells of two of it.
            var index: Int64 = 0
            var told: [Int64]?
            while told == nil {
                let (script, earlier) = (scripts.script(index), model)
                let notes = earlier.notes(of: script, untilUpserting: Set(earlier.items.keys))
                let kind = model.play(script).kind
                if let notes, kind == .stopped {
                    told = notes + [1, -7]
                } else {
                    index += 1
                }
            }
            let (earlier, loser, lie) = (model, index, try #require(told))
            var record = CrashRecord(
                scripts: scripts, first: loser, writers: 1, checksNewerRows: checksNewerRows)
            record.tellings.append(
                Telling(
                    .stopped, index: loser, number: model.number, after: model.number, notes: lie))
            while isRemoved {
                index += 1
                let before = model
                let (kind, notes) = model.play(scripts.script(index))
                record.tellings.append(
                    Telling(
                        kind, index: index, number: kind == .done ? model.number : before.number,
                        after: before.number, notes: notes))
                let gone = Set(earlier.items.keys).subtracting(model.items.keys)
                let untilThere = earlier.notes(
                    of: scripts.script(loser), untilUpserting: gone)
                if kind == .done, let untilThere, lie.starts(with: untilThere + [1]) { break }
            }
            var judged = earlier
            let complaints = record.complaints(ShelfContents(model), after: &judged)
            #expect(complaints.isEmpty == isRight, "\(complaints)")
        }
    }

    /// An honest life of two tasks after an earlier one, whose last body was kept but never told.
    private struct Life {
        var record: CrashRecord
        var contents: ShelfContents
        private let earlier: ShelfModel
        private let beforeLastTold: ShelfModel
        let beforeUntold: ShelfModel
        private let untold: Int64

        init() {
            let scripts = Scripts(seed: 20_261_126)
            var model = ShelfModel()
            for index in Int64(0)..<40 { _ = model.play(scripts.script(index)) }
            earlier = model
            record = CrashRecord(scripts: scripts, first: 40, writers: 2)
            var beforeLast = model
            var index: Int64 = 40
            while true {
                let before = model
                let (kind, notes) = model.play(scripts.script(index))
                let isLarge = Life.changes(before, model).count > 1
                if index > 100, kind == .done, isLarge, before.items != beforeLast.items {
                    untold = index
                    beforeUntold = before
                    break
                }
                let number = kind == .done ? model.number : before.number
                record.tellings.append(
                    Telling(
                        kind, index: index, number: number, after: before.number, notes: notes))
                if scripts.script(index).looksAfter {
                    record.tellings.append(
                        Telling(
                            .saw, index: index, number: model.number, after: model.number,
                            notes: model.look()))
                }
                if kind == .done { beforeLast = before }
                index += 1
            }
            beforeLastTold = beforeLast
            contents = ShelfContents(model)
        }

        func complaints() -> [String] {
            var model = earlier
            return record.complaints(contents, after: &model)
        }

        private static func changes(_ before: ShelfModel, _ after: ShelfModel) -> [Int64] {
            Set(before.items.keys).union(after.items.keys).sorted()
                .filter { before.items[$0] != after.items[$0] }
        }

        private func place(of kind: Telling.Kind) throws -> Int {
            try #require(record.tellings.lastIndex { $0.kind == kind })
        }

        /// Spoils one number of a telling.
        private mutating func retell(
            _ place: Int, as kind: Telling.Kind? = nil, number: Int64 = 0, after: Int64 = 0,
            notes: [Int64]? = nil
        ) {
            let old = record.tellings[place]
            record.tellings[place] = Telling(
                kind ?? old.kind, index: old.index, number: old.number + number,
                after: old.after + after, notes: notes ?? old.notes)
        }

        mutating func tell(_ lie: Lie) throws {
            let model = ShelfContents(beforeUntold)
            let changed = Life.changes(beforeUntold, beforeUntold.playing(untold, record.scripts))
            let key = try #require(changed.first)
            switch lie {
            case .losesTheLastTold: contents = ShelfContents(beforeLastTold)
            case .losesAnEarlierLife: contents.signatures.removeFirst()
            case .keepsHalf: contents.items[key] = model.items[key]
            case .keepsTheEffectButNotTheSignature: contents.signatures.removeLast()
            case .keepsTheSignatureButNotTheEffect:
                contents.items = model.items
                contents.lines = model.lines
            case .keepsWhatThrew:
                let threw = record.tellings[try place(of: .stopped)].index
                contents.items[key]?.content = Filling(index: threw, place: 0, count: 1).text
                contents.items[key]?.version += 1
            case .signsWhatThrew:
                contents.signatures.append(record.tellings[try place(of: .stopped)].index)
            case .losesALine: contents.lines[try #require(contents.lines.keys.first)] = nil
            case .answersWrongly: retell(try place(of: .done), notes: [99])
            case .throwsForNoReason: retell(try place(of: .constraint), as: .stale)
            case .readsWhatIsNotThere: retell(try place(of: .saw), number: 50)
            case .readsWrongly: retell(try place(of: .saw), notes: [1, 2, 3, 4])
            case .answersBeforeWhatItFollowed: retell(try place(of: .done), after: 1)
            case .swapsTwoOfOneTask:
                let own = contents.signatures.indices.dropFirst(Int(earlier.number))
                    .filter { contents.signatures[$0].isMultiple(of: 2) }
                contents.signatures.swapAt(try #require(own.first), try #require(own.last))
            case .signsTwice: contents.signatures.append(untold)
            case .signsWhatNobodyHandedIn: contents.signatures.append(untold + 2)
            case .answersOutOfTurn: record.tellings.remove(at: try place(of: .done))
            case .isDamaged: contents.damage = ["row 1 missing from index"]
            case .hasGaps: contents.gaps = 1
            }
        }
    }
}

extension ShelfModel {
    fileprivate func playing(_ index: Int64, _ scripts: Scripts) -> ShelfModel {
        var copy = self
        _ = copy.play(scripts.script(index))
        return copy
    }
}
