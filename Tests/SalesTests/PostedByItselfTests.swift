// Who presses F9: the cashier, the setting, or recovery (N8, N9).

import Retail
import Sales
import Testing

struct ArrivalRow: CustomTestStringConvertible, Sendable {
    let arrival: PaymentArrival
    let isHeld: Bool
    let isAutomatic: Bool
    let isPosted: Bool

    var testDescription: String {
        "\(arrival), \(isHeld ? "held" : "open"), \(isAutomatic ? "automatic" : "by F9")"
    }

    static let all: [ArrivalRow] = [
        ArrivalRow(arrival: .inTime, isHeld: false, isAutomatic: false, isPosted: false),
        ArrivalRow(arrival: .inTime, isHeld: false, isAutomatic: true, isPosted: true),
        ArrivalRow(arrival: .inTime, isHeld: true, isAutomatic: false, isPosted: true),
        ArrivalRow(arrival: .inTime, isHeld: true, isAutomatic: true, isPosted: true),
        ArrivalRow(arrival: .afterDoubt, isHeld: false, isAutomatic: false, isPosted: true),
        ArrivalRow(arrival: .afterDoubt, isHeld: false, isAutomatic: true, isPosted: true),
        ArrivalRow(arrival: .afterDoubt, isHeld: true, isAutomatic: false, isPosted: true),
        ArrivalRow(arrival: .afterDoubt, isHeld: true, isAutomatic: true, isPosted: true),
        ArrivalRow(arrival: .foundByHand, isHeld: false, isAutomatic: false, isPosted: false),
        ArrivalRow(arrival: .foundByHand, isHeld: false, isAutomatic: true, isPosted: true),
    ]
}

@Suite struct PostedByItselfTests {
    @Test("A sale that is paid in full", arguments: ArrivalRow.all)
    func paid(_ row: ArrivalRow) throws {
        var sale = try Shop.sale(fen: 1_650)
        let number = MerchantOrderNumber(
            at: sale.openedAt, store: sale.store, register: sale.register, serial: 7)
        _ = try sale.beginPayment(
            PaymentID("p"), number: number, wallet: "wechat", amount: nil)
        if row.isHeld { try sale.suspend(note: "") }
        let isSettled = sale.settle(number, as: .paid, method: TenderMethodID.aggregated)
        #expect(isSettled)
        #expect(
            sale.isPostedByItself(
                after: row.arrival, completesAutomatically: row.isAutomatic) == row.isPosted)
    }

    @Test("A sale that is short, or empty, waits whatever came", arguments: PaymentArrival.allCases)
    func short(_ arrival: PaymentArrival) throws {
        let sale = try Shop.sale(fen: 1_650)
        #expect(!sale.isPostedByItself(after: arrival, completesAutomatically: true))
        #expect(
            !(try Shop.sale()).isPostedByItself(after: arrival, completesAutomatically: true))
    }
}
