// `/reports/statements`: a file on its way in, and what is begun by a button. A file is read while it
// comes and never held; what is wrong with it stands on the page, beside how far it has come.

internal import Checkout
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Payments
internal import Persistence
internal import Retail

struct StatementDeskRoutes {
    let counter: Counter
    let desk: StatementDesk

    private static let formMax = 2_048
    private static let accountMax = 64

    private struct RunJSON: Encodable {
        let run: String
    }

    func add(to router: RouterGroup<TillContext>) {
        router.get("live") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let report = try await counter.statementDesk(desk, by: session)
                return Reply.text(
                    StatementDeskPage(words).live(report), type: "text/html; charset=utf-8")
            }
        }
        router.get("file") { request, context in
            try await ReportRoutes.page(request, context) { _, session in
                try await file(request, session)
            }
        }
        router.post { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                try await begin(request, session)
                let address = ReportLinks(isEnglish: words.isEnglish).link("/reports/statements")
                return .redirect(to: address + "#live", type: .normal)
            }
        }
        router.post("upload") { request, context in
            let session = try context.signedIn()
            return try await upload(request, session)
        }
    }

    private func begin(_ request: Request, _ session: Session) async throws {
        let fields = try await FormFields.read(request, bytesMax: StatementDeskRoutes.formMax)
        let statement = try StatementDeskRoutes.statement { fields[$0] }
        switch fields["act"] {
        case "fetch": try await counter.fetchStatement(statement, at: desk, by: session)
        case "again": try await counter.reconcileAgain(statement, by: session)
        default: throw OperatorNotice.unreadable(field: "act")
        }
    }

    /// Hands on what comes; the answer says which run it became, not what came of it.
    private func upload(_ request: Request, _ session: Session) async throws -> Response {
        let query = request.uri.queryParameters
        let statement = try StatementDeskRoutes.statement { query[Substring($0)].map(String.init) }
        let offers = try query.getAll("file").map { text in
            // The name may hold a colon, the size does not.
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count > 1, let size = parts.last.flatMap({ Int($0) }) else {
                throw OperatorNotice.unreadable(field: "file")
            }
            return StatementFileOffer(
                name: parts.dropLast().joined(separator: ":"), size: size)
        }
        let (run, pipe) = try await counter.uploadStatement(
            statement, offers, at: desk, by: session)
        var (room, isTaken) = (offers.reduce(0) { $0 + $1.size }, true)
        do {
            for try await buffer in request.body {
                room -= buffer.readableBytes
                // More than was offered is not waited for.
                guard room >= 0 else { break }
                // What nobody reads any more is let go: a browser hears no answer before it is sent.
                if isTaken { isTaken = await pipe.give([UInt8](buffer.readableBytesView)) }
            }
        } catch {
            await pipe.end()
            throw error
        }
        await pipe.end()
        return try Reply.json(RunJSON(run: run.id), status: .accepted)
    }

    /// A file of the statement that is believed, as it was received.
    private func file(_ request: Request, _ session: Session) async throws -> Response {
        let query = request.uri.queryParameters
        let statement = try StatementDeskRoutes.statement { query[Substring($0)].map(String.init) }
        let (number, files) = try await counter.statementFiles(of: statement, by: session)
        let place = Int(query["file"].map(String.init) ?? "0") ?? -1
        guard files.indices.contains(place) else {
            throw OperatorNotice.notFoundHere(what: statement.day.iso)
        }
        let name = HTML.query(files[place].name).replacing("%2E", with: ".")
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream", .cacheControl: "no-store",
                .contentDisposition:
                    "attachment; filename=\"statement\"; filename*=UTF-8''\(name)",
            ],
            body: ResponseBody { writer in
                for seq in files[place].pieces {
                    guard let piece = try await counter.statementPiece(seq, of: number) else {
                        throw StoredError.unreadable("statement_file")
                    }
                    try await writer.write(ByteBuffer(bytes: piece))
                }
                try await writer.finish(nil)
            })
    }

    static func statement(_ field: (String) -> String?) throws -> StatementOf {
        guard let wallet = field("wallet").flatMap({ Wallet(rawValue: $0) }) else {
            throw OperatorNotice.unreadable(field: "wallet")
        }
        let account = field("account") ?? ""
        guard account.utf8.count <= accountMax, !account.contains("\0") else {
            throw OperatorNotice.unreadable(field: "account")
        }
        guard let day = try? BusinessDate(iso: field("day") ?? "") else {
            throw OperatorNotice.unreadable(field: "day")
        }
        return StatementOf(wallet: wallet, account: account, day: day)
    }
}
