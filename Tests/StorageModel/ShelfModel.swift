// What the tables must hold and what each body must have answered, worked out on dictionaries: nothing
// here asks a database.

package import StorageWriter

/// The tables of `Shelf`, as a value.
package struct ShelfModel: Equatable {
    package struct Item: Equatable {
        package var version: Int64
        var amount: Int64
        var tag: Int64?
        package var content: String
    }

    package struct Place: Hashable {
        let key: Int64
        let line: Int64
    }

    package private(set) var items: [Int64: Item] = [:]
    private(set) var lines: [Place: String] = [:]
    /// Who signed, from number 1 on.
    private(set) var signatures: [Int64] = []

    package init() {}

    /// The number that the next body signs with, less one.
    package var number: Int64 { Int64(signatures.count) }

    private enum Refusal: Error {
        case constraint
        case thrown(Telling.Kind)
    }

    /// Plays a body: what it tells, and nothing of it stays when it throws.
    package mutating func play(_ script: Script) -> (kind: Telling.Kind, notes: [Int64]) {
        let before = self
        var notes: [Int64] = []
        for step in script.steps {
            do throws(Refusal) {
                try play(step.act, script.index, &notes)
            } catch {
                switch error {
                case .constraint where step.swallows:
                    notes.append(-2)
                case .constraint:
                    self = before
                    return (.constraint, notes)
                case .thrown(let kind):
                    self = before
                    return (kind, notes)
                }
            }
        }
        return (.done, notes)
    }

    /// The act of a body to which a constraint says no in this state; nil when there is none.
    package func refusedAct(of script: Script) -> Act? {
        var copy = self
        var notes: [Int64] = []
        for step in script.steps {
            do throws(Refusal) {
                try copy.play(step.act, script.index, &notes)
            } catch {
                guard case .constraint = error else { return nil }
                if !step.swallows { return step.act }
            }
        }
        return nil
    }

    /// What a body tells until it upserts an item of these that it sees; nil when it does not.
    package func notes(of script: Script, untilUpserting keys: Set<Int64>) -> [Int64]? {
        var copy = self
        var notes: [Int64] = []
        for step in script.steps {
            if case .upsert(let key, _, _) = step.act, keys.contains(key), copy.items[key] != nil {
                return notes
            }
            do throws(Refusal) {
                try copy.play(step.act, script.index, &notes)
            } catch {
                guard case .constraint = error, step.swallows else { return nil }
                notes.append(-2)
            }
        }
        return nil
    }

    /// Whether an act by itself would pass in this state.
    package func allows(_ act: Act) -> Bool {
        var copy = self
        var notes: [Int64] = []
        do throws(Refusal) {
            try copy.play(act, 0, &notes)
        } catch {
            return false
        }
        return true
    }

    /// The number of items, and the sums of their versions, amounts and lengths.
    package func look(_ keys: ClosedRange<Int64> = Int64.min...Int64.max) -> [Int64] {
        var sums: [Int64] = [0, 0, 0, 0]
        for (key, item) in items where keys.contains(key) {
            sums[0] += 1
            sums[1] += item.version
            sums[2] += item.amount
            sums[3] += Int64(item.content.unicodeScalars.count)
        }
        return sums
    }

    private mutating func play(
        _ act: Act, _ index: Int64, _ notes: inout [Int64]
    ) throws(Refusal) {
        switch act {
        case .insert(let key, let amount, let tag, let filling):
            let isTaken = tag != nil && items.values.contains { $0.tag == tag }
            guard items[key] == nil, !isTaken else { throw .constraint }
            items[key] = Item(version: 1, amount: amount, tag: tag, content: filling.text)
            notes.append(1)
        case .update(let key, let difference, let filling):
            try update(key, difference, filling, &notes)
        case .overwrite(let key, let version, let filling):
            guard items[key]?.version == version else {
                notes.append(0)
                throw .thrown(.stale)
            }
            items[key]?.version += 1
            items[key]?.content = filling.text
            notes.append(1)
        case .upsert(let key, let amount, let filling):
            var item = items[key] ?? Item(version: 0, amount: 0, tag: nil, content: "")
            item.version += 1
            item.amount += amount
            item.content = filling.text
            items[key] = item
            notes += [1, item.version]
        case .delete(let key):
            guard items[key] != nil else { return notes.append(0) }
            guard !lines.keys.contains(where: { $0.key == key }) else { throw .constraint }
            items[key] = nil
            notes.append(1)
        case .addLine(let key, let line, let filling):
            let place = Place(key: key, line: line)
            guard items[key] != nil, lines[place] == nil else { throw .constraint }
            lines[place] = filling.text
            notes.append(1)
        case .addLines(let keys, let line):
            let places = items.keys.filter(keys.contains).map { Place(key: $0, line: line) }
            guard places.allSatisfy({ lines[$0] == nil }) else { throw .constraint }
            for place in places { lines[place] = "\(index)" }
            notes.append(Int64(places.count))
        case .deleteLines(let key):
            let places = lines.keys.filter { $0.key == key }
            for place in places { lines[place] = nil }
            notes.append(Int64(places.count))
        case .take(let keys, let amount):
            try take(keys, amount, &notes)
        case .move(let from, let to, let amount):
            try move(from, to, amount, &notes)
        case .look(let keys):
            notes += look(keys)
        case .sign:
            signatures.append(index)
            notes.append(1)
        case .stop:
            throw .thrown(.stopped)
        }
    }

    private mutating func update(
        _ key: Int64, _ difference: Int64, _ filling: Filling, _ notes: inout [Int64]
    ) throws(Refusal) {
        guard var item = items[key] else { return notes.append(-1) }
        notes += [item.version, item.amount]
        item.version += 1
        item.amount += difference
        item.content = filling.text
        guard item.amount >= 0 else { throw .constraint }
        items[key] = item
        notes.append(1)
    }

    private mutating func take(
        _ keys: ClosedRange<Int64>, _ amount: Int64, _ notes: inout [Int64]
    ) throws(Refusal) {
        let taken = items.filter { keys.contains($0.key) }
        guard taken.values.allSatisfy({ $0.amount >= amount }) else { throw .constraint }
        for key in taken.keys {
            items[key]?.amount -= amount
            items[key]?.version += 1
        }
        notes.append(Int64(taken.count))
    }

    private mutating func move(
        _ from: Int64, _ to: Int64, _ amount: Int64, _ notes: inout [Int64]
    ) throws(Refusal) {
        guard let giver = items[from], items[to] != nil else { throw .thrown(.missing) }
        guard giver.amount >= amount else { throw .constraint }
        items[from]?.amount -= amount
        items[to]?.amount += amount
        notes += [1, 1]
    }
}
