// How each wallet has answered each store over the last hour and the last day: `/health/channels` as
// pictures, drawn here so that there is no script in them, and `/api/health/channels` as JSON.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Retail

struct HealthRoutes {
    let counter: Counter

    /// Of thousands of stores only the worst are drawn; the sums are over all.
    private static let drawnMax: Int64 = 60
    /// What the JSON tells when nobody says, and at most.
    private static let (toldUsual, toldMax): (Int64, Int64) = (50, 200)

    func addPage(to router: RouterGroup<TillContext>) {
        router.get("channels") { request, context in
            let words = HealthWords(isEnglish: request.uri.queryParameters["lang"] == "en")
            do {
                let overview = try await counter.channelOverview(
                    of: try HealthRoutes.store(request), limit: HealthRoutes.drawnMax,
                    by: try context.signedIn())
                return reply(HealthPage(words, overview))
            } catch let notice as OperatorNotice {
                let status: HTTPResponse.Status =
                    switch notice {
                    case .signInNeeded: .unauthorized
                    case .overrideRefused: .forbidden
                    case .notFoundHere: .notFound
                    default: .badRequest
                    }
                return reply(HealthPage(words, refusing: notice), status: status)
            }
        }
    }

    func addJSON(to router: RouterGroup<TillContext>) {
        router.get("health/channels") { request, context in
            let overview = try await counter.channelOverview(
                of: try HealthRoutes.store(request), limit: try HealthRoutes.limit(request),
                by: try context.signedIn())
            return try Reply.json(HealthJSON(overview))
        }
    }

    private func reply(_ page: HealthPage, status: HTTPResponse.Status = .ok) -> Response {
        Reply.text(page.html, type: "text/html; charset=utf-8", status: status)
    }

    /// The store that is asked about; nil for whatever the person may see.
    private static func store(_ request: Request) throws -> StoreID? {
        try request.uri.queryParameters["store"].map { try Read.store(String($0)) }
    }

    private static func limit(_ request: Request) throws -> Int64 {
        guard let text = request.uri.queryParameters["limit"] else { return toldUsual }
        guard let limit = Int64(text), (1...toldMax).contains(limit) else {
            throw OperatorNotice.unreadable(field: "limit")
        }
        return limit
    }
}
