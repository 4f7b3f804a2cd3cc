// The trap of the shapes: an ID card that looks like a pay code, and a pay code that is not one.

import Payments
import TestSupport
import Testing

@Suite struct ResidentIDTests {
    /// The check character of a made-up ID number.
    private static func whole(_ body: String) -> String {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(body.utf8, weights).reduce(0) { $0 + Int($1.0 - 48) * $1.1 }
        return body + ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11]
    }

    @Test(
        "an ID card of Sichuan has BestPay's shape, one of Beijing WeChat's: both are recognised",
        arguments: [
            ("51010419900307123", Wallet.bestPay), ("51340119851231004", .bestPay),
            ("11010519491231002", .weChatPay), ("15010220000229123", .weChatPay),
        ])
    func cardsLookLikeCodes(_ body: String, _ wallet: Wallet) throws {
        let card = Self.whole(body)
        #expect(ResidentID.looksLike(card))
        guard !card.hasSuffix("X") else {
            #expect(throws: PaymentCodeError.notDigits) { try PaymentCode(reading: card) }
            return
        }
        #expect(try PaymentCode(reading: card).wallet == wallet)
    }

    @Test func theUsualExampleOfTheStandard() {
        #expect(ResidentID.looksLike("11010519491231002X"))
        #expect(ResidentID.looksLike("11010519491231002x"))
    }

    @Test(
        "pay codes that are no ID cards are not mistaken for one",
        arguments: [
            "134501234567890123",  // no possible birth date
            "510104199003071231",  // birth date, wrong check digit
            "510104199002301236", "510104199013071236", "510104188003071236",
            "51010419900307123", "5101041990030712345", "", "X10104199003071235",
            "5101041990030712３5",
        ])
    func codesAreNotCards(_ text: String) {
        #expect(!ResidentID.looksLike(text))
    }

    @Test func oneCheckCharacterInElevenIsRight() {
        let body = "51010419900307123"
        let right = "0123456789X".filter { ResidentID.looksLike(body + String($0)) }
        #expect(right.count == 1)
        #expect(Self.whole(body).hasSuffix(right))
    }

    @Test("an honest random code is taken for a card about once in 30,000")
    func seldomInHonestCodes() throws {
        var random = SeededRandom(seed: 9)
        var mistaken = 0
        for _ in 0..<60_000 {
            if ResidentID.looksLike("13" + random.digits(16)) { mistaken += 1 }
        }
        #expect(mistaken < 20)
    }
}
