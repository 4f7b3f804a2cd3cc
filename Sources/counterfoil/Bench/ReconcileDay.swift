// A day at a chain, told by numbers alone: payment after payment, each with what is wrong with it. The
// books and the statement are both written from here, so it is known what must be found.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail

struct ReconcileDay: Sendable {
    static let tills = 200
    /// Of the shops, from eight in the morning on.
    ///
    /// *Unit*: seconds.
    private static let openFor = 50_400
    /// *Unit*: parts per million.
    static let feeRate: Int64 = 6_000

    /// What is wrong with a payment, by its place among a thousand.
    ///
    /// As many lines are missing as there are too many, so that there are as many lines as payments.
    enum Twist: Int {
        /// A line of a payment that the books do not have, beside this one's.
        case channelOnly = 101
        case booksOnly = 202
        case booksOnlyToo = 303
        case booksOnlyAsWell = 404
        case amount = 505
        case duplicate = 606
        case otherDay = 707
        case fee = 808
        /// A line of a refund that the books do not have, beside this one's.
        case refund = 909

        var breakClass: BreakClass {
            switch self {
            case .channelOnly: .channelOnly
            case .booksOnly, .booksOnlyToo, .booksOnlyAsWell: .booksOnly
            case .amount: .amount
            case .duplicate: .duplicate
            case .otherDay: .otherDay
            case .fee: .fee
            case .refund: .refund
            }
        }
    }

    let rows: Int
    let date: BusinessDate
    private let opens: Timestamp

    init(rows: Int) throws {
        self.rows = rows
        date = try BenchChain.date
        opens = try CivilTime(spaced: date.iso + " 08:00:00").timestamp
    }

    func twist(_ index: Int) -> Twist? { Twist(rawValue: index % 1_000) }

    /// Breaks by class, as they must be found.
    var breaks: [String: Int] {
        (0..<rows).reduce(into: [:]) { breaks, index in
            guard let twist = twist(index) else { return }
            breaks[twist.breakClass.rawValue, default: 0] += 1
        }
    }

    var lines: Int {
        (0..<rows).reduce(0) { sum, index in
            switch twist(index) {
            case .booksOnly, .booksOnlyToo, .booksOnlyAsWell: sum
            case .channelOnly, .duplicate, .refund: sum + 2
            case .amount, .otherDay, .fee, nil: sum + 1
            }
        }
    }

    func till(_ index: Int) -> BenchTill { BenchTill(index: index % ReconcileDay.tills) }

    func begun(_ index: Int) -> Timestamp {
        opens.advanced(by: .seconds(Int64(index * ReconcileDay.openFor / rows)))
    }

    /// Some are quicker than those before them: the statement is not in the order of the numbers.
    func paid(_ index: Int) -> Timestamp {
        begun(index).advanced(by: .seconds(1 + Int64(index % 7)))
    }

    func amount(_ index: Int) -> Money { Money(fen: 100 + Int64(index * 7_919 % 50_000)) }

    func number(_ index: Int) throws -> String {
        let till = till(index)
        return MerchantOrderNumber(
            at: begun(index), store: try till.store, register: try till.register,
            serial: UInt32(clamping: index)
        ).digits
    }

    /// A number of a till whose books are not here.
    func unknownNumber(_ index: Int) throws -> String {
        MerchantOrderNumber(
            at: begun(index), store: try till(index).store, register: try RegisterID("99"),
            serial: UInt32(clamping: index)
        ).digits
    }

    func refundNumber(_ index: Int) throws -> String {
        RefundNumber(
            at: begun(index), store: try till(index).store, register: try till(index).register,
            serial: UInt32(clamping: index)
        ).text
    }

    func trade(_ index: Int) -> String { "4200000123" + CivilTime.padded(index, 18) }

    /// What the wallet is said to have answered.
    func proof(_ index: Int) throws -> PaidProof {
        let paid = paid(index)
        return PaidProof(
            merchantOrderNumber: try number(index), channelTradeNumber: trade(index),
            amount: amount(index), currency: "CNY", merchantAccount: BenchChain.account,
            paidAt: twist(index) == .otherDay
                ? Timestamp(microseconds: paid.microseconds - Pause.days(1).microseconds) : paid)
    }
}
