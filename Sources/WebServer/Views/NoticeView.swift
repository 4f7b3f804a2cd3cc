internal import Checkout

/// A sentence for a person, as the page reads it.
struct NoticeView: Encodable {
    let code: String
    let zh: String
    let en: String
    let moneyMoved: String
    let nextZh: String
    let nextEn: String

    init(_ notice: OperatorNotice) {
        let text = notice.text
        code = notice.code
        zh = text.chinese
        en = text.english
        moneyMoved = notice.moneyMoved.rawValue
        nextZh = text.nextChinese
        nextEn = text.nextEnglish
    }
}

/// The body of every refusal.
struct ErrorView: Encodable {
    let error: NoticeView

    init(_ notice: OperatorNotice) {
        error = NoticeView(notice)
    }
}
