// What is counted of a channel's answers, what follows from the counts, and what no counting makes.

import Retail
import Testing

@testable import Payments

private enum Sample {
    static let doubt = Doubt(kind: .timeout, detail: "")
    static let proof = PaidProof(
        merchantOrderNumber: "1", channelTradeNumber: "2", amount: Money(fen: 1), currency: "CNY",
        merchantAccount: "", paidAt: nil)
    static let refund = RefundProof(
        refundNumber: "R1", merchantOrderNumber: "1", channelRefundNumber: "",
        amount: Money(fen: 1), refundedAt: nil)
    static let failure = RefundFailure(kind: .closed, code: "CLOSED")
}

@Suite struct CallCountsTests {
    @Test(
        "Each answer of a payment counts as one outcome",
        arguments: [
            (PayAnswer.paid(Sample.proof), CallOutcome.succeeded), (.awaitingShopper, .answered),
            (.offered(code: "weixin://"), .answered),
            (.declined(Decline(kind: .notEnoughMoney, code: "NOTENOUGH")), .declined),
            (.unresolved(Sample.doubt), .inDoubt), (.neverSent(Sample.doubt), .inDoubt),
        ])
    func pay(_ answer: PayAnswer, _ outcome: CallOutcome) {
        #expect(answer.outcome == outcome)
    }

    @Test(
        "Each answer to a question counts as one outcome",
        arguments: [
            (QueryAnswer.paid(Sample.proof), CallOutcome.succeeded), (.awaitingShopper, .answered),
            (.notPaid, .answered), (.notFound, .answered), (.refunded(Sample.proof), .answered),
            (.closed(code: "CLOSED"), .declined), (.unresolved(Sample.doubt), .inDoubt),
        ])
    func query(_ answer: QueryAnswer, _ outcome: CallOutcome) {
        #expect(answer.outcome == outcome)
    }

    @Test(
        "Each answer of a refund counts as one outcome",
        arguments: [
            (RefundAnswer.done(Sample.refund), CallOutcome.succeeded), (.accepted, .succeeded),
            (.later(code: "FREQUENCY"), .answered), (.failed(Sample.failure), .declined),
            (.unresolved(Sample.doubt), .inDoubt), (.neverSent(Sample.doubt), .inDoubt),
        ])
    func refund(_ answer: RefundAnswer, _ outcome: CallOutcome) {
        #expect(answer.outcome == outcome)
    }

    @Test(
        "Each answer to a question about a refund counts as one outcome",
        arguments: [
            (RefundQueryAnswer.done(Sample.refund), CallOutcome.succeeded),
            (.processing, .answered),
            (.notFound, .answered), (.failed(Sample.failure), .declined),
            (.unresolved(Sample.doubt), .inDoubt),
        ])
    func refundQuery(_ answer: RefundQueryAnswer, _ outcome: CallOutcome) {
        #expect(answer.outcome == outcome)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// How many ended so, and how many milliseconds each took.
        let calls: [(count: Int, outcome: CallOutcome, took: Int64)]
        let success, doubt, p50, p95: Int64?
        let tone: CallCounts.Tone
    }

