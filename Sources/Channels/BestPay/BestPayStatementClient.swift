// BestPay's statement: a text file for each day. BestPay lays it on an SFTP server; whoever keeps the
// machines brings it over, and this reads it from a folder (`file:///`) or from a web address. Nothing
// signs it.

package import Payments
package import Retail

/// Statements of one merchant at BestPay.
package struct BestPayStatementClient: StatementSource {
    package let wallet = Wallet.bestPay

    private let wire: BestPayWire
    private let downloads: HTTPDownloads

    package init(_ settings: BestPaySettings, downloads: HTTPDownloads) {
        wire = BestPayWire(settings)
        self.downloads = downloads
    }

    private static let noFile = "404"

    package func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        guard let request = wire.statement(of: day) else {
            return .unreachable(Doubt(kind: .malformed, detail: "no address is set"))
        }
        do throws(UnusableAnswer) {
            let download = try await StatementDownload(downloads.open(request))
            // A page in the file's place.
            guard !download.begins(with: Array("<{".utf8)) else {
                throw UnusableAnswer(.malformed, "no file")
            }
            return await download.read(
                as: StatementReading(
                    BestPayStatementText(merchant: wire.settings.merchantID, of: day)), into: take)
        } catch {
            let doubt = error.doubt
            guard doubt.kind == .httpStatus, doubt.detail == BestPayStatementClient.noFile else {
                return .unreachable(doubt)
            }
            return .absent(code: doubt.detail)
        }
    }
}
