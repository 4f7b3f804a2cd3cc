// The shift of a register: its float, its count, its handover, its slip. Each act answers with the shift
// as it is afterwards.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Persistence
internal import Receipts
internal import Retail
internal import Sales

struct ShiftRoutes {
    let counter: Counter
    let paper: Paper

    private struct Float: Decodable {
        let shift: Int64?
        let floatFen: Int64
    }

    private struct Count: Decodable {
        let shift: Int64
        /// By the note's or coin's worth in fen.
        let pieces: [String: Int64]

        func act() throws -> Act {
            var counted: [Denomination: Int64] = [:]
            for (value, number) in pieces {
                guard let fen = Int64(value), let denomination = Denomination(rawValue: fen) else {
                    throw OperatorNotice.unreadable(field: "pieces")
                }
                counted[denomination] = number
            }
            guard let count = try? CashCount(counted) else {
                throw OperatorNotice.unreadable(field: "pieces")
            }
            return .countShift(shift: shift, count)
        }
    }

    private struct Handover: Decodable {
        let shift: Int64
        let pin: String
        let to: String
        let toPIN: String
        let leftFen: Int64
        let override: OverrideBody?

        func act() throws -> Act {
            guard let to = try Read.staff(to) else {
                throw OperatorNotice.unreadable(field: "to")
            }
            return .closeShift(
                shift: shift,
                ShiftGiving(
                    pin: pin, to: to, toPIN: toPIN, left: Money(fen: leftFen),
                    override: try override?.override()))
        }
    }

    func add(to router: RouterGroup<TillContext>) {
        router.get("shift") { _, context in
            try Reply.json(ShiftJSON(try await counter.shift(of: context.signedIn())))
        }
        router.post("shift/float") { request, context in
            try await act(request, context) { asked in
                let body = try asked.body(Float.self)
                return .setFloat(shift: body.shift, Money(fen: body.floatFen))
            }
        }
        router.post("shift/count") { request, context in
            try await act(request, context) { try $0.body(Count.self).act() }
        }
        router.post("shift/handover") { request, context in
            try await act(request, context) { try $0.body(Handover.self).act() }
        }
        router.post("shift/handover/read") { request, context in
            try await act(request, context) { _ in .readHandover }
        }
        router.post("shifts/:no/reprint") { request, context in
            try await act(request, context) { _ in .reprintShiftSlip(shift: try no(context)) }
        }
        router.get("shifts/:no/slip.svg") { _, context in
            Reply.text(try await slip(context).svg(), type: "image/svg+xml; charset=utf-8")
        }
        router.get("shifts/:no/slip.txt") { _, context in
            Reply.text(try await slip(context).text, type: "text/plain; charset=utf-8")
        }
    }

    private func act(
        _ request: Request, _ context: TillContext, _ read: (Asked) throws -> Act
    ) async throws -> Response {
        let session = try context.signedIn()
        let asked = try await Asked(request)
        _ = try await counter.perform(try read(asked), key: asked.key, by: session)
        return try Reply.json(ShiftJSON(try await counter.shift(of: session)))
    }

    private func no(_ context: TillContext) throws -> Int64 {
        try Read.line(context.parameters.get("no"))
    }

    /// The slip on the screen, drawn from the very bytes a printer gets.
    private func slip(_ context: TillContext) async throws -> PaperRoll {
        let session = try context.signedIn()
        let id = ShiftID(store: session.store, register: session.register, no: try no(context))
        let moment = counter.driver.moment()
        let content = try await counter.driver.database.read { transaction in
            let copies = try PrintJobTable.copies(of: id, in: transaction)
            return try ShiftSlipFacts.content(
                of: id, copy: max(0, copies - 1), moment, in: transaction)
        }
        guard let content else {
            throw OperatorNotice.notFoundHere(what: "\(id.register.digits)/\(id.no)")
        }
        return PaperRoll(reading: try ShiftSlipPrinter.bytes(content, on: paper), paper: paper)
    }
}
