// A shift at a register: the float, the count, and giving the drawer on.

import Checkout
import Persistence
import Retail
import Sales
import Testing

extension Till {
    func shift() async throws -> ShiftState {
        try await (try shop.process).counter.shift(of: session)
    }

    /// The number of the open shift.
    func shiftNumber() async throws -> Int64 {
        try #require(try await shift().shift).id.no
    }

    func setFloat(_ fen: Int64) async throws {
        try await perform(.setFloat(shift: try await shift().shift?.id.no, Money(fen: fen)))
    }

    @discardableResult
    func count(_ pieces: [Denomination: Int64]) async throws -> ShiftCount {
        try await perform(.countShift(shift: try await shiftNumber(), try CashCount(pieces)))
        return try #require(try await shift().shift?.counts.last)
    }

    /// 交接班, by the PINs of both.
    func close(
        to next: String = "1012", left: Int64, override: Override? = nil, pin: String? = nil,
        toPIN: String? = nil, shift: Int64? = nil, key: String? = nil
    ) async throws {
        let giving = ShiftGiving(
            pin: pin ?? Fixture.pin(of: session.staff.id.digits), to: try StaffID(next),
            toPIN: toPIN ?? Fixture.pin(of: next), left: Money(fen: left), override: override)
        let open = try await self.shift().shift?.id.no
        try await perform(.closeShift(shift: shift ?? open ?? 1, giving), key: key)
    }

    /// A float, a count and a handover, whatever the difference.
    func giveDrawer(
        float: Int64? = nil, counting pieces: [Denomination: Int64], to next: String = "1012"
    ) async throws {
        if let float { try await setFloat(float) }
        let count = try await count(pieces)
        try await close(to: next, left: count.count.total.fen, override: try .manager())
    }

    /// A sale of the usual goods for cash.
    @discardableResult
    func soldForCash(_ received: Int64? = nil, quantity: Int64 = 1) async throws -> SaleID {
        let sale = try await ringUp(quantity: quantity)
        let due = try await self.sale(sale).totals().due
        try await cash(sale, received.map(Money.init(fen:)) ?? due)
        try await complete(sale)
        return sale
    }
}
