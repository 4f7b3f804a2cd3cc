// A sale of ours as a script for pgbench: the statements as the bodies wrote them, and each argument a
// variable. Which variable follows from the value: what names a sale is worked out anew for each, what
// is the same for all stays as it is.
//
// pgbench runs a script as one transaction, and one of several by chance; here each client's first
// transaction must be followed by its second and third. So the script holds all of them, and a variable
// says whose turn it is. It moves on after COMMIT, so a transaction that is tried again is the same.
//
// Trap: a variable of pgbench is a whole number or a text from its command line, never one made of the
// other, and never empty or NULL. So what names a sale is made of digits on both sides, and the two
// numbers of 28 digits, which are too long, are filled up by lpad in the statement.

internal import Persistence
internal import Retail

struct PgbenchScript: Sendable {
    let text: String
    /// The same for all sales: `name=value`.
    private(set) var constants: [String] = []

    /// `recorded`: the statements of each transaction of a sale.
    init(_ recorded: [[RecordedStatement]], of sale: BenchSale, isolation: String) throws {
        var writer = try Writer(sale)
        var branches: [String] = []
        for (index, statements) in recorded.enumerated() {
            var lines = [index == 0 ? "\\if :step = 0" : "\\elif :step = \(index)"]
            lines.append("BEGIN ISOLATION LEVEL \(isolation);")
            lines += try statements.map { try writer.statement($0) + ";" }
            branches.append((lines + ["COMMIT;"]).joined(separator: "\n"))
        }
        text = """
            \\set step :turn % \(recorded.count)
            \\set number :first + :turn / \(recorded.count)
            \(Writer.names.joined(separator: "\n"))
            \(writer.moments.joined(separator: "\n"))
            \(branches.joined(separator: "\n"))
            \\endif
            \\set turn :turn + 1

            """
        constants = writer.constants
    }

    private struct Writer {
        /// What names a sale, as `BenchSale` and `BenchTill` work it out.
        static let names = [
            "\\set store \(BenchTill.firstStore) + :client_id / \(BenchTill.registersPerStore)",
            "\\set register 10 + :client_id % \(BenchTill.registersPerStore)",
            "\\set cashier \(BenchTill.firstCashier) + :client_id",
            "\\set product0 1000 + (:client_id * 7 + :number * 3) % \(BenchChain.products - 1)",
            "\\set product1 :product0 + 1",
            "\\set key :client_id * 1000000000 + :number",
            identifier("sale", 1), identifier("payment", 2), identifier("job", 3),
            identifier("trade", 4), identifier("begun", 5), identifier("rung", 6),
            // By time first, as ours.
            "\\set long 1000000000000000000 + :number * 1000 + :client_id",
            "\\set receipt 4000000000000000000 + :key",
        ]

        private static func identifier(_ name: String, _ seed: Int) -> String {
            "\\set \(name) 1000000000000000000 + abs(hash(:key, \(seed)) % 8000000000000000000)"
        }

        private let sale: BenchSale
        private var known: [(value: SQLValue, variable: String)] = []
        private(set) var constants: [String] = []
        private(set) var moments: [String] = []

        init(_ sale: BenchSale) throws {
            self.sale = sale
            let till = sale.till
            let named: [(String, String)] = [
                (try till.store.digits, ":store"), (try till.register.digits, ":register"),
                (try till.cashier.digits, ":cashier"), (sale.id.text, ":sale"),
                (sale.payment.text, ":payment"), (sale.printJob, ":job"),
                (sale.tradeNumber, "lpad(:trade, 28, '4')"), (sale.actKey("begin"), ":begun"),
                (sale.actKey("ring-up"), ":rung"), (sale.products[0], ":product0"),
                (sale.products[1], ":product1"),
                (try sale.orderNumber.digits, "lpad(:long, 28, '2')"),
            ]
            for (value, name) in named {
                // Two of them alike, and one would be taken for the other.
                guard !known.contains(where: { $0.value == .text(value) }) else {
                    throw BenchFailure("a script cannot tell \(name) from another")
                }
                known.append((.text(value), name))
            }
        }

        mutating func statement(_ recorded: RecordedStatement) throws -> String {
            let pieces = recorded.sql.split(separator: "?", omittingEmptySubsequences: false)
            guard pieces.count == recorded.arguments.count + 1, !recorded.sql.contains(":") else {
                throw BenchFailure("no statement for pgbench: \(recorded.sql)")
            }
            var text = String(pieces[0])
            for (argument, piece) in zip(recorded.arguments, pieces.dropFirst()) {
                text += try variable(for: argument) + piece
            }
            return text
        }

        private mutating func variable(for argument: SQLValue) throws -> String {
            if let known = known.first(where: { $0.value == argument }) { return known.variable }
            let name: String
            switch argument {
            case .null:
                return "NULL"
            case .text(""):
                return "''"
            case .integer(let number) where number > 1_000_000_000_000_000:
                // A moment: so long after the sale began, which is a second after the one before.
                let since = number - sale.now.microseconds
                let base = BenchChain.opens.microseconds + since
                name = "moment\(moments.count)"
                moments.append("\\set \(name) \(base) + :number * 1000000")
            case .integer(let number):
                name = constant("\(number)")
            case .text(let text) where text.hasSuffix("-0001") && text.utf8.count == 21:
                // The receipt's number: counted up by the statement before it.
                name = "receipt"
            case .text(let text):
                name = constant(text)
            case .blob:
                throw BenchFailure("a sale has no blobs")
            }
            known.append((argument, ":" + name))
            return ":" + name
        }

        private mutating func constant(_ value: String) -> String {
            let name = "constant\(constants.count)"
            constants.append("\(name)=\(value)")
            return name
        }
    }
}
