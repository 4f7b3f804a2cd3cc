// `/reports/settlements`: what wallets owe and what the bank has, recorded by a form or a file.

internal import Checkout
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Payments
internal import Persistence
internal import Retail

struct SettlementRoutes {
    let counter: Counter

    /// *Unit*: bytes.
    private static let formMax = 8_192
    private static let fileMax = 1 << 20

    func add(to router: RouterGroup<TillContext>) {
        let reports = ReportRoutes(counter: counter, desk: .none)
        router.get { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let month = try await reports.month(request, session)
                let report = try await counter.settlements(
                    from: month.first, to: month.last, by: session)
                return try reports.answer(request) {
                    SettlementPages(words).month(report, month)
                } export: {
                    SettlementSheets(words).month(report, month)
                }
            }
        }
        router.post { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let fields = try await FormFields.read(
                    request, bytesMax: SettlementRoutes.formMax)
                do {
                    let entry = try SettlementRoutes.entry(fields)
                    try await counter.recordSettlements([(nil, entry)], by: session)
                    let month = try ReportMonth(entry.days.min() ?? entry.receivedOn)
                    return SettlementRoutes.redirect(
                        ReportLinks(isEnglish: words.isEnglish).settlements(month))
                } catch let notice as OperatorNotice where notice.isAboutASettlement {
                    return try await refused(notice, fields, reports, request, words, session)
                }
            }
        }
        router.post("import") { request, context in
            let session = try context.signedIn()
            let buffer: ByteBuffer
            do {
                buffer = try await request.body.collect(upTo: SettlementRoutes.fileMax)
            } catch is NIOTooManyBytesError {
                throw OperatorNotice.settlementRefused(.tooMany(max: Counter.settlementsMax))
            }
            let entries = try SettlementFile.read([UInt8](buffer.readableBytesView))
            let new = try await counter.recordSettlements(entries, by: session)
            return try Reply.json(ImportedJSON(read: entries.count, new: new))
        }
        addDay(to: router)
    }

    private struct ImportedJSON: Encodable {
        let read: Int
        let new: Int
    }

    private func addDay(to router: RouterGroup<TillContext>) {
        router.get("day") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let report = try await counter.settlementDay(
                    of: try SettlementRoutes.statement(request), by: session)
                return ReportRoutes.reply(SettlementPages(words).day(report))
            }
        }
        router.post("day") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let statement = try SettlementRoutes.statement(request)
                let fields = try await FormFields.read(
                    request, bytesMax: SettlementRoutes.formMax)
                let reason = fields["reason"] ?? ""
                do {
                    try await counter.reverseSettlement(
                        fields["reference"] ?? "", reason: reason, by: session)
                } catch let notice as OperatorNotice where notice.isAboutASettlement {
                    let report = try await counter.settlementDay(of: statement, by: session)
                    return ReportRoutes.reply(
                        SettlementPages(words).day(report, refusal: notice, typed: reason),
                        status: .conflict)
                }
                return SettlementRoutes.redirect(
                    ReportLinks(isEnglish: words.isEnglish).settlement(statement))
            }
        }
        router.get("lines") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let after = request.uri.queryParameters["after"].map(String.init) ?? ""
                guard after.utf8.count <= 64, !after.contains("\0") else {
                    throw OperatorNotice.unreadable(field: "after")
                }
                let report = try await counter.statementLines(
                    of: try SettlementRoutes.statement(request), after: after, by: session)
                return ReportRoutes.reply(SettlementPages(words).lines(report))
            }
        }
    }

    private static func redirect(_ address: String) -> Response {
        .redirect(to: address.replacing("&amp;", with: "&"), type: .normal)
    }

    private func refused(
        _ notice: OperatorNotice, _ fields: [String: String], _ reports: ReportRoutes,
        _ request: Request, _ words: ReportWords, _ session: Session
    ) async throws -> Response {
        let month = try await reports.month(request, session)
        let report = try await counter.settlements(
            from: month.first, to: month.last, by: session)
        return ReportRoutes.reply(
            SettlementPages(words).month(report, month, refusal: notice, typed: fields),
            status: .conflict)
    }

    private static func entry(_ fields: [String: String]) throws -> SettlementEntry {
        let account = (fields["account"] ?? "").split(separator: "/", maxSplits: 1)
        return try SettlementFile.entry([
            fields["received"] ?? "", fields["amount"] ?? "",
            account.first.map(String.init) ?? "", account.dropFirst().first.map(String.init) ?? "",
            fields["reference"] ?? "", fields["days"] ?? "",
        ])
    }

    private static func statement(_ request: Request) throws -> StatementOf {
        let query = request.uri.queryParameters
        return try StatementDeskRoutes.statement { query[Substring($0)].map(String.init) }
    }
}

extension OperatorNotice {
    /// Whether the page can be shown again with it, and with what was typed.
    fileprivate var isAboutASettlement: Bool {
        if case .settlementRefused = self { return true }
        return false
    }
}
