// A customer brings goods back. Some ask for cash, some tills press twice, and two returns of one sale
// may come at the same moment; the money must go back once.

internal import Foundation

extension SoakTill {
    /// Returns something of a sale this till has posted; false when there is nothing to return.
    func returnGoods() async throws -> Bool {
        guard let receipt = returnable.randomElement(using: &random) else { return false }
        let view = try await line.get("/api/returns/sale?receipt=\(receipt)")
        if random.chance(30) { try await askAboutRefund(view) }
        let lines = view.lines.array.filter { ($0.returnable.integer ?? 0) > 0 }
        guard let sale = view.sale.id.text, let one = lines.randomElement(using: &random),
            let no = one.no.integer, let most = one.returnable.integer
        else { return false }
        let quantity = Int64(random.number(1...Int(clamping: max(1, most))))
        var body: [String: JSON] = [
            "sale": .text(sale),
            "lines": .array([["line": .integer(no), "quantity": .integer(quantity)]]),
            "reason": .text(["quality", "wrong-item"].randomElement(using: &random) ?? "quality"),
        ]
        if random.chance(20) {
            body["reason"] = "managers-leave"
            body["toCash"] = .bool(random.chance(60))
            body["override"] = [
                "staff": .text(line.place.manager), "pin": .text(line.pin), "reason": "店长同意",
            ]
        }
        try await giveBack(body)
        return true
    }

    private func giveBack(_ body: [String: JSON]) async throws {
        let first = key()
        if random.chance(20) {
            let (line, second) = (line, random.chance(40) ? first : key())
            async let one: Void = SoakTill.returned(line, body, first)
            async let two: Void = SoakTill.returned(line, body, second)
            _ = try await (one, two)
        } else {
            let till = try await act("returns", body, key: first)
            if till.say.code.text == "S-309" { tally.count { $0.returns += 1 } }
        }
    }

    /// One of two at once: the other may have been quicker.
    private static func returned(
        _ line: SoakLine, _ body: [String: JSON], _ key: String
    ) async throws {
        do {
            let till = try await line.act("returns", body, key: key)
            if till.say.code.text == "S-309" { line.tally.count { $0.returns += 1 } }
        } catch let refusal as TillRefusal {
            line.tally.refused(refusal.code)
        }
    }

    private func askAboutRefund(_ view: JSON) async throws {
        let refunds = view.returns.array.flatMap { $0.refunds.array }
        guard let number = refunds.randomElement(using: &random)?.number.text else { return }
        await trying { _ = try await self.act("refunds/\(number)/query", [:]) }
    }
}
