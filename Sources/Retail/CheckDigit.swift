// One digit that catches what fingers do: every single wrong digit and every swap of two neighbours.
// Luhn misses the swap 09/90; this scheme, a totally anti-symmetric quasigroup, misses none.

/// The check digit of a string of digits.
///
/// *Source*: H. Michael Damm, "Total anti-symmetrische Quasigruppen", 2004, the table of order 10.
package enum CheckDigit {
    private static let table: [[UInt8]] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ]

    /// The digit to append; characters that are not digits are passed over.
    package static func of(_ digits: String) -> UInt8 {
        var interim: UInt8 = 0
        for unit in digits.utf8 where unit >= UInt8(ascii: "0") && unit <= UInt8(ascii: "9") {
            interim = table[Int(interim)][Int(unit - UInt8(ascii: "0"))]
        }
        return interim
    }

    /// Whether the last digit is the check digit of those before it.
    package static func isRight(_ digits: String) -> Bool {
        !digits.isEmpty && of(digits) == 0
    }
}
