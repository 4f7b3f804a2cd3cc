// The sentences about shifts: counting a drawer and giving it to the next person.

internal import Retail
internal import Sales

extension OperatorNotice {
    var shiftText: NoticeText? {
        switch self {
        case .shiftNotOpen:
            NoticeText(
                "这个班次已经结束，或本款台没有打开的班次",
                "This shift has ended, or none is open at this register",
                next: "看清现在的班次再操作", "Look at the shift as it is now, then go on")
        case .shiftFloatFixed:
            NoticeText(
                "本班次已经收过现金或已清点，备用金不能再改",
                "Cash has moved in this shift, or it was counted; its float stands",
                next: "照实清点，差额会记为长短款", "Count what is there; the difference is booked")
        case .shiftCountedTwice:
            NoticeText(
                "已清点两次，不能再清点", "It was counted twice and cannot be counted again",
                next: "按最后一次清点交班；差额大时请店长确认",
                "Hand over by the last count; a manager confirms a large difference")
        case .shiftNotCounted:
            NoticeText(
                "还没有清点现金", "The cash has not been counted",
                next: "按面额清点后提交", "Count it by notes and coins, and hand the count in")
        case .shiftCashMoved:
            NoticeText(
                "清点之后现金有变动，这次清点不能用", "Cash has moved since the count; it counts no more",
                next: "重新清点", "Count it again")
        case .shiftLeftTooMuch(let counted):
            NoticeText(
                "留在钱箱的钱不能多于清点的 ¥\(counted.yuan)",
                "No more can stay in the drawer than the ¥\(counted.yuan) that were counted",
                next: "改小留存金额", "Enter a smaller amount")
        case .shiftNextIsSame:
            NoticeText(
                "接班人和交班人是同一个人", "The next person is the one who hands over",
                next: "请接班人输入本人工号和密码", "Let the next person enter number and PIN")
        case .shiftNeedsManager(let difference):
            NoticeText(
                "长短款 ¥\(difference.yuan) 超过限额",
                "Over or short by ¥\(difference.yuan), above the limit",
                next: "请店长输入工号、密码和原因", "Let the manager enter number, PIN and a reason")
        case .shiftPINWrong(let isNext):
            isNext
                ? NoticeText(
                    "接班人的工号或密码不对", "The next person's number or PIN is wrong",
                    next: "请接班人重新输入", "Let the next person enter them again")
                : NoticeText(
                    "交班人的密码不对", "The PIN of the one who hands over is wrong",
                    next: "请交班人重新输入", "Enter it again")
        default: nil
        }
    }

    init(_ refusal: ShiftRefusal) {
        self =
            switch refusal {
            case .notOpen: .shiftNotOpen
            case .floatFixed: .shiftFloatFixed
            case .amountOutOfRange: .amountOutOfRange
            case .countUnreadable: .unreadable(field: "pieces")
            case .countedTwice: .shiftCountedTwice
            case .notCounted: .shiftNotCounted
            case .cashMovedSinceCount: .shiftCashMoved
            case .leftTooMuch(let counted): .shiftLeftTooMuch(counted)
            case .nextIsSame: .shiftNextIsSame
            case .needsManager(let difference): .shiftNeedsManager(difference)
            }
    }
}
