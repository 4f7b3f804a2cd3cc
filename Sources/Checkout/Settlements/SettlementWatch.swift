// Days for which nothing has been received become late by themselves: somebody has to look for them.

internal import Ledger
internal import Persistence
internal import Retail

struct SettlementWatch {
    let driver: PaymentDriver

    /// Days before that have their cases, or were before this was kept.
    ///
    /// *Unit*: days.
    private static let daysBack: Int64 = 60

    /// Opens the cases of what has become late.
    func look() async throws {
        let moment = driver.moment()
        let now = moment.now
        try await driver.database.write { transaction in
            let last = try day(Int64(SettlementState.lateAfter) + 1, before: now)
            let first = try day(SettlementWatch.daysBack, before: now)
            let today = try BusinessDate(of: now, turnsAt: .zero)
            let book = SettlementBook(moment, transaction)
            for day in try SettlementTable.days(from: first, to: last, in: transaction)
            where try day.state(on: today) == .late {
                try book.look(at: day.statement)
            }
        }
    }

    private func day(_ days: Int64, before now: Timestamp) throws -> BusinessDate {
        let then = now.microseconds - Pause.days(days).microseconds
        return try BusinessDate(of: Timestamp(microseconds: then), turnsAt: .zero)
    }
}
