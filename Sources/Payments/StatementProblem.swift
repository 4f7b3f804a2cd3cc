// What is wrong with a statement, by the number of its line. A line holds names and accounts of
// customers, so its text is never repeated; whoever has the file finds it by the number.

/// Something in a statement that cannot be read, or does not agree.
package struct StatementProblem: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// A value of this column cannot be read.
        case value(column: String)
        /// The line has another number of values than the header.
        case width(found: Int, expected: Int)
        /// A kind of business that no table lists.
        case unlistedKind(column: String)
        case lineTooLong
        /// Neither a header, nor a row, nor a total where it stands.
        case unexpectedLine
        case noHeader
        case missingColumn(String)
        case columnTwice(String)
        /// The end of the list, or the totals, are not there: the file is cut off.
        case noTotals
        case totalsUnreadable
        case totalsDiffer(StatementDifference)
        case sumTooLarge
        /// A line of another day than was asked for.
        case otherDay
        /// A dispute (差错: a chargeback, an adjustment), which no row can hold.
        case dispute
        /// The archive lacks this file.
        case missingFile(String)
        /// The archive holds more of these than one.
        case severalFiles
        /// The archive cannot be read to its end, in the words of whoever read it.
        case unreadable(chinese: String, english: String)
        /// What came is not what the wallet said it would send.
        case otherContent
        /// The download broke off.
        case brokenOff(Doubt)
        /// A line of another merchant account than was asked for.
        case otherAccount(String)
        /// As it comes, and not unpacked.
        ///
        /// *Unit*: bytes.
        case fileTooLarge(max: Int)
        /// So much is wrong that the rest was not looked at.
        case tooMany
        /// What a person sends broke off on its way here.
        case uploadBrokenOff
    }

    /// The line in its file, counted from 1; nil where it is about the whole.
    package let line: Int?
    package let kind: Kind

    package init(_ kind: Kind, line: Int? = nil) {
        self.kind = kind
        self.line = line
    }

    package var chinese: String { (line.map { "第 \($0) 行：" } ?? "") + words.chinese }
    package var english: String { (line.map { "Line \($0): " } ?? "") + words.english }

    private var words: (chinese: String, english: String) {
        switch kind {
        case .value(let column):
            ("“\(column)”无法读取，该行未计入", "\"\(column)\" cannot be read; the line is left out")
        case .width(let found, let expected):
            (
                "有 \(found) 个值，表头有 \(expected) 个，该行未计入",
                "\(found) values where the header has \(expected); the line is left out"
            )
        case .unlistedKind(let column):
            (
                "“\(column)”是未知的类型，该行未计入",
                "\"\(column)\" is of an unlisted kind; the line is left out"
            )
        case .lineTooLong: ("该行过长，未计入", "the line is too long and left out")
        case .unexpectedLine: ("此处不应有内容，该行未计入", "nothing is expected here; the line is left out")
        case .noHeader:
            (
                "没有表头，请确认这是该渠道的对账单",
                "there is no header; make sure that this is a statement of this channel"
            )
        case .missingColumn(let name):
            (
                "缺少列“\(name)”，无法对账，请核对账单格式",
                "the column \"\(name)\" is missing and needed; compare the statement's format"
            )
        case .columnTwice(let name):
            ("列“\(name)”出现两次", "the column \"\(name)\" is there twice")
        case .noTotals:
            ("没有汇总，文件不完整，请重新下载", "there are no totals: the file is cut off; download it again")
        case .totalsUnreadable: ("汇总无法读取，请重新下载", "the totals cannot be read; download it again")
        case .totalsDiffer(let difference):
            (
                "汇总的\(difference.column.chineseName)是 \(difference.statedText)，"
                    + "明细合计 \(difference.countedText)",
                "the totals say \(difference.statedText) for the \(difference.column.englishName), "
                    + "the lines add up to \(difference.countedText)"
            )
        case .sumTooLarge: ("金额合计过大", "the amounts add up to more than can be")
        case .otherDay: ("不是所查日期的交易", "is of another day than was asked for")
        case .dispute:
            (
                "差错交易（退单、调账），不在明细中，请财务人工核对",
                "a dispute (a chargeback, an adjustment) that stands in no list of trades; finance "
                    + "must look at it"
            )
        case .missingFile(let name): ("压缩包缺少\(name)", "the archive lacks \(name)")
        case .severalFiles: ("压缩包内有多个明细文件", "the archive holds several lists")
        case .unreadable(let chinese, let english): (chinese, english)
        case .otherContent:
            (
                "内容与渠道给出的校验值不符，请重新下载",
                "the content is not what the channel's hash says; download it again"
            )
        case .otherAccount(let account):
            (
                "是商户号 \(account) 的对账单，请核对所选的商户号",
                "is of the account \(account); check which account was chosen"
            )
        case .fileTooLarge(let max):
            (
                "文件超过 \(max >> 20) MB，已停止读取；请用平台给的压缩文件",
                "the file has more than \(max >> 20) MB and was not read on; use the platform's "
                    + "packed file"
            )
        case .tooMany:
            (
                "问题太多，其余没有再看；请确认文件是所选钱包的对账单",
                "too much is wrong, and the rest was not looked at; make sure that the file is a "
                    + "statement of the wallet that was chosen"
            )
        case .uploadBrokenOff:
            ("上传中断，请重新上传", "the upload broke off; upload the file again")
        case .brokenOff(let doubt):
            (
                "下载中断（\(doubt.kind.rawValue)），请重新下载",
                "the download broke off (\(doubt.kind.rawValue)); download it again"
            )
        }
    }
}
