// One life of a writer, from its start to its kill: what it told, what the database then holds, and
// what is wrong between the two.

package import Persistence
package import StorageWriter

/// What the database holds after a kill.
package struct ShelfContents: Equatable {
    package var items: [Int64: ShelfModel.Item] = [:]
    package var lines: [ShelfModel.Place: String] = [:]
    package var signatures: [Int64] = []
    /// Signatures that are not in a row from 1 on.
    package var gaps = 0
    /// What the engine finds wrong with what it keeps.
    package var damage: [String] = []

    package init(_ model: ShelfModel) {
        items = model.items
        lines = model.lines
        signatures = model.signatures
    }

    /// *Errors*: the database's own, also when PostgreSQL finds an index that is damaged.
    package init(of transaction: any Transaction) throws {
        for row in try transaction.rows("SELECT k, version, amount, tag, content FROM item") {
            items[try row.integer("k")] = ShelfModel.Item(
                version: try row.integer("version"), amount: try row.integer("amount"),
                tag: try row.integerIfAny("tag"), content: try row.text("content"))
        }
        for row in try transaction.rows("SELECT k, n, content FROM line") {
            let place = ShelfModel.Place(key: try row.integer("k"), line: try row.integer("n"))
            lines[place] = try row.text("content")
        }
        for row in try transaction.rows("SELECT n, script FROM signature ORDER BY n") {
            signatures.append(try row.integer("script"))
            if try row.integer("n") != Int64(signatures.count) { gaps += 1 }
        }
        switch transaction.dialect {
        case .sqlite: damage = try ShelfContents.damageOfFile(transaction)
        case .postgres: try ShelfContents.checkIndexes(transaction)
        }
    }

    private static func damageOfFile(_ transaction: any Transaction) throws -> [String] {
        var damage: [String] = []
        for row in try transaction.rows("PRAGMA integrity_check") {
            let words = try row.text("integrity_check")
            if words != "ok" { damage.append(words) }
        }
        for row in try transaction.rows("PRAGMA foreign_key_check") {
            damage.append("foreign key of \(try row.text("table"))")
        }
        return damage
    }

    /// That each row is in each index of its table, and in its place.
    private static func checkIndexes(_ transaction: any Transaction) throws {
        _ = try transaction.rows(
            """
            SELECT public.bt_index_check(pg_index.indexrelid, true)
            FROM   pg_index JOIN pg_class ON pg_class.oid = pg_index.indexrelid
            WHERE  pg_class.relnamespace = CAST(current_schema() AS regnamespace)
            """)
    }
}

