// The books for finance, of all stores: page after page, until there is no `next`. What is written
// meanwhile may stand before the cursor; whoever needs a closed picture walks again.

internal import Checkout
internal import Hummingbird

struct BooksRoutes {
    let counter: Counter

    /// What a page holds when nobody says, and at most.
    private static let limitUsual: Int64 = 200
    private static let limitMax: Int64 = 1_000

    fileprivate struct AttemptJSON: Encodable {
        let store, register, sale, saleState, wallet: String
        let amountFen: Int64
        let state: String
        let startedAt, changedAt: Int64
    }

    fileprivate struct ClaimJSON: Encodable {
        let store, sale, saleState: String
        let receipt: String?
        let wallet: String
        let method, amountFen, claimedAt: Int64
        let postedAt: Int64?
    }

    fileprivate struct RefundJSON: Encodable {
        let number, returned: String
        let amountFen: Int64
        let state: String
        let startedAt, changedAt: Int64
    }

    fileprivate struct CaseJSON: Encodable {
        let store, cause, state: String
        let amountFen, openedAt: Int64
        let closedHow: String?
    }

    fileprivate struct NumberJSON: Encodable {
        let number: String
        let attempt: AttemptJSON?
        let claim: ClaimJSON?
        let refunds: [RefundJSON]
        let cases: [CaseJSON]
    }

    fileprivate struct TenderJSON: Encodable {
        let no, method, amountFen: Int64
        let state: String
        let number: String?
    }

    fileprivate struct GivenBackJSON: Encodable {
        let returned: String
        let at, method, amountFen: Int64
        let refund: String?
    }

    fileprivate struct SaleJSON: Encodable {
        let sale, store, register, state, businessDate: String
        let receipt: String?
        let dueFen: Int64
        let postedAt: Int64?
        let tenders: [TenderJSON]
        let givenBack: [GivenBackJSON]
    }

    private struct NumbersJSON: Encodable {
        let payments: [NumberJSON]
        let next: String?
    }

    private struct SalesJSON: Encodable {
        let sales: [SaleJSON]
        let next: String?
    }

    func add(to router: RouterGroup<TillContext>) {
        router.get("books/payments") { request, context in
            let page = try await counter.bookedNumbers(
                after: try BooksRoutes.cursor(request), limit: try BooksRoutes.limit(request),
                by: context.signedIn())
            return try Reply.json(
                NumbersJSON(payments: page.entries.map(NumberJSON.init), next: page.next))
        }
        router.get("books/sales") { request, context in
            let cursor = try BooksRoutes.cursor(request)
            let parts = cursor.split(separator: "/", maxSplits: 1).map(String.init)
            guard cursor.isEmpty || parts.count == 2 else {
                throw OperatorNotice.unreadable(field: "after")
            }
            let page = try await counter.bookedSales(
                after: parts.first ?? "", parts.last ?? "",
                limit: try BooksRoutes.limit(request), by: context.signedIn())
            return try Reply.json(
                SalesJSON(sales: page.entries.map(SaleJSON.init), next: page.next))
        }
    }

    /// The cursor as `next` gave it; empty before the first page.
    private static func cursor(_ request: Request) throws -> String {
        guard let text = request.uri.queryParameters["after"] else { return "" }
        let isGraphic = text.utf8.allSatisfy {
            (UInt8(ascii: "!")...UInt8(ascii: "~")).contains($0)
        }
        guard (1...128).contains(text.utf8.count), isGraphic else {
            throw OperatorNotice.unreadable(field: "after")
        }
        return String(text)
    }

    private static func limit(_ request: Request) throws -> Int64 {
        guard let text = request.uri.queryParameters["limit"] else { return limitUsual }
        guard let limit = Int64(text), (1...limitMax).contains(limit) else {
            throw OperatorNotice.unreadable(field: "limit")
        }
        return limit
    }
}

extension BooksRoutes.NumberJSON {
    init(_ booked: BookedNumber) {
        number = booked.number
        attempt = booked.attempt.map { attempt in
            BooksRoutes.AttemptJSON(
                store: attempt.store, register: attempt.register, sale: attempt.sale,
                saleState: attempt.saleState, wallet: attempt.wallet,
                amountFen: attempt.amountFen, state: attempt.state, startedAt: attempt.startedAt,
                changedAt: attempt.changedAt)
        }
        claim = booked.claim.map { claim in
            BooksRoutes.ClaimJSON(
                store: claim.store, sale: claim.sale, saleState: claim.saleState,
                receipt: claim.receipt, wallet: claim.wallet, method: claim.method,
                amountFen: claim.amountFen, claimedAt: claim.claimedAt, postedAt: claim.postedAt)
        }
        refunds = booked.refunds.map { refund in
            BooksRoutes.RefundJSON(
                number: refund.number, returned: refund.returned, amountFen: refund.amountFen,
                state: refund.state, startedAt: refund.startedAt, changedAt: refund.changedAt)
        }
        cases = booked.cases.map { item in
            BooksRoutes.CaseJSON(
                store: item.store, cause: item.cause, state: item.isOpen ? "open" : "closed",
                amountFen: item.amountFen, openedAt: item.openedAt, closedHow: item.closedHow)
        }
    }
}

extension BooksRoutes.SaleJSON {
    init(_ booked: BookedSale) {
        sale = booked.sale
        store = booked.store
        register = booked.register
        state = booked.state
        businessDate = booked.businessDate
        receipt = booked.receipt
        dueFen = booked.dueFen
        postedAt = booked.postedAt
        tenders = booked.tenders.map { tender in
            BooksRoutes.TenderJSON(
                no: tender.no, method: tender.method, amountFen: tender.amountFen,
                state: tender.state, number: tender.number)
        }
        givenBack = booked.givenBack.map { part in
            BooksRoutes.GivenBackJSON(
                returned: part.returned, at: part.at, method: part.method,
                amountFen: part.amountFen, refund: part.refund)
        }
    }
}
