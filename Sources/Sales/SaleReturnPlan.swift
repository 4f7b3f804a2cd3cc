// What a return would come to, decided before anything is written: which pieces, what they cost, and
// on which tenders the money goes back. Asking for it changes nothing, so the page asks at each key.
//
// Trap: "price times quantity" is not what a line cost, since discounts were spread over it; and a
// third of an amount, three times, is not the amount. So a piece costs the difference of two shares of
// the whole line, counted from what has been given back before; the last piece brings the rest.

package import Retail

/// A line of a posted sale, and what has come back of it.
package struct ReturnableLine: Equatable, Sendable {
    package let line: SaleLine
    /// What the line cost, after both discounts.
    ///
    /// *Unit*: fen.
    package let amount: Money
    /// Pieces that have come back.
    package let returned: Int64
    /// What has been given back for them.
    package let givenBack: Money

    /// Pieces that can still come back.
    package var returnable: Int64 { max(0, line.quantity - returned) }

    /// What so many more pieces give back.
    ///
    /// *Errors*: `SaleReturnRefusal.quantityOutOfRange`, `.tooMany`, `.amountOutOfRange`.
    package func amount(of pieces: Int64) throws(SaleReturnRefusal) -> Money {
        guard pieces >= 1, pieces <= SaleLine.quantityMax else { throw .quantityOutOfRange }
        guard pieces <= returnable else { throw .tooMany(line: line.no, left: returnable) }
        let (scaled, overflow) = amount.fen.multipliedReportingOverflow(by: returned + pieces)
        if overflow { throw .amountOutOfRange }
        let more = Money(fen: scaled / line.quantity)
        guard let part = try? more.subtracting(givenBack), !part.isNegative else {
            throw .amountOutOfRange
        }
        return part
    }
}

/// A paid tender of a posted sale, and what has gone back on it.
package struct ReturnableTender: Equatable, Sendable {
    package let tender: Tender
    /// By refund or in cash, over all returns; a refund that failed counts, it has a case.
    package let givenBack: Money

    package var left: Money { (try? tender.amount.subtracting(givenBack)) ?? .zero }
}

/// What a return comes to.
package struct ReturnPlan: Equatable, Sendable {
    package let lines: [ReturnedLine]
    package let givingBack: [GivingBack]
    /// *Unit*: fen, as all amounts here.
    package let amount: Money
    /// By a refund of ours, or, of a retired method, by finance.
    package let toWallets: Money
    package let inCash: Money
    /// The part of `inCash` that a wallet had paid; needs a superior's approval.
    package let cashForWallets: Money
}

extension Sale {
    /// Each line with what has come back of it.
    ///
    /// *Errors*: `SaleReturnRefusal.notPosted`, `.amountOutOfRange`.
    package func returnableLines(
        after earlier: [SaleReturn]
    ) throws(SaleReturnRefusal) -> [ReturnableLine] {
        guard case .posted = state else { throw .notPosted }
        guard let figures = try? totals().lines else { throw .amountOutOfRange }
        var result: [ReturnableLine] = []
        for (line, figure) in zip(lines, figures) {
            var pieces: Int64 = 0
            var givenBack = Money.zero
            for part in earlier.flatMap({ $0.lines }) where part.line == line.no {
                pieces += part.quantity
                givenBack = try Sale.total(givenBack, part.amount)
            }
            result.append(
                ReturnableLine(
                    line: line, amount: figure.amount, returned: pieces, givenBack: givenBack))
        }
        return result
    }

    /// Each paid tender with what has gone back on it, in the order in which they are drawn on:
    /// wallets first, then retired methods, then cash.
    ///
    /// *Errors*: `SaleReturnRefusal.amountOutOfRange`.
    package func returnableTenders(
        after earlier: [SaleReturn]
    ) throws(SaleReturnRefusal) -> [ReturnableTender] {
        let paid = tenders.filter { $0.state == .paid }
        var result: [ReturnableTender] = []
        let recorded = paid.filter { $0.kind == .recorded }
        let cash = paid.filter { $0.number == nil && $0.kind != .recorded }
        for tender in paid.filter({ $0.number != nil }) + recorded + cash {
            var givenBack = Money.zero
            for part in earlier.flatMap({ $0.givingBack }) where part.tender == tender.no {
                givenBack = try Sale.total(givenBack, part.amount)
            }
            result.append(ReturnableTender(tender: tender, givenBack: givenBack))
        }
        return result
    }

