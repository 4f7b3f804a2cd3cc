// From the total to the receipt: what this cashier does next, given what the till shows.

internal import Foundation

/// A customer and a password that may be asked for.
struct SoakCustomer: Sendable {
    enum Mood: Sendable {
        case types, mistypes, declines, ignores
    }

    let account: String
    let mood: Mood
    /// When the phone is taken out of the pocket.
    let acts: ContinuousClock.Instant
    var hasActed = false
}

extension SoakTill {
    /// One act of a cashier.
    enum Move: Sendable {
        case wait, complete, scan, cash, cashByManager, supplement, askAgain, takeBack, hold, void
        case wrongNumber, clearAway
    }

    /// Goes on with a sale until it has left this register, or the time is over.
    func settle(
        _ sale: String, _ temper: SoakTemper, until end: ContinuousClock.Instant
    ) async throws {
        var doubtSince: ContinuousClock.Instant?
        var scans = 0
        while ContinuousClock.now < end, !Task.isCancelled {
            let till = try await line.till()
            guard till.sale.id.text == sale else {
                if till.lastPosted.sale.text == sale { posted(till) }
                return
            }
            let isOpen = till.tender.state.text == "open"
            if isOpen, doubtSince == nil { doubtSince = .now }
            if !isOpen { doubtSince = nil }
            if isOpen { await customerActs(till.attempt) }
            let waited = doubtSince.map { $0.duration(to: .now) } ?? .zero
            var move = decide(till, temper, waited, scans)
            if case .supplement = move, await bill(of: till)?.state.text != "PAID",
                temper != .hurries
            {
                move = waited > .seconds(6) ? .takeBack : .wait
            }
            if case .scan = move { scans += 1 }
            await trying { try await self.make(move, till, sale) }
            await pause(isOpen ? 150...450 : 20...150)
        }
    }

    private func decide(
        _ till: JSON, _ temper: SoakTemper, _ waited: Duration, _ scans: Int
    ) -> Move {
        let sale = till.sale
        if sale.leftFen.integer == 0 {
            return random.choose([(92, Move.complete), (4, .void), (4, .clearAway)]) ?? .complete
        }
        if till.tender.state.text == "open" {
            return decideInDoubt(till.attempt, temper, waited)
        }
        let isUnpaid = sale.paidFen.integer == 0
        if temper == .voids, isUnpaid, scans > 0 || random.chance(20) { return .void }
        if temper == .takesCash || scans >= 3 { return .cash }
        if random.chance(2) { return .wrongNumber }
        if scans > 0 {
            // What failed may have been paid after all; a hurried one looks at the phone.
            return random.choose([
                (52, Move.scan), (25, .cash), (10, .supplement), (9, .void), (4, .clearAway),
            ]) ?? .scan
        }
        return random.chance(85) ? .scan : .cash
    }

    private func decideInDoubt(
        _ attempt: JSON, _ temper: SoakTemper, _ waited: Duration
    ) -> Move {
        let allowed = Set(attempt.allowed.array.compactMap(\.text))
        switch temper {
        case .hurries:
            return random.choose([
                (50, Move.wait), (12, .scan), (10, .cash), (8, .complete), (8, .supplement),
                (6, .takeBack), (6, .askAgain),
            ]) ?? .wait
        case .callsManager where waited > .seconds(2): return .cashByManager
        case .holds where waited > .seconds(1): return .hold
        case .voids where waited > .seconds(1): return .void
        case .obeys, .callsManager, .holds, .voids, .takesCash: break
        }
        if waited > .seconds(6), allowed.contains("suspend"), random.chance(25) { return .hold }
        if waited > .seconds(2), allowed.contains("supplementary") {
            // It is being taken back: 42 is worth a try, not a quarrel.
            let isReversing = attempt.state.text == "reversing"
            return isReversing && !random.chance(4) ? .wait : .supplement
        }
        if waited > .seconds(10), allowed.contains("cancel") { return .takeBack }
        if allowed.contains("askAgain"), random.chance(10) { return .askAgain }
        return .wait
    }

