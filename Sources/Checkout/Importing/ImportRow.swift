// One row of the file, each field read by itself, so that a problem can say which.

internal import Retail

/// A row of goods or of a tender.
struct ImportRow {
    /// What all rows of a sale say alike.
    struct Head: Equatable {
        let store: StoreID
        let number: String
        let date: BusinessDate
        let time: String
        let register: RegisterID?
        let cashier: StaffID?
    }

    enum Content {
        case goods(code: String, name: String, quantity: Int64, price: Money, amount: Money)
        case tender(method: Int64, amount: Money)
    }

    let line: Int64
    let head: Head
    let content: Content

    var isGoods: Bool {
        switch content {
        case .goods: true
        case .tender: false
        }
    }

    /// *Errors*: `ImportProblem`.
    init(_ fields: [String], line: Int64) throws {
        func text(_ field: ImportField) -> String {
            let place = ImportField.allCases.firstIndex(of: field) ?? 0
            return fields.indices.contains(place) ? fields[place] : ""
        }
        func read<Value>(_ field: ImportField, _ body: (String) throws -> Value?) throws -> Value {
            guard let value = try? body(text(field)) else {
                throw ImportFault(ImportProblem(line: line, field: field, .unreadable))
            }
            return value
        }
        self.line = line
        head = Head(
            store: try read(.store) { try StoreID($0) },
            number: try read(.number) { ImportRow.isNumber($0) ? $0 : nil },
            date: try read(.date) { try BusinessDate(iso: $0.replacing("/", with: "-")) },
            time: try read(.time, ImportRow.time),
            register: text(.register).isEmpty ? nil : try read(.register) { try RegisterID($0) },
            cashier: text(.cashier).isEmpty ? nil : try read(.cashier) { try StaffID($0) })
        let amount = try read(.amount) { text in
            let money = try Money(yuan: text)
            return money.isNegative || money > Money.saleMax ? nil : money
        }
        switch text(.kind) {
        case "商品", "goods":
            content = .goods(
                code: try read(.code) { $0.isEmpty || $0.utf8.count > 64 ? nil : $0 },
                name: text(.name),
                quantity: try read(.quantity) { text in
                    Int64(text).flatMap { (1...9_999).contains($0) ? $0 : nil }
                },
                price: try read(.price) { text in
                    let money = try Money(yuan: text)
                    return money.isNegative || money > Money.saleMax ? nil : money
                },
                amount: amount)
        case "收款", "tender":
            guard amount.isPositive else {
                throw ImportFault(ImportProblem(line: line, field: .amount, .unfit))
            }
            content = .tender(method: try read(.code) { Int64($0) }, amount: amount)
        default: throw ImportFault(ImportProblem(line: line, field: .kind, .unreadable))
        }
    }

    /// 1 to 32 of letters, digits and `-_/.`.
    private static func isNumber(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { unit in
                (0x30...0x39).contains(unit) || (0x41...0x5A).contains(unit)
                    || (0x61...0x7A).contains(unit) || [0x2D, 0x5F, 0x2F, 0x2E].contains(unit)
            }
    }

    /// `09:05` or `09:05:30`, always with seconds then.
    private static func time(_ text: String) -> String? {
        let whole = text.utf8.count == 5 ? text + ":00" : text
        return (try? CivilTime(spaced: "2019-01-01 " + whole)) == nil ? nil : whole
    }

    /// The fields of a line of CSV; nil where a quotation mark stays open.
    static func fields(_ text: String) -> [String]? {
        var fields: [String] = []
        var field = ""
        var (isQuoted, wasQuoted) = (false, false)
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch (scalar, isQuoted) {
            case ("\"", true):
                if rest.first == "\"" {
                    field.unicodeScalars.append(rest.removeFirst())
                } else {
                    isQuoted = false
                }
            case ("\"", false) where field.isEmpty && !wasQuoted:
                (isQuoted, wasQuoted) = (true, true)
            case (",", false):
                fields.append(field)
                (field, wasQuoted) = ("", false)
            default: field.unicodeScalars.append(scalar)
            }
        }
        return isQuoted ? nil : (fields + [field]).map { $0.trimmingSpaces }
    }
}

/// One problem on its way to the list of them.
struct ImportFault: Error {
    let problem: ImportProblem
    init(_ problem: ImportProblem) { self.problem = problem }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