/// One life: which scripts it was given, and what it told.
package struct CrashRecord: Sendable {
    package let scripts: Scripts
    /// Index of the first script of the first task.
    let first: Int64
    package let writers: Int64
    /// Whether constraints are held against rows that are newer than what the body sees.
    ///
    /// So it is with PostgreSQL, where a key that is freed meanwhile can be taken. Such a body
    /// cannot sign; it can only throw, by what it had read.
    let checksNewerRows: Bool
    package var tellings: [Telling] = []

    package init(scripts: Scripts, first: Int64, writers: Int64, checksNewerRows: Bool = false) {
        self.scripts = scripts
        self.first = first
        self.writers = writers
        self.checksNewerRows = checksNewerRows
    }

    /// The first index that no task of this life can have handed in.
    package var end: Int64 {
        let last = tellings.map(\.index).max() ?? first - 1
        // The next turn of each task may have begun, whoever told last.
        return first + ((last - first) / writers + 2) * writers
    }

    /// What is wrong, if anything; `model` goes on to what is right.
    package func complaints(
        _ contents: ShelfContents, after model: inout ShelfModel
    ) -> [String] {
        let start = Int(model.number)
        guard contents.gaps == 0, contents.signatures.prefix(start) == model.signatures[...] else {
            return ["signatures of an earlier life have gone"]
        }
        var complaints = contents.damage
        let signed = contents.signatures.dropFirst(start)
        complaints += told(signed) + order(signed)
        var waiting = Dictionary(grouping: tellings.filter { $0.kind != .done }, by: \.number)
        let returned = Dictionary(
            tellings.filter { $0.kind == .done }.map { ($0.index, $0) }, uniquingKeysWith: { $1 })
        var states = [model]
        for index in signed {
            let expected = model.play(scripts.script(index))
            if expected.kind != .done {
                complaints.append("\(index) has signed, but must have thrown: \(expected.kind)")
            }
            if let telling = returned[index], telling.notes != expected.notes {
                complaints.append("\(telling.line): must have answered \(expected.notes)")
            }
            states.append(model)
        }
        for (place, state) in states.enumerated() {
            complaints += seen(
                waiting.removeValue(forKey: state.number) ?? [], in: state,
                before: states[(place + 1)...])
        }
        for telling in waiting.values.joined() {
            complaints.append("\(telling.line): saw what is not there")
        }
        return complaints + differences(contents, model)
    }

    /// Every body that returned has signed where it said; any other was handed in and not answered.
    private func told(_ signed: ArraySlice<Int64>) -> [String] {
        var complaints: [String] = []
        var unanswered: [Int64: Int64] = [:]
        for writer in 0..<writers { unanswered[writer] = first + writer }
        for telling in tellings where telling.kind != .saw {
            let writer = (telling.index - first) % writers
            if unanswered[writer] != telling.index {
                complaints.append("\(telling.line): told out of turn")
            }
            unanswered[writer] = telling.index + writers
            guard telling.kind == .done else { continue }
            let place = Int(telling.number) - 1
            if !signed.indices.contains(place) || signed[place] != telling.index {
                complaints.append("\(telling.line): told, and not there")
            }
        }
        let returned = Set(tellings.filter { $0.kind == .done }.map(\.index))
        for index in signed
        where !returned.contains(index) && !unanswered.values.contains(index) {
            complaints.append("\(index) has signed, and was thrown, told before or never handed in")
        }
        if Set(signed).count != signed.count { complaints.append("a body has signed twice") }
        return complaints
    }

    /// What was handed in after an answer comes after it.
    private func order(_ signed: ArraySlice<Int64>) -> [String] {
        var complaints: [String] = []
        for telling in tellings {
            let isInOrder =
                telling.kind == .done
                ? telling.number > telling.after : telling.number >= telling.after
            if !isInOrder { complaints.append("\(telling.line): before what it followed") }
        }
        var last: [Int64: Int64] = [:]
        for index in signed {
            let writer = (index - first) % writers
            if let before = last[writer], before >= index {
                complaints.append("\(index) has signed after \(before)")
            }
            last[writer] = index
        }
        return complaints
    }

    /// Bodies that threw, and reads, at this state of the tables.
    private func seen(
        _ tellings: [Telling], in model: ShelfModel, before later: ArraySlice<ShelfModel>
    ) -> [String] {
        tellings.compactMap { telling in
            if telling.kind == .saw {
                let notes = model.look()
                return telling.notes == notes ? nil : "\(telling.line): must have seen \(notes)"
            }
            var copy = model
            let expected = copy.play(scripts.script(telling.index))
            let isRight = expected.kind == telling.kind && expected.notes == telling.notes
            return isRight || mayHavePassed(telling, expected, in: model, before: later)
                || mayHaveMadeAnew(telling, in: model, before: later)
                ? nil : "\(telling.line): must have been \(expected)"
        }
    }

    /// Whether a body went on past a constraint that said no in what it saw, and no longer did so
    /// in a state that came later.
    private func mayHavePassed(
        _ telling: Telling, _ expected: (kind: Telling.Kind, notes: [Int64]),
        in model: ShelfModel, before later: ArraySlice<ShelfModel>
    ) -> Bool {
        guard checksNewerRows, expected.kind == .constraint,
            telling.notes.starts(with: expected.notes),
            let act = model.refusedAct(of: scripts.script(telling.index))
        else { return false }
        return later.contains { $0.allows(act) }
    }

    /// Whether a body that threw had made an item anew which what it saw still had, and a later
    /// state no more.
    ///
    /// From there on it sees the item twice, the old one and its own, so what it tells then is
    /// anything. It cannot commit.
    private func mayHaveMadeAnew(
        _ telling: Telling, in model: ShelfModel, before later: ArraySlice<ShelfModel>
    ) -> Bool {
        guard checksNewerRows else { return false }
        let script = scripts.script(telling.index)
        return later.contains { state in
            let gone = Set(model.items.keys).subtracting(state.items.keys)
            guard let notes = model.notes(of: script, untilUpserting: gone) else { return false }
            return telling.notes.starts(with: notes + [1])
        }
    }

    private func differences(_ contents: ShelfContents, _ model: ShelfModel) -> [String] {
        var complaints: [String] = []
        for key in Set(contents.items.keys).union(model.items.keys).sorted()
        where contents.items[key] != model.items[key] {
            complaints.append(
                "item \(key) is \(words(contents.items[key])), not \(words(model.items[key]))")
        }
        for place in Set(contents.lines.keys).union(model.lines.keys)
        where contents.lines[place] != model.lines[place] {
            complaints.append("line \(place.key)/\(place.line) differs")
        }
        return complaints
    }

    /// An item without most of its content.
    private func words(_ item: ShelfModel.Item?) -> String {
        guard let item else { return "missing" }
        let tag = item.tag.map { "\($0)" } ?? "none"
        return
            "version \(item.version), amount \(item.amount), tag \(tag), \(item.content.prefix(12))"
    }
}
