// What finance is refused at the statements: each with one thing to do next.

package import Retail

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

/// Why what the bank received is not recorded.
package indirect enum SettlementRefusal: Equatable, Sendable {
    case badReference
    case badAmount
    case badDays
    case badAccount
    case badDate
    case inFuture
    case dayWithoutStatement(BusinessDate)
    case referenceTaken(String)
    case alreadyReversed
    case needsReason
    case tooMany(max: Int)
    case notUTF8
    case badHeader
    /// A line of a file.
    case line(Int, SettlementRefusal)

    var text: NoticeText {
        switch self {
        case .badReference:
            NoticeText(
                "银行流水号是空的、太长或有控制字符",
                "The bank's reference is missing, too long or holds control characters",
                next: "照银行回单填写，最多 64 字", "Write it as the bank does, 64 characters at most")
        case .badAmount:
            NoticeText(
                "金额应是元，最多两位小数，不能为零",
                "The amount is in yuan with two decimals at most, and not zero",
                next: "照银行回单填写，例如 1234.50", "Write it as the bank does, such as 1234.50")
        case .badDays:
            NoticeText(
                "结算日期应是 1 到 40 个账单日，例如 2026-11-25..2026-11-27",
                "It covers 1 to 40 days of statements, such as 2026-11-25..2026-11-27",
                next: "填写这笔款对应的账单日", "Write the days that this money is for")
        case .badAccount:
            NoticeText(
                "没有选钱包和商户号，或写法不对", "Wallet and account are missing or misspelt",
                next: "钱包写 wechat、alipay、bestpay、unionpay 或中文名",
                "Wallets are wechat, alipay, bestpay, unionpay or their Chinese names")
        case .badDate:
            NoticeText(
                "到账日期不对，应如 2026-11-26", "The date is none; write it like 2026-11-26",
                next: "照银行回单填写", "Write it as the bank does")
        case .inFuture:
            NoticeText(
                "到账日期在将来", "The date lies in the future",
                next: "核对日期，到账后再记", "Check the date; record it when it has come")
        case .dayWithoutStatement(let day):
            NoticeText(
                "\(day.iso) 这个商户号还没有完整的对账单",
                "There is no complete statement of this account for \(day.iso)",
                next: "先在“对账单”取或上传，再记结算",
                "Fetch or upload it at the statements first, then record this")
        case .referenceTaken(let reference):
            NoticeText(
                "流水号 \(String(reference.prefix(40))) 已经记过，内容不同",
                "The reference \(String(reference.prefix(40))) was recorded with other words",
                next: "记错的先冲销，再重新记", "Reverse what is wrong, then record it anew")
        case .alreadyReversed:
            NoticeText(
                "这笔已经冲销过", "It has been reversed already",
                next: "需要时重新记", "Record it anew if need be")
        case .needsReason:
            NoticeText(
                "冲销必须写明原因（最多 200 字）", "A reversal needs a reason (200 characters at most)",
                next: "写明哪里记错了", "Say what was wrong")
        case .tooMany(let max):
            NoticeText(
                "一次最多 \(max) 行，文件最大 1 MB", "At most \(max) lines and 1 MB at once",
                next: "分成几个文件", "Split the file")
        case .notUTF8:
            NoticeText(
                "文件不是 UTF-8 的 CSV", "The file is no CSV in UTF-8",
                next: "在表格软件里另存为“CSV UTF-8”", "Save it as \"CSV UTF-8\"")
        case .badHeader:
            NoticeText(
                "第一行应是：到账日期,金额,钱包,商户号,银行流水号,账单日",
                "The first line must be: date,amount,wallet,account,reference,days",
                next: "照这个顺序写表头", "Write the heads in this order")
        case .line(let line, let refusal):
            NoticeText(
                "第 \(line) 行：" + refusal.text.chinese + "；一行都没有记",
                "Line \(line): " + refusal.text.english + "; nothing was recorded",
                next: refusal.text.nextChinese, refusal.text.nextEnglish)
        }
    }
}
