// `/reports/statements`, `/reports/settlements` and `/reports/breaks`: what wallets state, what the bank
// has of it, and what differs from the books.

internal import Checkout
internal import Hummingbird
internal import Payments
internal import Persistence
internal import Retail

struct StatementRoutes {
    let reports: ReportRoutes
    private var counter: Counter { reports.counter }
    private var desk: StatementDesk { reports.desk }

    func add(to router: RouterGroup<TillContext>) {
        StatementDeskRoutes(counter: counter, desk: desk).add(to: router.group("statements"))
        SettlementRoutes(counter: counter).add(to: router.group("settlements"))
        router.get("statements") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let month = try await reports.month(request, session)
                let statements = try await counter.statements(
                    from: month.first, to: month.last, by: session)
                let work = try await counter.statementDesk(desk, by: session)
                return try reports.answer(request) {
                    StatementPages(words).month(
                        statements, month, above: StatementDeskPage(words).whole(work))
                } export: {
                    StatementSheets(words).month(statements, month)
                }
            }
        }
        router.get("breaks") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let statement = try statement(request)
                let breaks = try await counter.breaks(
                    of: statement, isWhole: try reports.format(request) != nil, by: session)
                return try reports.answer(request) {
                    StatementPages(words).breaks(breaks, of: statement)
                } export: {
                    StatementSheets(words).breaks(breaks, of: statement)
                }
            }
        }
    }

    private func statement(_ request: Request) throws -> StatementOf {
        let query = request.uri.queryParameters
        return try StatementDeskRoutes.statement { query[Substring($0)].map(String.init) }
    }
}
