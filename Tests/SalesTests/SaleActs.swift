// Every act on a sale, listed so that a new one does not compile until it has its row in the table.

import Retail
import Sales

/// What becomes of an act: done, refused for a reason, or (for the channel's word) not this sale's.
enum Outcome: Equatable {
    case done
    case refused(SaleRefusal)
    case notOurs
}

enum SaleAct: String, CaseIterable {
    case add, setQuantity, removeLine, discountLine, discountSale, salespersonOfLine, salesperson
    case readyForCheckout, takeCash, takeCashApproved, beginPayment, supplement
    case settlePaid, settleFailed, removeCash, removeFailed
    case suspend, retrieve, void, voidWithCash, voidInDoubt, voidWithScannedMoney
    case complete, completeEmpty, completeShort, completeInDoubt

    /// What it does to a sale that is open, suspended, posted, voided.
    var outcomes: [Outcome] {
        let notOpen = Outcome.refused(.notOpen)
        let posted = Outcome.refused(.posted)
        switch self {
        case .add, .setQuantity, .removeLine, .discountLine, .discountSale, .salespersonOfLine,
            .salesperson, .readyForCheckout, .takeCash, .takeCashApproved, .beginPayment,
            .supplement, .removeCash, .removeFailed, .suspend:
            return [.done, notOpen, posted, notOpen]
        case .settlePaid, .settleFailed:
            // A held sale still waits for its payment; one that has ended does not.
            return [.done, .done, .notOurs, .notOurs]
        case .retrieve:
            return [notOpen, .done, posted, notOpen]
        case .void, .voidWithCash, .voidInDoubt:
            return [.done, .done, posted, notOpen]
        case .voidWithScannedMoney:
            return [.refused(.paid), .refused(.paid), posted, notOpen]
        case .complete:
            return [.done, .done, posted, notOpen]
        case .completeEmpty:
            return [.refused(.empty), .refused(.empty), posted, notOpen]
        case .completeShort:
            let short = Outcome.refused(.shortfall(Money(fen: 60)))
            return [short, short, posted, notOpen]
        case .completeInDoubt:
            return [.refused(.inDoubt), .refused(.inDoubt), posted, notOpen]
        }
    }

    /// A sale of 1.00 in that state, with the tenders that the act needs to find.
    func sale(in state: Sale.State) throws -> Sale {
        let lines = self == .completeEmpty ? [] : [try Shop.line(fen: 100)]
        return try Shop.sale(lines, tenders: try tenders(), state: state)
    }

    private func tenders() throws -> [Tender] {
        switch self {
        case .add, .setQuantity, .removeLine, .discountLine, .discountSale, .salespersonOfLine,
            .salesperson, .readyForCheckout, .takeCash, .beginPayment, .supplement, .suspend,
            .retrieve, .void, .completeEmpty:
            []
        case .takeCashApproved, .settlePaid, .settleFailed, .voidInDoubt, .completeInDoubt:
            [try Shop.scanned(fen: 100, state: .open)]
        case .removeCash, .voidWithCash, .completeShort: [Shop.cash(fen: 40)]
        case .removeFailed: [try Shop.scanned(fen: 100, state: .failed)]
        case .voidWithScannedMoney: [try Shop.scanned(fen: 40, state: .paid)]
        case .complete: [try Shop.scanned(fen: 60, state: .paid), Shop.cash(2, fen: 40)]
        }
    }

    func perform(on sale: inout Sale) throws -> Outcome {
        do {
            switch self {
            case .add, .setQuantity, .removeLine, .discountLine, .discountSale,
                .salespersonOfLine, .salesperson:
                try ringUp(&sale)
            case .readyForCheckout, .takeCash, .takeCashApproved, .beginPayment, .supplement,
                .removeCash, .removeFailed:
                try pay(&sale)
            case .settlePaid: return try sale.settle(1, as: .paid) ? .done : .notOurs
            case .settleFailed: return try sale.settle(1, as: .failed) ? .done : .notOurs
            case .suspend: try sale.suspend(note: "回家拿手机")
            case .retrieve:
                try sale.retrieve(
                    register: try RegisterID("03"), cashier: try StaffID("1002"),
                    on: sale.businessDate)
            case .void, .voidWithCash, .voidInDoubt, .voidWithScannedMoney: try sale.void()
            case .complete, .completeEmpty, .completeShort, .completeInDoubt:
                try sale.complete(at: Shop.at(60), receipt: "0101-02-20261123-0087")
            }
            return .done
        } catch let refusal as SaleRefusal {
            return .refused(refusal)
        }
    }

    private func ringUp(_ sale: inout Sale) throws {
        let tenth = Discount.percent(basisPoints: 1_000)
        let staff = try StaffID("3001")
        switch self {
        case .add: try sale.add(try Shop.goods("0002"), quantity: 1)
        case .setQuantity: try sale.setQuantity(of: 1, to: 2, authority: Shop.oneTenth)
        case .removeLine: try sale.remove(line: 1, authority: Shop.oneTenth)
        case .discountLine:
            try sale.setDiscount(ofLine: 1, to: tenth, authority: Shop.oneTenth)
        case .discountSale: try sale.setDiscount(to: tenth, authority: Shop.oneTenth)
        case .salespersonOfLine: try sale.setSalesperson(ofLine: 1, to: staff)
        case .salesperson: try sale.setSalesperson(to: staff)
        case .readyForCheckout, .takeCash, .takeCashApproved, .beginPayment, .supplement,
            .settlePaid, .settleFailed, .removeCash, .removeFailed, .suspend, .retrieve, .void,
            .voidWithCash, .voidInDoubt, .voidWithScannedMoney, .complete, .completeEmpty,
            .completeShort, .completeInDoubt:
            return
        }
    }

    private func pay(_ sale: inout Sale) throws {
        switch self {
        case .readyForCheckout: try sale.mustBeReadyForCheckout()
        case .takeCash: try sale.takeCash(fen: 40)
        case .takeCashApproved: try sale.takeCash(fen: 100, approval: try Shop.approval())
        case .beginPayment: try sale.scan(2, fen: 40)
        case .supplement:
            try sale.supplement(
                PaymentID("payment-2"), number: try Shop.number(2), wallet: "wechat",
                paid: Money(fen: 100))
        case .removeCash, .removeFailed: try sale.remove(tender: 1)
        case .add, .setQuantity, .removeLine, .discountLine, .discountSale, .salespersonOfLine,
            .salesperson, .settlePaid, .settleFailed, .suspend, .retrieve, .void, .voidWithCash,
            .voidInDoubt, .voidWithScannedMoney, .complete, .completeEmpty, .completeShort,
            .completeInDoubt:
            return
        }
    }
}
