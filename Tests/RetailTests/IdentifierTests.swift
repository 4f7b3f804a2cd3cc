// An identifier is checked where it enters; after that its type is the proof.

import Retail
import Testing

@Suite struct IdentifierTests {
    private static let malformed = [
        "", "1", "12x4", "１２３４", "12345678901234567890", "-123", " 123", "123\n", "一二三四",
        "12\u{0}4", "1.34",
    ]

    @Test(arguments: malformed + ["12", "123", "12345"])
    func storesAndStaffHaveFourDigits(_ text: String) {
        #expect(throws: IdentifierError.malformed) { try StoreID(text) }
        #expect(throws: IdentifierError.malformed) { try StaffID(text) }
    }

    @Test(arguments: malformed + ["123", "0x", "1"])
    func registersHaveTwoDigits(_ text: String) {
        #expect(throws: IdentifierError.malformed) { try RegisterID(text) }
    }

    @Test func leadingZeroesAreKept() throws {
        #expect(try StoreID("0001").digits == "0001")
        #expect(try RegisterID("00").digits == "00")
        #expect(try StaffID("0099").digits == "0099")
        #expect(try StoreID("0001") != StoreID("0010"))
    }

    @Test func opaqueIdentifiersCompareByText() {
        #expect(SaleID("a") == SaleID("a"))
        #expect(SaleID("a") != SaleID("A"))
        #expect(PaymentID("a") != PaymentID("b"))
    }
}
