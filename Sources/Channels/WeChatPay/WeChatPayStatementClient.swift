// The statement of WeChat Pay v2: one signed request, whose answer is the file itself, or XML that
// says why not. That XML is unsigned and the file is, too: what vouches for both is the
// connection.
//
// Source: WeChat Pay v2, 下载对账单.

package import Payments
package import Retail

/// Statements of one merchant account at WeChat Pay v2.
package struct WeChatPayStatementClient: StatementSource {
    package let wallet = Wallet.weChatPay

    private let wire: WeChatPayWire
    private let downloads: HTTPDownloads
    private let sources: WireSources

    package init(
        _ settings: WeChatPaySettings, downloads: HTTPDownloads, sources: WireSources
    ) {
        wire = WeChatPayWire(settings)
        self.downloads = downloads
        self.sources = sources
    }

    package func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        guard let nonce = sources.nonce() else {
            return .unreachable(Doubt(kind: .malformed, detail: "request could not be written"))
        }
        do throws(UnusableAnswer) {
            let download = try await StatementDownload(
                downloads.open(wire.statement(of: day, nonce: nonce)))
            if download.begins(with: [UInt8(ascii: "<")]) {
                return WeChatPayStatementClient.refusal(try await download.refusal())
            }
            return await download.read(
                as: StatementReading(WeChatPayStatementText(), of: day), into: take)
        } catch {
            return .unreachable(error.doubt)
        }
    }

    /// What the XML means; a text that no table lists is a refusal in its words.
    static func refusal(_ body: [UInt8]) -> StatementVerdict {
        guard let answer = try? FlatXML(reading: body), answer.text("return_code") == "FAIL"
        else { return .unreachable(Doubt(kind: .malformed, detail: "XML")) }
        let message = answer.text("return_msg") ?? ""
        let code = WireText.code(answer.text("error_code") ?? answer.text("err_code") ?? "")
        switch message.lowercased() {
        // The source writes "NO Bill Exist", the gateway "No Bill Exist".
        case "no bill exist": return .absent(code: "No Bill Exist")
        case "bill creating": return .notReady(code: "Bill Creating")
        case "systemerror", "system error", "compressgzip error", "uncompressgzip error":
            return .unreachable(Doubt(kind: .listedCode, detail: code))
        default: return .refused(code: code)
        }
    }
}

extension WeChatPayWire {
    /// `/pay/downloadbill`, all lines of a day, packed.
    package func statement(of day: BusinessDate, nonce: String) -> HTTPRequest {
        post(
            "/pay/downloadbill",
            [
                FlatXML.Field("bill_date", day.compact), FlatXML.Field("bill_type", "ALL"),
                FlatXML.Field("tar_type", "GZIP"),
            ], nonce: nonce)
    }
}
