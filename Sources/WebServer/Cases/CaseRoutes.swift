// `/cases`: the workbench of finance; a store's manager sees the store's.

internal import Checkout
internal import Hummingbird
internal import Persistence
internal import Retail

struct CaseRoutes {
    let counter: Counter

    /// *Unit*: bytes of a form.
    private static let formMax = 8_192
    private static let idMax = 200

    func add(to router: RouterGroup<TillContext>) {
        router.get { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let query = request.uri.queryParameters
                let isMine = query["mine"] == "1"
                var filter = CaseFilter()
                filter.isOpen = query["state"] != "closed"
                filter.store = try query["store"].map { try Read.store(String($0)) }
                filter.cause = query["cause"].map { String($0.prefix(60)) }
                if isMine { filter.assignedTo = session.staff.id }
                let list = try await counter.cases(
                    filter, after: try after(request), by: session)
                return ReportRoutes.reply(CasePages(words).list(list, filter, isMine: isMine))
            }
        }
        router.get("one") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let (store, id) = try one(request)
                let report = try await counter.caseReport(id, of: store, by: session)
                return ReportRoutes.reply(CasePages(words).page(report))
            }
        }
        router.post("one") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let (store, id) = try one(request)
                let fields = try await FormFields.read(request, bytesMax: CaseRoutes.formMax)
                do {
                    try await work(fields, on: id, of: store, by: session)
                } catch let notice as OperatorNotice where notice.isAboutTheCase {
                    let report = try await counter.caseReport(id, of: store, by: session)
                    let page = CasePages(words).page(
                        report, refusal: notice, typed: fields["words"] ?? "")
                    return ReportRoutes.reply(page, status: .conflict)
                }
                let address = ReportLinks(isEnglish: words.isEnglish).oneCase(store, id)
                return .redirect(to: address.replacing("&amp;", with: "&"), type: .normal)
            }
        }
    }

    private func work(
        _ fields: [String: String], on id: String, of store: StoreID, by session: Session
    ) async throws {
        let words = fields["words"] ?? ""
        switch fields["act"] {
        case "take", "release":
            try await counter.takeCase(
                id, of: store, isTaken: fields["act"] == "take", by: session)
        case "note": try await counter.noteCase(id, of: store, words: words, by: session)
        case "close":
            guard let exit = fields["exit"].flatMap(CaseExit.init(rawValue:)) else {
                throw OperatorNotice.unreadable(field: "exit")
            }
            try await counter.closeCase(id, of: store, exit, reason: words, by: session)
        case "confirm", "withdraw":
            try await counter.confirmCase(
                id, of: store, seen: fields["seen"] ?? "", stands: fields["act"] == "confirm",
                by: session)
        default: throw OperatorNotice.unreadable(field: "act")
        }
    }

    // MARK: What is asked

    private func one(_ request: Request) throws -> (StoreID, String) {
        let query = request.uri.queryParameters
        let id = query["id"].map(String.init) ?? ""
        guard !id.isEmpty, id.utf8.count <= CaseRoutes.idMax, !id.contains("\0") else {
            throw OperatorNotice.unreadable(field: "id")
        }
        return (try Read.store(query["store"].map(String.init) ?? ""), id)
    }

    /// Where the page before ended: `due/store/id`.
    private func after(
        _ request: Request
    ) throws -> (due: Timestamp, store: String, id: String)? {
        guard let text = request.uri.queryParameters["after"] else { return nil }
        let parts = text.split(separator: "/", maxSplits: 2).map(String.init)
        guard parts.count == 3, let due = Int64(parts[0]), text.utf8.count <= CaseRoutes.idMax,
            !text.contains("\0")
        else { throw OperatorNotice.unreadable(field: "after") }
        return (Timestamp(microseconds: due), parts[1], parts[2])
    }
}

extension OperatorNotice {
    /// Whether the case can be shown again with it.
    fileprivate var isAboutTheCase: Bool {
        switch self {
        case .caseChangedElsewhere, .caseNeedsReason, .caseNeedsAnother, .caseHoldsMoney,
            .caseStillMoving:
            true
        default: false
        }
    }
}
