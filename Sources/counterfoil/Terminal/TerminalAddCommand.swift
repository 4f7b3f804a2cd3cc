// `counterfoil terminal add`: a new terminal, and the code that it is activated with.

internal import ArgumentParser
internal import Checkout
internal import Cryptography
internal import Foundation
internal import Persistence
internal import Retail
internal import WebServer

struct TerminalAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a terminal; prints the code that activates it, once.")

    @OptionGroup var place: TerminalPlace

    @Option(help: "The store it stands in, four digits.")
    var store: String

    @Option(help: "A register of its own in that store, two digits, on which no till signs in.")
    var register: String

    @Option(help: "Who answers for what it does: a staff number of that store or of headquarters.")
    var staff: String

    @Option(help: "What it is, for people.")
    var name: String

    @Option(help: "What it may ask for: pay, refund, statement, with commas between.")
    var rights = "pay,refund,statement"

    @Flag(help: "Print one line of JSON.")
    var json = false

    func run() async throws {
        try await place.with { storage in
            let now = storage.clock.now()
            let terminal = try terminal(at: now)
            let (code, kept) = try TerminalCodeCommand.draw(for: terminal.id, at: now)
            let staff = try await storage.database.read {
                try StaffTable.find(terminal.staff, in: $0)
            }
            let store = try await storage.database.read {
                try StoreTable.find(terminal.store, in: $0)
            }
            // Somebody of headquarters has no store.
            guard let staff, store != nil, staff.store == nil || staff.store == terminal.store
            else {
                throw StartProblem(
                    "没有门店 \(self.store)，或员工 \(self.staff) 不属于该店或总部，请检查",
                    "There is no store \(self.store), or \(self.staff) works neither there nor at headquarters; check them"
                )
            }
            do {
                try await storage.database.write { transaction in
                    try TerminalTable.insert(terminal, in: transaction)
                    try TerminalTable.setCode(kept, of: terminal.id, in: transaction)
                    // What its sales are about; nobody can ring it up, since it has no lot.
                    if try ProductTable.find(TerminalCounter.goods, in: transaction) == nil {
                        try ProductTable.insert(
                            Product(
                                code: TerminalCounter.goods, ean13: nil, name: "代收款", spec: "",
                                unit: "笔", maker: "", pinyin: "dsk", category: "代收",
                                price: .zero, flags: ""), in: transaction)
                    }
                }
            } catch DatabaseError.constraint {
                throw StartProblem(
                    "门店 \(self.store) 的收银机 \(register) 已有终端，请换一个号",
                    "Register \(register) of store \(self.store) has a terminal; choose another")
            }
            TerminalCodeCommand.tell(terminal.id, code, until: kept.until, json: json)
        }
    }

    /// *Errors*: `StartProblem`.
    private func terminal(at now: Timestamp) throws -> Terminal {
        guard let store = try? StoreID(store), let register = try? RegisterID(register),
            let staff = try? StaffID(staff), (1...64).contains(name.count)
        else {
            throw StartProblem(
                "门店为四位、收银机两位、员工四位数字，名称不超过 64 字",
                "A store has four digits, a register two, a person four; a name at most 64 letters")
        }
        let words = rights.split(separator: ",").map(String.init)
        let known = words.compactMap(TerminalRight.init(rawValue:))
        guard !known.isEmpty, known.count == words.count else {
            throw StartProblem(
                "权限只有 pay、refund、statement", "The rights are pay, refund and statement")
        }
        let digits = try SecureRandom.bytes(8).map { String($0 % 10) }.joined()
        return Terminal(
            id: "T" + digits, name: name, store: store, register: register, staff: staff,
            rights: Set(known), madeAt: now)
    }
}
