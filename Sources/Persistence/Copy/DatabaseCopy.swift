// A chain's whole database from one engine to another, by names alone. Each table is copied page by
// page, then both sides are read again and compared; only then may a server open the target.
//
// Open payments need nothing more: each has its next step with a time in its row, and the first
// server on the new database takes it up as after any other restart.

package import Retail

package struct DatabaseCopy: Sendable {
    /// Tables that stay where they are, and why.
    package static let notCopied = [
        "schema_migration": "says of each database which texts made it; they differ by engine",
        "commit_marker": "what became of the connections of one PostgreSQL server",
        "worker":
            "the processes at work in a database; what those of the old one held is free here",
    ]

    private let source: any Database
    private let target: any Database
    private let migrations: [Migration]
    private let name: String
    private let now: Timestamp
    private let pageSize: Int
    private let sleep: @Sendable (Duration) async throws -> Void

    /// `name` is of this copy alone.
    package init(
        from source: any Database, to target: any Database,
        migrations: [Migration] = Migrations.all, name: String, at now: Timestamp,
        pageSize: Int = 1_000, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.source = source
        self.target = target
        self.migrations = migrations
        self.name = name
        self.now = now
        self.pageSize = pageSize
        self.sleep = sleep
    }

    /// Copies and compares; `tell` hears of each page, on any thread.
    ///
    /// When all tables are the same the target is whole. When one is not, or on an error after the
    /// first page, no server opens the target, and another run begins from the start.
    ///
    /// *Errors*: `CopyProblem`, `DatabaseError`.
    package func run(
        tell: @escaping @Sendable (CopyStep) -> Void
    ) async throws -> [CopiedTable] {
        let shapes = try await source.read { try shapesOfSource(in: $0) }
        guard let sourceSigns = try await LifeSigns.ofTheDead(in: source, sleep: sleep) else {
            throw CopyProblem.sourceInUse
        }
        try await claim(shapes)
        guard let targetSigns = try await LifeSigns.ofTheDead(in: target, sleep: sleep) else {
            try await target.writeAlone { transaction in
                try CopyMarker.check(name, in: transaction)
                try CopyMarker.remove(in: transaction)
            }
            throw CopyProblem.targetInUse
        }
        let total = try await source.read { transaction in
            try shapes.map { try $0.count(in: transaction) }.reduce(0, +)
        }
        let steps = CopySteps(rows: total, tell: tell)
        for shape in shapes { try await copy(shape, steps) }
        var copied: [CopiedTable] = []
        for shape in shapes { copied.append(try await compare(shape, steps)) }
        guard try await source.read({ try LifeSigns(in: $0) }) == sourceSigns else {
            throw CopyProblem.sourceInUse
        }
        if copied.allSatisfy(\.isSame) { try await finish(shapes, targetSigns) }
        return copied
    }

    /// What is to be copied, in an order in which it can be written.
    private func shapesOfSource(in transaction: any Transaction) throws -> [TableShape] {
        let all = try TableShape.all(in: transaction)
        guard all.contains(where: { $0.name == Migrator.table }) else {
            throw CopyProblem.sourceNotOurs
        }
        let applied: Int
        do {
            applied = try Migrator.applied(in: transaction, of: migrations)
        } catch DatabaseError.copyUnfinished {
            throw CopyProblem.sourceUnfinished
        }
        guard applied == migrations.count else {
            throw CopyProblem.sourceTooOld(found: Int64(applied), known: Int64(migrations.count))
        }
        return try copied(all)
    }

    private func copied(_ all: [TableShape]) throws -> [TableShape] {
        let shapes = all.filter { DatabaseCopy.notCopied[$0.name] == nil }
        if let keyless = shapes.first(where: { $0.keyCount == 0 }) {
            throw CopyProblem.uncopyable(table: keyless.name)
        }
        return try TableOrder.sorted(shapes)
    }

    /// Makes the target ready and this copy's own: from here on no server opens it.
    private func claim(_ shapes: [TableShape]) async throws {
        try await target.writeAlone { transaction in
            try Migrator.makeTable(in: transaction)
            let wasBegun = try CopyMarker.isThere(in: transaction)
            if wasBegun { try CopyMarker.remove(in: transaction) }
            try Migrator.migrate(in: transaction, with: migrations, at: now)
            let own = try copied(TableShape.all(in: transaction))
            let differing =
                shapes.filter { !own.contains($0) } + own.filter { !shapes.contains($0) }
            if let table = differing.map(\.name).min() {
                throw CopyProblem.schemasDiffer(table: table)
            }
            for shape in own.reversed() {
                if wasBegun {
                    try shape.empty(in: transaction)
                } else if try !shape.isEmpty(in: transaction) {
                    throw CopyProblem.targetNotEmpty(table: shape.name)
                }
            }
            try CopyMarker.write(name, at: now, in: transaction)
        }
    }

    private func copy(_ shape: TableShape, _ steps: CopySteps) async throws {
        var key: TableShape.Values?
        while true {
            let (after, name, pageSize) = (key, name, pageSize)
            let page = try await source.read {
                try shape.page(after: after, limit: pageSize, in: $0)
            }
            guard let last = page.last else { return }
            do {
                try await target.writeAlone { transaction in
                    try CopyMarker.check(name, in: transaction)
                    try shape.insert(page, in: transaction)
                }
            } catch DatabaseError.constraint(let reason) {
                throw CopyProblem.refused(table: shape.name, reason: reason)
            }
            steps.pass(page.count, of: shape.name, .copying)
            key = shape.key(of: last)
        }
    }

    private func compare(_ shape: TableShape, _ steps: CopySteps) async throws -> CopiedTable {
        let passed: @Sendable (Int) -> Void = { steps.pass($0, of: shape.name, .comparing) }
        async let before = shape.fingerprint(in: source, pageSize: pageSize, passed: passed)
        async let after = shape.fingerprint(in: target, pageSize: pageSize, passed: passed)
        return try await CopiedTable(name: shape.name, source: before, target: after)
    }

    /// The last transaction: the target is whole.
    private func finish(_ shapes: [TableShape], _ signs: LifeSigns) async throws {
        let name = name
        try await target.writeAlone { transaction in
            try CopyMarker.check(name, in: transaction)
            guard try LifeSigns(in: transaction) == signs else { throw CopyProblem.targetInUse }
            for shape in shapes {
                // A plan made without figures reads whole tables, and so meets every other writer.
                let analysis = SQLText.each(sqlite: nil, postgres: "ANALYZE \(shape.quoted)")
                if let text = analysis.text(for: transaction.dialect) {
                    try transaction.execute(text)
                }
            }
            try CopyMarker.remove(in: transaction)
        }
    }
}

/// A table on both sides.
package struct CopiedTable: Equatable, Sendable {
    package let name: String
    package let source: TableFingerprint
    package let target: TableFingerprint

    package var isSame: Bool { source == target }
}
