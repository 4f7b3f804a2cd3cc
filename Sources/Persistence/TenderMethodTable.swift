// Tender methods carry the business dates they are offered on: the notice that started all this is a
// change of methods on a date (N1).

package import Retail

/// A tender method with the business dates it is offered on, both inclusive (N1).
package struct TenderMethod: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case cash, aggregated, supplementary, retired
    }

    package let id: Int64
    package let name: String
    package let englishName: String
    package let kind: Kind
    package let validFrom: BusinessDate?
    package let validUntil: BusinessDate?
    /// Who decided its dates, and why (R05).
    package let change: Change?

    package struct Change: Equatable, Sendable {
        package let by: String
        package let reason: String

        package init(by: String, reason: String) {
            self.by = by
            self.reason = reason
        }
    }

    package init(
        id: Int64, name: String, englishName: String, kind: Kind, validFrom: BusinessDate?,
        validUntil: BusinessDate?, change: Change? = nil
    ) {
        self.change = change
        self.id = id
        self.name = name
        self.englishName = englishName
        self.kind = kind
        self.validFrom = validFrom
        self.validUntil = validUntil
    }
}

package enum TenderMethodTable {
    package static func insert(
        _ method: TenderMethod, in transaction: any Transaction
    ) throws {
        var columns = "method_id, name, english_name, kind, valid_from, valid_until"
        var values: [SQLValue] = [
            .integer(method.id), .text(method.name), .text(method.englishName),
            .text(method.kind.rawValue), .text(method.validFrom?.iso),
            .text(method.validUntil?.iso),
        ]
        if let change = method.change {
            columns += ", changed_by, change_reason"
            values += [.text(change.by), .text(change.reason)]
        }
        let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
        try transaction.queue(
            "INSERT INTO tender_method (\(columns)) VALUES (\(places))", values)
    }

    /// The methods that are offered on a business date (R09), by id.
    package static func offered(
        on date: BusinessDate, in transaction: any Transaction
    ) throws -> [TenderMethod] {
        try transaction.rows(
            """
            SELECT * FROM tender_method
            WHERE (valid_from IS NULL OR valid_from <= ?)
              AND (valid_until IS NULL OR valid_until >= ?)
            ORDER BY method_id
            """, [.text(date.iso), .text(date.iso)]
        ).map(read)
    }

    package static func all(in transaction: any Transaction) throws -> [TenderMethod] {
        try transaction.rows("SELECT * FROM tender_method ORDER BY method_id").map(read)
    }

    private static func read(_ row: Row) throws -> TenderMethod {
        guard let kind = TenderMethod.Kind(rawValue: try row.text("kind")) else {
            throw StoredError.unreadable("tender_method.kind")
        }
        let by = try row.textIfAny("changed_by")
        let reason = try row.textIfAny("change_reason")
        return TenderMethod(
            id: try row.integer("method_id"), name: try row.text("name"),
            englishName: try row.text("english_name"), kind: kind,
            validFrom: try row.textIfAny("valid_from").map(BusinessDate.init(iso:)),
            validUntil: try row.textIfAny("valid_until").map(BusinessDate.init(iso:)),
            change: by.map { TenderMethod.Change(by: $0, reason: reason ?? "") })
    }
}
