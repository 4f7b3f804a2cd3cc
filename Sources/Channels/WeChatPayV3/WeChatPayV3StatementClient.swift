// The statement of WeChat Pay v3: a signed answer names an address and the SHA-1 of the file,
// packed or not the hash of its text; the address is asked with a signature of its own, and what
// comes from there is unsigned. So the hash is what vouches for the file, and rows are provisional
// until it has been compared.
//
// Source: WeChat Pay v3, 申请交易账单, 下载账单.

internal import Cryptography
package import Payments
package import Retail

/// Statements of one merchant account at WeChat Pay v3.
package struct WeChatPayV3StatementClient: StatementSource {
    package let wallet = Wallet.weChatPay

    private let wire: WeChatPayV3Wire
    private let transport: HTTPTransport
    private let downloads: HTTPDownloads
    private let sources: WireSources

    package init(
        _ settings: WeChatPayV3Settings, transport: HTTPTransport, downloads: HTTPDownloads,
        sources: WireSources
    ) {
        wire = WeChatPayV3Wire(settings)
        self.transport = transport
        self.downloads = downloads
        self.sources = sources
    }

    /// Where the file is, and what it must be.
    private struct Announced {
        let address: String
        let hash: [UInt8]
    }

    private enum Asked {
        case announced(Announced)
        case verdict(StatementVerdict)
    }

    package func fetch(
        _ day: BusinessDate, into take: @Sendable (StatementBatch) async -> Void
    ) async -> StatementVerdict {
        do throws(UnusableAnswer) {
            switch try await ask(day) {
            case .verdict(let verdict): return verdict
            case .announced(let announced): return try await read(announced, day, into: take)
            }
        } catch {
            return .unreachable(error.doubt)
        }
    }

    private static let unwritten = UnusableAnswer(.malformed, "request could not be written")

    private func ask(_ day: BusinessDate) async throws(UnusableAnswer) -> Asked {
        guard let nonce = sources.nonce(),
            let request = wire.statement(of: day, at: sources.now(), nonce: nonce)
        else { throw Self.unwritten }
        let answer = try SignedWeChatPayV3Answer(
            await transport.post(request), wire.signing, at: sources.now())
        if let code = try answer.refusal() { return .verdict(try Self.meaning(of: code)) }
        guard let address = answer.text("download_url"), answer.text("hash_type") == "SHA1",
            let hash = answer.text("hash_value").flatMap(Hex.bytes), hash.count == 20
        else { throw UnusableAnswer(.malformed, "download_url, hash_value") }
        return .announced(Announced(address: address, hash: hash))
    }

    private func read(
        _ announced: Announced, _ day: BusinessDate,
        into take: @Sendable (StatementBatch) async -> Void
    ) async throws(UnusableAnswer) -> StatementVerdict {
        guard let nonce = sources.nonce(),
            let request = wire.statementFile(announced.address, at: sources.now(), nonce: nonce)
        else { throw Self.unwritten }
        guard let hash = try? RunningDigest(.sha1) else {
            throw UnusableAnswer(.malformed, "SHA-1")
        }
        let download = try await StatementDownload(downloads.open(request))
        let reading = StatementReading(WeChatPayStatementText(), of: day) { hash.update($0) }
        return await download.read(as: reading, into: take) {
            hash.finish() == announced.hash ? nil : .otherContent
        }
    }

    /// *Errors*: `UnusableAnswer`, when the wallet is to be asked again.
    static func meaning(of code: String) throws(UnusableAnswer) -> StatementVerdict {
        switch code {
        case "NO_STATEMENT_EXIST": return .absent(code: code)
        case "STATEMENT_CREATING": return .notReady(code: code)
        case "SYSTEM_ERROR", "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED":
            throw UnusableAnswer(.listedCode, WireText.code(code))
        default: return .refused(code: WireText.code(code))
        }
    }
}

extension WeChatPayV3Wire {
    /// `/v3/bill/tradebill`, all lines of a day, packed.
    package func statement(
        of day: BusinessDate, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        get(
            "/v3/bill/tradebill?bill_date=\(day.iso)&bill_type=ALL&tar_type=GZIP", at: now,
            nonce: nonce)
    }

    /// The file at an address that a signed answer named.
    ///
    /// Nil when it is no address of the gateway: a signature of ours goes nowhere else.
    package func statementFile(
        _ address: String, at now: Timestamp, nonce: String
    ) -> HTTPRequest? {
        guard address.hasPrefix(settings.base + "/"),
            address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return get(String(address.dropFirst(settings.base.count)), at: now, nonce: nonce)
    }
}
