// `/import`: finance brings in a file of old sales. What is larger than a page takes goes by the
// command.

internal import Checkout
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Persistence
internal import Retail

struct ImportRoutes {
    let counter: Counter
    /// Text in GBK as UTF-8; nil for bytes that are no text.
    let fromGBK: @Sendable ([UInt8]) -> String?

    /// All other writes of the server wait for an import: a larger one is the command's.
    ///
    /// *Unit*: bytes of a file.
    private static let fileMax = 2 * 1_024 * 1_024

    func add(to router: RouterGroup<TillContext>) {
        router.get { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                try ImportRoutes.mustBeFinance(session)
                return ReportRoutes.reply(ImportPage(words).page())
            }
        }
        router.post { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                try ImportRoutes.mustBeFinance(session)
                let form = try await form(request)
                let bytes = form.file
                let file = ImportFile {
                    var isRead = false
                    return {
                        defer { isRead = true }
                        return isRead ? nil : bytes
                    }
                } fromGBK: { [fromGBK] in
                    fromGBK($0)
                }
                let database = counter.driver.database
                let now = counter.driver.surroundings.now()
                do {
                    let result = try await SalesImport(database, at: now).run(
                        file, by: session.staff.id, isRehearsal: form.isRehearsal)
                    return ReportRoutes.reply(
                        ImportPage(words).page(result, isRehearsal: form.isRehearsal))
                } catch let refusal as ImportRefusal {
                    return ReportRoutes.reply(
                        ImportPage(words).page(refusing: refusal), status: .unprocessableContent)
                }
            }
        }
    }

    private static func mustBeFinance(_ session: Session) throws {
        guard session.staff.role == .finance else { throw OperatorNotice.overrideRefused }
    }

    private func form(_ request: Request) async throws -> UploadedFile {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: ImportRoutes.fileMax + 4_096)
        } catch is NIOTooManyBytesError {
            throw OperatorNotice.unreadable(field: "file > 2 MB")
        }
        let type = request.headers[.contentType] ?? ""
        guard let form = UploadedFile(Array(buffer.readableBytesView), type: type) else {
            throw OperatorNotice.unreadable(field: "file")
        }
        return form
    }
}
