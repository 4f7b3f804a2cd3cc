// What finance is refused at the statements: each with one thing to do next.

/// Why a statement is not fetched, read or compared.
package enum StatementRefusal: Equatable, Sendable {
    case busy
    case accountUnknown(String)
    case dayNotOver
    case notFetchable
    case nothingThere
    case noFile
    case tooLarge(megabytes: Int)

    var text: NoticeText {
        switch self {
        case .busy:
            NoticeText(
                "这个商户号这一天正在读取或核对", "This account's day is being read or compared already",
                next: "等它结束，进度在本页", "Wait until it ends; this page shows how far it is")
        case .accountUnknown(let account):
            NoticeText(
                "没有设置商户号 \(account)", "No merchant account \(account) is set up",
                next: "从列表里选商户号；缺的请信息部补设置",
                "Choose one of the list; what is missing IT sets up")
        case .dayNotOver:
            NoticeText(
                "这一天还没有过完，对账单次日才有",
                "That day is not over; its statement is made the day after",
                next: "选昨天或更早的日期", "Choose yesterday or an earlier day")
        case .notFetchable:
            NoticeText(
                "这个商户号的对账单不能自动取", "Statements of this account cannot be fetched",
                next: "在钱包的商户平台下载后上传", "Download it on the wallet's platform and upload it")
        case .nothingThere:
            NoticeText(
                "这一天还没有完整的对账单", "There is no complete statement of that day",
                next: "先取账单或上传", "Fetch or upload it first")
        case .noFile:
            NoticeText(
                "没有文件，或文件过多、是空的、文件名过长",
                "No file, too many, an empty one, or a name that is too long",
                next: "选一个文件；云闪付选当日和次日两个",
                "Choose one file; of UnionPay the day's and the next day's")
        case .tooLarge(let megabytes):
            NoticeText(
                "文件超过 \(megabytes) MB", "The file has more than \(megabytes) MB",
                next: "用平台给的压缩文件", "Use the platform's packed file")
        }
    }
}
