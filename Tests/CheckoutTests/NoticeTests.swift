// What people read: every notice has both languages, a code of its own and a next step, and the
// catalogue in the documents is printed from them.

import Checkout
import Foundation
import Payments
import Retail
import TestSupport
import Testing

@Suite struct NoticeTests {
    @Test("Each kind of notice has samples of its own kind", arguments: NoticeKind.allCases)
    func complete(_ kind: NoticeKind) {
        #expect(!kind.samples.isEmpty)
        for notice in kind.samples { #expect(notice.kind == kind) }
    }

    @Test(
        "Each notice says it in Chinese and English, with one next step",
        arguments: NoticeKind.allCases)
    func words(_ kind: NoticeKind) {
        for notice in kind.samples {
            let text = notice.text
            for chinese in [text.chinese, text.nextChinese] {
                #expect(chinese.contains { isChinese($0) }, "\(notice.code) \(chinese)")
            }
            for english in [text.english, text.nextEnglish] {
                #expect(english.contains { $0.isASCII && $0.isLetter }, "\(notice.code)")
            }
            // Goods have Chinese names; everything else in the English sentence is English.
            if kind != .noSellableLot { #expect(!text.english.contains { isChinese($0) }) }
            #expect(!text.english.contains("no words yet"), "\(notice.code) falls through")
        }
    }

    @Test("Codes are unique and keep their form")
    func codes() {
        let codes = NoticeKind.allCases.map { $0.samples.map(\.code) }
        #expect(codes.allSatisfy { Set($0).count == 1 })
        let each = codes.compactMap(\.first)
        #expect(Set(each).count == each.count)
        for code in each {
            let parts = code.split(separator: "-")
            #expect(parts.count == 2)
            #expect(parts.first.map { ["T", "S", "P", "F", "C", "B"].contains($0) } == true)
            #expect(parts.last.map { $0.count == 3 && $0.allSatisfy(\.isNumber) } == true)
        }
    }

    @Test("R25 R40 where money may have moved no notice tells to take cash or to scan again")
    func noCashWhileUnknown() {
        for notice in NoticeKind.allCases.flatMap(\.samples) where notice.moneyMoved != .no {
            let next = notice.text.nextChinese
            for advice in ["或收现金", "或付现金", "重新扫码"] {
                #expect(!next.contains(advice), "\(notice.code) \(next)")
            }
        }
    }

    @Test("docs/reference/notices.md is printed from the notices")
    func catalogue() throws {
        var text = """
            # Notices

            Everything the till says to a person, printed from the code. A code is never used again
            for another meaning. *Money* is whether the customer's money has moved, as far as
            anybody can know then.

            | Code | 中文 | English | Money | Next |
            |---|---|---|---|---|

            """
        let samples = NoticeKind.allCases.flatMap(\.samples)
        let sorted = samples.enumerated().sorted { left, right in
            let (one, other) = (left.element.code, right.element.code)
            return one == other ? left.offset < right.offset : one < other
        }
        for (_, notice) in sorted {
            let words = notice.text
            let cells = [
                notice.code, words.chinese, words.english, notice.moneyMoved.rawValue,
                words.nextChinese + " / " + words.nextEnglish,
            ]
            let row = cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }
            text += "| " + row.joined(separator: " | ") + " |\n"
        }
        #expect(try Snapshot.difference(of: text, from: "docs/reference/notices.md") == nil)
    }

    private func isChinese(_ character: Character) -> Bool {
        character.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }
}
