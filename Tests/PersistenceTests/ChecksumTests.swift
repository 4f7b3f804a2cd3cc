// A checksum is kept with a statement and compared years later: what goes into it never changes.

import Persistence
import Testing

@Suite struct ChecksumTests {
    @Test(
        "A value goes in as its kind, its length and itself",
        arguments: [
            (.integer(0), "i0;"), (.integer(7), "i7;"), (.integer(10), "i10;"),
            (.integer(-1), "i-1;"), (.integer(.max), "i9223372036854775807;"),
            (.integer(.min), "i-9223372036854775808;"), (.text(""), "t0:"),
            (.text("药abc"), "t6:药abc"), (.blob(Array("0123456789".utf8)), "b10:0123456789"),
            (.null, "n;"),
        ] as [(SQLValue, String)])
    func values(_ value: SQLValue, _ text: String) {
        var (sum, expected) = (Checksum(), Checksum())
        sum.add(value)
        expected.add(text.utf8)
        #expect(sum == expected)
    }

    @Test func isFNV1a() {
        var sum = Checksum()
        sum.add("foobar".utf8)
        #expect(sum.value == 0x8594_4171_f739_67e8)
    }
}