    /// What a return of these pieces comes to.
    ///
    /// `earlier` are all returns of this sale so far. With `toCash` the wallets' part is paid out of
    /// the drawer, too.
    /// *Errors*: `SaleReturnRefusal`; approvals are not looked at here, see `mustBeApproved`.
    package func planReturn(
        of chosen: [LineToReturn], toCash: Bool, after earlier: [SaleReturn]
    ) throws(SaleReturnRefusal) -> ReturnPlan {
        let lines = try returnedLines(chosen, after: earlier)
        var amount = Money.zero
        for line in lines { amount = try Sale.total(amount, line.amount) }
        var left = amount
        var parts: [GivingBack] = []
        var (toWallets, inCash, cashForWallets) = (Money.zero, Money.zero, Money.zero)
        for one in try returnableTenders(after: earlier) {
            let part = min(one.left, left)
            guard part.isPositive else { continue }
            left = Money(fen: left.fen - part.fen)
            let kind: GivingBack.Kind
            switch one.tender.kind {
            case .cash:
                kind = .cash
            case .scanned where toCash, .recorded where toCash:
                kind = .cash
                cashForWallets = try Sale.total(cashForWallets, part)
            case .scanned(_, let number, _):
                kind = .wallet(order: number)
                toWallets = try Sale.total(toWallets, part)
            case .recorded:
                kind = .recorded
                toWallets = try Sale.total(toWallets, part)
            }
            if kind == .cash { inCash = try Sale.total(inCash, part) }
            parts.append(
                GivingBack(
                    tender: one.tender.no,
                    method: kind == .cash ? TenderMethodID.cash : one.tender.method, amount: part,
                    kind: kind))
        }
        // Cannot be while a posted sale is paid exactly; if it is, no money leaves.
        guard left == .zero else { throw .amountOutOfRange }
        return ReturnPlan(
            lines: lines, givingBack: parts, amount: amount, toWallets: toWallets, inCash: inCash,
            cashForWallets: cashForWallets)
    }

    /// The chosen pieces with their cost, in the order of the sale's lines.
    private func returnedLines(
        _ chosen: [LineToReturn], after earlier: [SaleReturn]
    ) throws(SaleReturnRefusal) -> [ReturnedLine] {
        let returnable = try returnableLines(after: earlier)
        if returnable.allSatisfy({ $0.returnable == 0 }) { throw .everythingReturned }
        if chosen.isEmpty { throw .nothingChosen }
        guard chosen.count <= Sale.linesMax else { throw .quantityOutOfRange }
        for one in chosen {
            guard (1...SaleLine.quantityMax).contains(one.quantity) else {
                throw .quantityOutOfRange
            }
            guard lines.contains(where: { $0.no == one.line }) else { throw .lineAbsent }
        }
        var result: [ReturnedLine] = []
        for one in returnable {
            var pieces: Int64 = 0
            for ask in chosen where ask.line == one.line.no { pieces += ask.quantity }
            guard pieces > 0 else { continue }
            result.append(
                ReturnedLine(
                    line: one.line.no, quantity: pieces, amount: try one.amount(of: pieces)))
        }
        return result
    }

    private static func total(_ one: Money, _ other: Money) throws(SaleReturnRefusal) -> Money {
        do { return try one.adding(other) } catch { throw .amountOutOfRange }
    }
}

extension ReturnPlan {
    /// Whether it may be done with this approval, or without one.
    ///
    /// *Errors*: `SaleReturnRefusal.reasonNeedsApproval`, `.cashNeedsApproval`.
    package func mustBeApproved(
        _ approval: Approval?, reason: ReturnReason
    ) throws(SaleReturnRefusal) {
        if approval != nil { return }
        if cashForWallets.isPositive { throw .cashNeedsApproval(cashForWallets) }
        switch reason {
        case .managersLeave: throw .reasonNeedsApproval
        case .quality, .wrongItem: return
        }
    }
}
