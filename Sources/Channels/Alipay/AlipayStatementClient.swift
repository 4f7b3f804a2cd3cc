// Alipay's statement: a signed answer names an address that is good for some thirty seconds, and
// the file there is a zip. Nothing signs the file; the totals inside say whether it is whole.
//
// Source: Alipay open platform, alipay.data.dataservice.bill.downloadurl.query.

package import Payments
package import Retail

/// Statements of one merchant application at Alipay.
package struct AlipayStatementClient: StatementSource {
    package let wallet = Wallet.alipay

    private let wire: AlipayWire
    private let transport: HTTPTransport
    private let downloads: HTTPDownloads
    private let sources: WireSources

    package init(
        _ settings: AlipaySettings, transport: HTTPTransport, downloads: HTTPDownloads,
        sources: WireSources
    ) {
        wire = AlipayWire(settings)
        self.transport = transport
        self.downloads = downloads
        self.sources = sources
    }

    package func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        guard let request = wire.statement(of: day, at: sources.now()) else {
            return .unreachable(Doubt(kind: .malformed, detail: "request could not be written"))
        }
        do throws(UnusableAnswer) {
            let answer = try SignedAlipayAnswer(
                try await transport.post(request).usableBody(), to: .statement, wire.signing)
            guard answer.text("code") == "10000" else { return try Self.refusal(answer) }
            guard let address = answer.text("bill_download_url"),
                let file = AlipayWire.statementFile(address)
            else { throw UnusableAnswer(.malformed, "bill_download_url") }
            let download = try await StatementDownload(downloads.open(file))
            // An address whose time has passed answers with a page, not with a file.
            guard !download.begins(with: Array("<{".utf8)) else {
                throw UnusableAnswer(.malformed, "no file")
            }
            return await download.read(
                as: StatementReading(AlipayStatementText(), of: day), into: take)
        } catch {
            return .unreachable(error.doubt)
        }
    }

    /// What a signed refusal means.
    ///
    /// *Errors*: `UnusableAnswer`, when the wallet is to be asked again.
    private static func refusal(
        _ answer: SignedAlipayAnswer
    ) throws(UnusableAnswer) -> StatementVerdict {
        let code = answer.text("sub_code") ?? answer.text("code") ?? ""
        switch code.lowercased() {
        case "isp.bill_not_exist", "bill_not_exist": return .absent(code: code)
        case "isp.unknow_error", "unknow_error", "isp.unknow-error", "aop.unknow-error":
            throw UnusableAnswer(.listedCode, WireText.code(code))
        default: break
        }
        // 20000: the service is unavailable; 40005: too many calls.
        if let status = answer.text("code"), ["20000", "40005"].contains(status) {
            throw UnusableAnswer(.listedCode, status)
        }
        return .refused(code: WireText.code(code))
    }
}

extension AlipayWire {
    /// The question where the statement of a day is.
    package func statement(of day: BusinessDate, at now: Timestamp) -> HTTPRequest? {
        post(.statement, [("bill_type", "trade"), ("bill_date", day.iso)], at: now)
    }

    /// The file at an address that a signed answer named; nil when it is no address of the web.
    ///
    /// The address is all the proof that is asked for, so it is as good as a password.
    package static func statementFile(_ address: String) -> HTTPRequest? {
        guard address.hasPrefix("http://") || address.hasPrefix("https://"),
            address.utf8.count <= 2_048, address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return HTTPRequest(.get, url: address, contentType: "text/plain", body: [])
    }
}
