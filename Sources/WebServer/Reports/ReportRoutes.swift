// `/reports/…`: from a month's figure to one sale in as many clicks as there are levels.

internal import Checkout
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Ledger
internal import NIOCore
internal import Payments
internal import Persistence
internal import Retail

struct ReportRoutes {
    let counter: Counter
    let desk: StatementDesk

    func add(to router: RouterGroup<TillContext>) {
        router.get { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let month = try await month(request, session)
                let place = ReportLinks(isEnglish: words.isEnglish)
                let address =
                    switch session.staff.role {
                    case .finance: place.chain(month)
                    case .area:
                        place.place(.area(try await ownArea(session)), month)
                    case .manager, .cashier, .pharmacist: place.store(session.store, month)
                    }
                return .redirect(to: address.replacing("&amp;", with: "&"), type: .found)
            }
        }
        router.get("chain") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let month = try await month(request, session)
                let today = try await counter.today(of: session.store)
                let report = try await counter.chainReport(
                    from: month.first, to: month.last, by: session)
                return try answer(request) {
                    try PeriodPages(words).chain(report, month, today: today)
                } export: {
                    try ReportSheets(words).chain(report, month)
                }
            }
        }
        router.get("chain/:date") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let date = try date(context)
                let report = try await counter.chainReport(from: date, to: date, by: session)
                return try answer(request) {
                    try PeriodPages(words).chain(report, date)
                } export: {
                    try ReportSheets(words).chain(report, date)
                }
            }
        }
        router.get("store/:store") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let (store, month) = (try store(context), try await month(request, session))
                let report = try await counter.storeReport(
                    of: store, from: month.first, to: month.last, by: session)
                return try answer(request) {
                    try PeriodPages(words).store(
                        report, store, month, by: session.staff.role)
                } export: {
                    try ReportSheets(words).store(report, store, month)
                }
            }
        }
        addPlaces(to: router)
        addDay(to: router)
        StatementRoutes(reports: self).add(to: router)
        addMoney(to: router)
        addUnder(to: router)
    }

    /// Regions and areas, by the month and by the day.
    private func addPlaces(to router: RouterGroup<TillContext>) {
        for kind in ["region", "area"] {
            router.get(RouterPath("\(kind)/:place")) { request, context in
                try await ReportRoutes.page(request, context) { words, session in
                    let month = try await month(request, session)
                    let report = try await counter.placeReport(
                        of: try place(kind, context), from: month.first, to: month.last,
                        by: session)
                    let pages = PlacePages(words)
                    let own = try await counter.ownAreas(of: session)
                    return try answer(request) {
                        try pages.month(report, month, own, by: session.staff.role)
                    } export: {
                        try ReportSheets(words).place(
                            report, title: pages.title(report, month.iso))
                    }
                }
            }
            router.get(RouterPath("\(kind)/:place/:date")) { request, context in
                try await ReportRoutes.page(request, context) { words, session in
                    let date = try date(context)
                    let report = try await counter.placeReport(
                        of: try place(kind, context), from: date, to: date, by: session)
                    let pages = PlacePages(words)
                    return try answer(request) {
                        try pages.day(report, date, by: session.staff.role)
                    } export: {
                        try ReportSheets(words).place(
                            report, title: pages.title(report, date.iso))
                    }
                }
            }
        }
    }

    private func addDay(to router: RouterGroup<TillContext>) {
        router.get("day/:store/:date") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                try await day(request, context, words, session)
            }
        }
        router.post("day/:store/:date") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let (store, date) = (try store(context), try date(context))
                let (money, registers) = try await counted(request)
                _ = try await counter.signDay(
                    store, date, counted: money, of: registers, by: session)
                let address = ReportLinks(isEnglish: words.isEnglish).day(store, date)
                return .redirect(to: address, type: .normal)
            }
        }
    }

    /// How the chain is paid, and what its tills hold.
    private func addMoney(to router: RouterGroup<TillContext>) {
        router.get("methods") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let methods = try await counter.tenderMethods(by: session)
                return ReportRoutes.reply(MethodsPage(words).page(methods))
            }
        }
        router.get("changeover") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let asked = try changeover(request, session)
                let report = try await counter.changeoverReport(
                    of: asked.store, from: asked.first, to: asked.last, by: session)
                let pages = ChangeoverPage(words)
                return try answer(request) {
                    try pages.page(report)
                } export: {
                    try pages.export(report)
                }
            }
        }
        router.get("cash") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let month = try await month(request, session)
                let found = try await counter.cashAfterScan(
                    from: month.first, to: month.last, by: session)
                return ReportRoutes.reply(CashPage(words).page(found, month))
            }
        }
        router.get("shifts") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                try await shifts(request, words, session)
            }
        }
    }

    /// What lies under the figures.
    private func addUnder(to router: RouterGroup<TillContext>) {
        router.get("sale/:store/:sale") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let sale = try Read.sale(context.parameters.get("sale") ?? "")
                let report = try await counter.saleReport(
                    sale, of: try store(context), by: session)
                return ReportRoutes.reply(try SalePage(words).page(report))
            }
        }
        router.get("account") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let query = request.uri.queryParameters
                let month = try await month(request, session)
                guard let account = Account(name: query["name"].map(String.init) ?? "") else {
                    throw OperatorNotice.unreadable(field: "name")
                }
                let report = try await counter.accountReport(
                    account, of: try query["store"].map { try Read.store(String($0)) },
                    from: month.first, to: month.last, after: try cursor(request), by: session)
                return ReportRoutes.reply(AccountPage(words).page(report, month))
            }
        }
        for path in ["balance", "balance/:store"] {
            router.get(RouterPath(path)) { request, context in
                try await ReportRoutes.page(request, context) { words, session in
                    let store = try context.parameters.get("store").map(Read.store)
                    let report = try await counter.balanceReport(
                        of: store, until: try await until(request, session), by: session)
                    return try answer(request) {
                        try SalePage(words).balance(report)
                    } export: {
                        try ReportSheets(words).balance(report)
                    }
                }
            }
        }
    }

    /// Of the own store for whoever belongs to one; of the chain, or of one store, for those above.
    private func shifts(
        _ request: Request, _ words: ReportWords, _ session: Session
    ) async throws -> Response {
        let month = try await month(request, session)
        let asked = try request.uri.queryParameters["store"].map { try Read.store(String($0)) }
        let report = try await counter.shiftReport(
            of: asked ?? session.staff.store, from: month.first, to: month.last, by: session)
        return try answer(request) {
            try ShiftPages(words).month(report, month)
        } export: {
            try ShiftPages(words).export(report, month)
        }
    }

    private func day(
        _ request: Request, _ context: TillContext, _ words: ReportWords, _ session: Session
    ) async throws -> Response {
        var after = request.uri.queryParameters["after"].map(String.init) ?? ""
        guard after.utf8.count <= 64 else { throw OperatorNotice.unreadable(field: "after") }
        // A file has the whole day, from whichever page it is asked for.
        let isWhole = try format(request) != nil
        if isWhole { after = "" }
        let report = try await counter.dayReport(
            of: try store(context), on: try date(context), after: after,
            isWhole: isWhole, by: session)
        let isOwn = session.staff.role == .manager && session.staff.store == report.store.id
        return try answer(request) {
            try DayPage(words).page(report, maySign: isOwn)
        } export: {
            try ReportSheets(words).day(report)
        }
    }

    // MARK: What is asked

    /// Answers with a page, also where it refuses.
    static func page(
        _ request: Request, _ context: TillContext,
        _ body: (ReportWords, Session) async throws -> Response
    ) async throws -> Response {
        let words = ReportWords(isEnglish: request.uri.queryParameters["lang"] == "en")
        do {
            return try await body(words, try context.signedIn())
        } catch let notice as OperatorNotice {
            let status: HTTPResponse.Status =
                switch notice {
                case .signInNeeded: .unauthorized
                case .overrideRefused: .forbidden
                case .notFoundHere: .notFound
                default: .badRequest
                }
            return reply(ReportPage.refusing(notice, words), status: status)
        }
    }

    static func reply(
        _ page: ReportPage, status: HTTPResponse.Status = .ok
    ) -> Response {
        Reply.text(page.html, type: "text/html; charset=utf-8", status: status)
    }

    /// Answers with a page, or with the same as a file.
    func answer(
        _ request: Request, page: () throws -> ReportPage, export: () throws -> ReportExport
    ) throws -> Response {
        guard let format = try format(request) else { return ReportRoutes.reply(try page()) }
        return try export().response(format)
    }

    /// The format of the file that is asked for; nil for the page.
    func format(_ request: Request) throws -> ReportFormat? {
        guard let name = request.uri.queryParameters["format"] else { return nil }
        guard let format = ReportFormat(rawValue: String(name)) else {
            throw OperatorNotice.unreadable(field: "format")
        }
        return format
    }

    private func place(_ kind: String, _ context: TillContext) throws -> AskedPlace {
        let text = context.parameters.get("place") ?? ""
        guard let id = Int64(text), (0...999_999).contains(id), "\(id)" == text else {
            throw OperatorNotice.unreadable(field: kind)
        }
        return kind == "region" ? .region(id) : .area(id)
    }

    /// The first area that somebody looks after.
    private func ownArea(_ session: Session) async throws -> Int64 {
        guard let area = try await counter.ownAreas(of: session).first else {
            throw OperatorNotice.overrideRefused
        }
        return area.id
    }

    private func store(_ context: TillContext) throws -> StoreID {
        try Read.store(context.parameters.get("store") ?? "")
    }

    private func date(_ context: TillContext) throws -> BusinessDate {
        guard let date = try? BusinessDate(iso: context.parameters.get("date") ?? "") else {
            throw OperatorNotice.unreadable(field: "date")
        }
        return date
    }

    /// The month that is asked for, else the one that it is in the store.
    func month(_ request: Request, _ session: Session) async throws -> ReportMonth {
        guard let text = request.uri.queryParameters["month"] else {
            return try ReportMonth(await counter.today(of: session.store))
        }
        guard let month = try? ReportMonth(iso: String(text)) else {
            throw OperatorNotice.unreadable(field: "month")
        }
        return month
    }

    /// Where the page before ended.
    private func cursor(_ request: Request) throws -> AccountEntryCursor? {
        guard let text = request.uri.queryParameters["after"] else { return nil }
        let parts = text.split(separator: "|", maxSplits: 4).map(String.init)
        guard parts.count == 5, let at = Int64(parts[0]), let line = Int64(parts[3]),
            text.utf8.count <= 256, !text.contains("\0")
        else { throw OperatorNotice.unreadable(field: "after") }
        return AccountEntryCursor(
            at: Timestamp(microseconds: at), store: parts[1], fact: parts[2], subject: parts[4],
            line: line)
    }

    /// A store's manager asks for the own store without saying so.
    private func changeover(
        _ request: Request, _ session: Session
    ) throws -> (store: StoreID?, first: BusinessDate?, last: BusinessDate?) {
        let query = request.uri.queryParameters
        func date(_ field: String) throws -> BusinessDate? {
            guard let text = query[Substring(field)], !text.isEmpty else { return nil }
            guard let date = try? BusinessDate(iso: String(text)) else {
                throw OperatorNotice.unreadable(field: field)
            }
            return date
        }
        let named = try query["store"].flatMap { text in
            text.isEmpty ? nil : try Read.store(String(text))
        }
        return (named ?? session.staff.store, try date("from"), try date("to"))
    }

    private func until(_ request: Request, _ session: Session) async throws -> BusinessDate {
        guard let text = request.uri.queryParameters["until"] else {
            return try await counter.today(of: session.store)
        }
        guard let date = try? BusinessDate(iso: String(text)) else {
            throw OperatorNotice.unreadable(field: "until")
        }
        return date
    }

    /// The cash that was counted, nil when the field was left empty; and of which registers.
    private func counted(_ request: Request) async throws -> (Money?, [RegisterID]?) {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: 1_024)
        } catch is NIOTooManyBytesError {
            throw OperatorNotice.unreadable(field: "counted")
        }
        let fields = URLComponents(string: "?" + String(buffer: buffer))?.queryItems ?? []
        let registers = try fields.first { $0.name == "of" }?.value?
            .split(separator: "-").map { try Read.register(String($0)) }
        let text = fields.first { $0.name == "counted" }?.value ?? ""
        let trimmed = text.trimmingCharacters(in: .whitespaces.union(["+"]))
        guard !trimmed.isEmpty else { return (nil, registers) }
        guard let money = try? Money(yuan: trimmed), !money.isNegative, money <= .saleMax else {
            throw OperatorNotice.unreadable(field: "counted")
        }
        return (money, registers)
    }
}
