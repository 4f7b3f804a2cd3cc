// A row can be written once those that it refers to are there.

enum TableOrder {
    /// The tables, each after all that it refers to; by name where that leaves a choice.
    ///
    /// *Errors*: `CopyProblem.uncopyable` for tables that refer to each other, or to themselves.
    static func sorted(_ tables: [TableShape]) throws(CopyProblem) -> [TableShape] {
        var waiting = tables.sorted { $0.name < $1.name }
        var sorted: [TableShape] = []
        while !waiting.isEmpty {
            let names = Set(waiting.map(\.name))
            guard let next = waiting.firstIndex(where: { $0.references.isDisjoint(with: names) })
            else { throw .uncopyable(table: waiting.first?.name ?? "") }
            sorted.append(waiting.remove(at: next))
        }
        return sorted
    }
}