    static let rows = [
        Row(
            testDescription: "no calls", calls: [], success: nil, doubt: nil, p50: nil, p95: nil,
            tone: .none),
        Row(
            testDescription: "a bound belongs to its own count",
            calls: [(1, .succeeded, 100), (1, .succeeded, 101)], success: 1_000, doubt: 0,
            p50: 100, p95: 200, tone: .good),
        Row(
            testDescription: "answers that end nothing are no failures",
            calls: [(3, .answered, 50), (1, .succeeded, 50)], success: 1_000, doubt: 0, p50: 100,
            p95: 100, tone: .good),
        Row(
            testDescription: "only answers that end nothing: no share of success",
            calls: [(3, .answered, 50)], success: nil, doubt: 0, p50: 100, p95: 100, tone: .good),
        Row(
            testDescription: "a customer without money is no trouble of the wallet's",
            calls: [(1, .succeeded, 50), (9, .declined, 50)], success: 100, doubt: 0, p50: 100,
            p95: 100, tone: .good),
        Row(
            testDescription: "one in doubt may be chance, whatever its share",
            calls: [(1, .inDoubt, 50)], success: 0, doubt: 1_000, p50: 100, p95: 100,
            tone: .watch),
        Row(
            testDescription: "two of ten are bad",
            calls: [(8, .succeeded, 300), (2, .inDoubt, 70_000)], success: 800, doubt: 200,
            p50: 400, p95: 60_000, tone: .bad),
        Row(
            testDescription: "two of eleven are to be watched",
            calls: [(9, .succeeded, 300), (2, .inDoubt, 300)], success: 818, doubt: 181, p50: 400,
            p95: 400, tone: .watch),
        Row(
            testDescription: "one of fifty is to be watched",
            calls: [(49, .succeeded, 300), (1, .inDoubt, 300)], success: 980, doubt: 20, p50: 400,
            p95: 400, tone: .watch),
        Row(
            testDescription: "one of fifty-one is not",
            calls: [(50, .succeeded, 300), (1, .inDoubt, 300)], success: 980, doubt: 19, p50: 400,
            p95: 400, tone: .good),
        Row(
            testDescription: "late for six of a hundred is felt",
            calls: [(94, .succeeded, 300), (6, .succeeded, 2_501)], success: 1_000, doubt: 0,
            p50: 400, p95: 5_000, tone: .watch),
        Row(
            testDescription:
                "late for five of a hundred is not; a clock that went back took no time",
            calls: [(95, .succeeded, -300), (5, .succeeded, 2_501)], success: 1_000, doubt: 0,
            p50: 100, p95: 100, tone: .good),
    ]

    @Test("What follows from the counts", arguments: rows)
    func shares(_ row: Row) {
        // In two halves, as two servers would have it.
        var halves = [CallCounts(), CallCounts()]
        for call in row.calls {
            for index in 0..<call.count {
                halves[index % 2].count(call.outcome, milliseconds: call.took)
            }
        }
        let counts = CallCounts.sum(halves)
        #expect(counts.asked == Int64(row.calls.map(\.count).reduce(0, +)))
        #expect(counts.succeededOfThousand == row.success)
        #expect(counts.inDoubtOfThousand == row.doubt)
        #expect(counts.milliseconds(ofHundred: 50) == row.p50)
        #expect(counts.milliseconds(ofHundred: 95) == row.p95)
        #expect(counts.tone == row.tone)
    }

    struct Kept: Sendable {
        let asked, succeeded, declined, inDoubt: Int64
        let times: [Int64]
        let isSound: Bool
    }

    private static let three: [Int64] = [1, 2, 0, 0, 0, 0, 0, 0, 0]

    @Test(
        "Counts that were kept are read back; what no counting makes is not",
        arguments: [
            Kept(asked: 3, succeeded: 1, declined: 1, inDoubt: 1, times: three, isSound: true),
            Kept(asked: 3, succeeded: 1, declined: 0, inDoubt: 1, times: three, isSound: true),
            Kept(asked: 3, succeeded: 2, declined: 1, inDoubt: 1, times: three, isSound: false),
            Kept(asked: 4, succeeded: 2, declined: 1, inDoubt: 1, times: three, isSound: false),
            Kept(asked: 3, succeeded: 3, declined: 1, inDoubt: -1, times: three, isSound: false),
            Kept(asked: 0, succeeded: 0, declined: 0, inDoubt: 0, times: [0], isSound: false),
            Kept(
                asked: .max, succeeded: 0, declined: 0, inDoubt: 0,
                times: [.max, 0, 0, 0, 0, 0, 0, 0, 0], isSound: false),
        ])
    func kept(_ row: Kept) {
        let counts = CallCounts(
            asked: row.asked, succeeded: row.succeeded, declined: row.declined,
            inDoubt: row.inDoubt, times: row.times)
        #expect((counts != nil) == row.isSound)
        #expect(counts == nil || counts?.times == row.times)
    }
}