    private func make(_ move: Move, _ till: JSON, _ sale: String) async throws {
        let id: [String: JSON] = ["sale": .text(sale)]
        let number = till.attempt.number.text ?? ""
        switch move {
        case .wait: return
        case .complete: try await complete(sale)
        case .scan: try await scan(till, sale)
        case .cash, .cashByManager: try await takeCash(till, sale, move)
        case .supplement: try await supplement(till, sale)
        case .askAgain: _ = try await act("payments/\(number)/query", id)
        case .takeBack:
            _ = try await act("payments/\(number)/reversal", id)
            tally.count { $0.takenBack += 1 }
        case .hold:
            _ = try await act("sale/suspension", ["sale": .text(sale), "note": "顾客在查手机"])
            tally.count { $0.held += 1 }
        case .void:
            _ = try await act("sale/void", id)
            tally.count { $0.voided += 1 }
        case .wrongNumber:
            guard let number = tally.someNumber(&random) else { return }
            _ = try await act("sale/supplements", ["sale": .text(sale), "number": .text(number)])
        case .clearAway:
            _ = try await act("sale/tenders/\(till.tender.no.line)/removal", id)
        }
    }

    /// F9; some press it twice, some twice in one window under one key.
    private func complete(_ sale: String) async throws {
        let first = key()
        guard random.chance(20) else {
            _ = try await act("sale/completion", ["sale": .text(sale)], key: first)
            return
        }
        let (line, second) = (line, random.chance(30) ? first : key())
        tally.count { $0.completedTwice += 1 }
        async let one = line.act("sale/completion", ["sale": .text(sale)], key: first)
        async let two = line.act("sale/completion", ["sale": .text(sale)], key: second)
        _ = try await (one, two)
    }

    private func scan(_ till: JSON, _ sale: String) async throws {
        let customers: [(Int, (String, String))] = [
            (35, ("lin", "wechat")), (35, ("zhou", "alipay")), (10, ("slow", "wechat")),
            (10, ("slow", "alipay")), (5, ("poor", "wechat")), (5, ("poor", "alipay")),
        ]
        guard let (account, wallet) = random.choose(customers),
            let code = await phones.code(account, wallet)
        else { return }
        let moods: [(Int, SoakCustomer.Mood)] = [
            (70, .types), (10, .mistypes), (8, .declines), (12, .ignores),
        ]
        let customer = SoakCustomer(
            account: account, mood: random.choose(moods) ?? .types,
            acts: .now + random.milliseconds(200...4_000))
        var body: [String: JSON] = ["sale": .text(sale), "code": .text(code)]
        if let left = till.sale.leftFen.integer, left > 200, random.chance(8) {
            body["amountFen"] = .integer(left / 2)
        }
        let answer = try await act("sale/payments", body)
        guard let number = answer.attempt.number.text else { return }
        self.customers[number] = customer
        tally.remember(number)
        tally.count { $0.payments += 1 }
    }

    private func takeCash(_ till: JSON, _ sale: String, _ move: Move) async throws {
        let left = till.sale.leftFen.integer ?? 0
        var body: [String: JSON] = [
            "sale": .text(sale), "receivedFen": .integer((left + 999) / 1_000 * 1_000),
        ]
        if case .cashByManager = move {
            body["override"] = [
                "staff": .text(line.place.manager), "pin": .text(line.pin),
                "reason": "顾客急着走，改付现金",
            ]
        }
        _ = try await act("sale/cash", body)
        tally.count { $0.cash += 1 }
        if case .cashByManager = move { tally.count { $0.overrides += 1 } }
    }

    private func supplement(_ till: JSON, _ sale: String) async throws {
        guard let number = till.attempt.number.text else { return }
        var entry = number
        if random.chance(30), let trade = await bill(of: till)?.tradeNumber.text { entry = trade }
        let answer = try await act(
            "sale/supplements", ["sale": .text(sale), "number": .text(entry)])
        if answer.say.code.text == "P-313" { tally.count { $0.supplements += 1 } }
    }

    /// The bill on the customer's phone.
    private func bill(of till: JSON) async -> JSON? {
        guard let number = till.attempt.number.text else { return nil }
        return await phones.bill(number)
    }

    /// The customer is asked for the password, and does something about it, or nothing.
    private func customerActs(_ attempt: JSON) async {
        guard let number = attempt.number.text, var customer = customers[number],
            !customer.hasActed, ContinuousClock.now >= customer.acts,
            await phones.bill(number)?.state.text == "WAITING"
        else { return }
        customer.hasActed = true
        customers[number] = customer
        let password = SoakPhones.passwords[customer.account] ?? ""
        switch customer.mood {
        case .types: await phones.type(password, for: number)
        case .mistypes:
            await phones.type("000000", for: number)
            await phones.type(password, for: number)
        case .declines: await phones.decline(number)
        case .ignores: return
        }
    }

    private func posted(_ till: JSON) {
        if let receipt = till.lastPosted.receiptNumber.text { returnable.append(receipt) }
        if returnable.count > 50 { returnable.removeFirst() }
        customers = customers.filter { !$0.value.hasActed }
    }
}
