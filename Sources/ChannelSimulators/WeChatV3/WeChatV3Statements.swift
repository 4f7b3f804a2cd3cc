// The two calls of WeChat Pay v3 about statements: where the file is and what its hash is, signed;
// and the file itself, to whoever signs the request for it, without a signature of its own.

internal import Cryptography
internal import Retail

extension WeChatV3Play {
    /// *Source*: 申请交易账单, download_url.
    private static let addressLife = Pause.minutes(5)

    static let filePath = "/v3/billdownload/file"

    /// `/v3/bill/tradebill`.
    func statement(_ request: WeChatV3Request, _ twist: Twist) throws(WeChatV3Refusal) -> JSON {
        if twist.statement == .notReady {
            throw WeChatV3Refusal(400, "STATEMENT_CREATING", "账单生成中")
        }
        let query = WeChatV3Play.query(request.target)
        guard let date = query["bill_date"].flatMap({ try? BusinessDate(iso: $0) }) else {
            throw .parameter("bill_date")
        }
        guard let kind = WeChatStatement.Kind(rawValue: query["bill_type"] ?? "ALL") else {
            throw .parameter("bill_type")
        }
        let packing = query["tar_type"] ?? ""
        guard ["", "GZIP"].contains(packing) else { throw .parameter("tar_type") }
        let statement = WeChatStatement(
            day: books.statementDay(.wechat, merchant: credentials.name, date, twist),
            appID: credentials.wechatAppID, merchantID: credentials.wechatMerchantID, kind: kind)
        guard let text = statement.text else {
            throw WeChatV3Refusal(400, "NO_STATEMENT_EXIST", "账单文件不存在")
        }
        guard let file = packing.isEmpty ? text : Packing.deflated(text, .gzip),
            let hash = try? RunningDigest(.sha1)
        else { throw .systemError }
        hash.update(text[...])
        let name = books.announce(file, for: WeChatV3Play.addressLife)
        return .members([
            "hash_type": .string("SHA1"), "hash_value": .string(Hex.lower(hash.finish())),
            "download_url": .string("\(request.base)\(WeChatV3Play.filePath)?token=\(name)"),
        ])
    }

    /// `/v3/billdownload/file`.
    package func statementFile(to request: WeChatV3Request, twist: Twist) -> Reply {
        of(request).file(request, twist)
    }

    private func file(_ request: WeChatV3Request, _ twist: Twist) -> Reply {
        do throws(WeChatV3Refusal) {
            try check(request)
            switch twist {
            case .systemErrorInstead, .systemErrorAfter: throw .systemError
            case .none, .wrongAmount, .notFound, .badSignature, .refundNotEnough,
                .refundClosed, .statement:
                break
            }
            let name = WeChatV3Play.query(request.target)["token"] ?? ""
            guard let file = books.shelf.file(name, at: books.now) else {
                throw .parameter("token")
            }
            return Reply(contentType: "application/octet-stream", body: file)
        } catch {
            return signed(error, twist)
        }
    }

    private static func query(_ target: String) -> [String: String] {
        let parts = target.split(separator: "?", maxSplits: 1)
        guard parts.count == 2, let text = parts.last else { return [:] }
        return FormFields.decoded(String(text)) ?? [:]
    }
}
