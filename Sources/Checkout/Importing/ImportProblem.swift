// What is wrong with a file of old sales, said so that whoever has it can mend it: the line, the
// field, and what to do next, in both languages.

package import Retail

/// One thing that is wrong with a file.
package struct ImportProblem: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case noHeader
        case notText
        case lineTooLong
        case fieldCount(Int)
        case openQuote
        case unreadable
        case unknown
        case unfit
        /// A row of one sale says otherwise than its first row.
        case differs
        /// The method was not offered on the date.
        case notOffered(BusinessDate)
        /// 41 and 42 have a payment behind them that a file cannot bring.
        case needsPayment
        /// On or after the day from which tills take 41.
        case tooLate(BusinessDate)
        case moreThanPrice
        case noGoods
        case tooManyLines
        case unbalanced(goods: Money, tenders: Money)
        /// The number is there already, and says something else.
        case otherContent
        case empty
    }

    package let line: Int64
    /// As the header names it, in both languages; nil for the whole line.
    package let field: ImportField?
    package let kind: Kind

    package init(line: Int64, field: ImportField? = nil, _ kind: Kind) {
        self.line = line
        self.field = field
        self.kind = kind
    }

    private var place: (String, String) {
        guard let field else { return ("第 \(line) 行", "Line \(line)") }
        return ("第 \(line) 行「\(field.chinese)」", "Line \(line), \(field.rawValue)")
    }

    package var chinese: String {
        let (what, next) = words.chinese
        return "\(place.0)：\(what)。\(next)。"
    }

    package var english: String {
        let (what, next) = words.english
        return "\(place.1): \(what). \(next)."
    }

    private typealias Words = (chinese: (String, String), english: (String, String))

    private var words: Words {
        switch kind {
        case .noHeader:
            (
                ("不是表头", "第一行要写：\(ImportField.header(isEnglish: false))"),
                ("it is no header", "The first line reads \(ImportField.header(isEnglish: true))")
            )
        case .notText:
            (("不是文字", "另存为 UTF-8 或 GBK 的 CSV"), ("it is no text", "Save it as CSV in UTF-8 or GBK"))
        case .lineTooLong:
            (
                ("太长（最多 \(ImportLines.lineMax) 字节）", "检查引号和换行"),
                (
                    "it is too long (\(ImportLines.lineMax) bytes at most)",
                    "Look at its quotation marks"
                )
            )
        case .fieldCount(let count):
            (
                ("有 \(count) 列，应有 \(ImportField.allCases.count) 列", "补齐列或去掉多余的逗号"),
                (
                    "it has \(count) columns, not \(ImportField.allCases.count)",
                    "Add what is missing, or take commas away"
                )
            )
        case .openQuote:
            (
                ("引号没有成对", "补上引号；内容不能换行"),
                ("a quotation mark is open", "Close it; text has no line breaks")
            )
        case .unreadable:
            (("看不懂", "按说明里的写法改正"), ("it cannot be read", "Write it as the reference says"))
        case .unknown:
            (("系统里没有", "先在系统里建立，或改正"), ("it is not known here", "Add it first, or mend it"))
        case .unfit:
            (("不合要求", "按说明里的范围改正"), ("it is out of range", "Keep to the range in the reference"))
        default: moneyWords
        }
    }

    private var moneyWords: Words {
        switch kind {
        case .differs:
            (
                ("和这张单前面的行不一致", "同一张单的各行要写一样"),
                ("it differs from the sale's first row", "Write it alike in all rows of a sale")
            )
        case .notOffered(let date):
            (
                ("\(date.iso) 没有这种收款方式", "核对方式编号和营业日"),
                ("this method was not offered on \(date.iso)", "Check the method and the date")
            )
        case .needsPayment:
            (
                ("41 和 42 不能导入", "聚合支付在收银台下账"),
                ("41 and 42 cannot be imported", "They are posted at a till")
            )
        case .tooLate(let date):
            (
                ("\(date.iso) 起的销售不能导入", "只导入这一天以前的销售"),
                ("sales from \(date.iso) on cannot be imported", "Import those of before")
            )
        case .moreThanPrice:
            (
                ("大于单价乘数量", "核对单价、数量和金额"),
                ("it is more than price times quantity", "Check price, quantity and amount")
            )
        case .noGoods: (("这张单没有商品行", "补上商品行"), ("the sale has no goods", "Add its goods"))
        case .tooManyLines:
            (("这张单超过 200 行", "拆成几张单"), ("the sale has more than 200 rows", "Split it"))
        case .unbalanced(let goods, let tenders):
            (
                ("商品合计 \(goods.yuan)，收款合计 \(tenders.yuan)", "两者要相等"),
                ("the goods are \(goods.yuan), the tenders \(tenders.yuan)", "Make them equal")
            )
        case .otherContent:
            (
                ("这个单号已导入过，内容不同", "核对单号；已入账的销售不能改"),
                (
                    "this number is there already with other content",
                    "Check it; what is booked cannot be changed"
                )
            )
        case .empty: (("文件里没有销售", "检查文件"), ("there is no sale in the file", "Check the file"))
        default: (("有误", "检查"), ("it is wrong", "Check it"))
        }
    }
}

/// A column of the file.
package enum ImportField: String, CaseIterable, Sendable {
    case store, number, date, time, register, cashier, kind, code, name, quantity, price, amount

    package var chinese: String {
        switch self {
        case .store: "门店"
        case .number: "单号"
        case .date: "营业日"
        case .time: "时间"
        case .register: "款台"
        case .cashier: "收银员"
        case .kind: "类别"
        case .code: "编码"
        case .name: "名称"
        case .quantity: "数量"
        case .price: "单价"
        case .amount: "金额"
        }
    }

    /// The first line of a file.
    package static func header(isEnglish: Bool) -> String {
        allCases.map { isEnglish ? $0.rawValue : $0.chinese }.joined(separator: ",")
    }
}

/// A file that was refused, and nothing of it is kept.
package struct ImportRefusal: Error, Equatable, Sendable {
    /// The first of what is wrong; more is not looked for than a person reads.
    package static let problemsMax = 50

    package let problems: [ImportProblem]
}
