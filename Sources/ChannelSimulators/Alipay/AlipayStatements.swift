// Alipay's call about statements: an address that is good for thirty seconds, and the archive
// there.

internal import Retail

extension AlipayPlay {
    /// *Source*: bill.downloadurl.query, bill_download_url.
    private static let addressLife = Pause.seconds(30)

    static let filePath = "/downloadBillFile.resource"

    /// `alipay.data.dataservice.bill.downloadurl.query`; `base` is where the archive is fetched.
    func statement(
        _ content: JSON, _ twist: Twist, base: String
    ) throws(AlipayRefusal) -> JSON {
        guard content["bill_type"]?.string == "trade" else {
            throw .business("isv.invalid-arguments", "账单类型无效")
        }
        guard let date = content["bill_date"]?.string.flatMap({ try? BusinessDate(iso: $0) })
        else { throw .business("isv.invalid-arguments", "账单日期无效") }
        let statement = AlipayStatement(
            day: books.statementDay(.alipay, merchant: credentials.name, date, twist),
            account: account)
        guard twist.statement != .notReady, let archive = statement.archive else {
            throw .business("isp.bill_not_exist", "账单不存在")
        }
        let name = books.announce(archive, for: AlipayPlay.addressLife)
        let query = "bizType=trade&userId=\(account)0156&fileType=csv.zip&bizDates=\(date.compact)"
        return .members([
            "code": .string("10000"), "msg": .string("Success"),
            "bill_download_url": .string("\(base)\(AlipayPlay.filePath)?\(query)&fileId=\(name)"),
        ])
    }

    /// The archive at an address.
    package func statementFile(query: String) -> Reply {
        guard let name = FormFields.decoded(query)?["fileId"],
            let file = books.shelf.file(name, at: books.now)
        else {
            return Reply(
                status: 403, contentType: "text/html; charset=utf-8",
                body: Array("<html>链接已失效</html>".utf8))
        }
        return Reply(contentType: "application/zip", body: file)
    }

    /// The merchant's account, which a real one is told when it signs up.
    private var account: String { "2088" + credentials.alipayAppID.suffix(12) }
}
