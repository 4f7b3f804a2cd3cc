// The bar code of numbers: merchant order numbers on receipts and bills, payment codes on phones.
// An even count of digits is drawn in subset C, two digits to a symbol: the 28 digits of a merchant
// order number become 17 symbols, 189 modules with bars of 2 dots, which fits a 58 mm roll.

/// A linear bar code of digits, as widths.
///
/// *Source*: ISO/IEC 15417 (Code 128).
package struct Code128: Sendable {
    /// Widths in modules, alternating bar and space, beginning and ending with a bar; quiet zones
    /// are not included.
    package let bars: [Int]

    /// The longest number drawn: beyond it no hand scanner of ours reads the symbol.
    package static let digitCountMax = 48

    /// Modules of white that a reader needs on each side.
    package static let quietZone = 10

    /// Draws digits; an even count of them in Code 128-C throughout.
    ///
    /// *Errors*: `BarcodeError.notEncodable` unless it is 1 to 48 ASCII digits.
    package init(digits: String) throws(BarcodeError) {
        let bytes = Array(digits.utf8)
        guard (1...Code128.digitCountMax).contains(bytes.count),
            bytes.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { throw .notEncodable }
        let symbol = try ZintSymbol(.code128, bytes: bytes)
        guard let row = symbol.rows.first, row.first == true, row.last == true else {
            throw .notEncodable
        }
        bars = Code128.runs(of: row)
    }

    /// The whole width in modules, without quiet zones.
    package var width: Int { bars.reduce(0, +) }

    /// A picture with quiet zones, `height` pixels high, each module `module` pixels wide.
    package func svg(height: Int, module: Int) -> String {
        let unit = max(1, min(module, 100))
        let tall = max(1, min(height, 10_000))
        var path = ""
        var x = Code128.quietZone * unit
        for (index, run) in bars.enumerated() {
            let size = run * unit
            if index.isMultiple(of: 2) { path += "M\(x) 0h\(size)v\(tall)h-\(size)z" }
            x += size
        }
        return SVG.picture(width: x + Code128.quietZone * unit, height: tall, path: path)
    }

    private static func runs(of row: [Bool]) -> [Int] {
        var runs: [Int] = []
        var count = 0
        var isDark = true
        for module in row {
            if module == isDark {
                count += 1
            } else {
                runs.append(count)
                count = 1
                isDark = module
            }
        }
        runs.append(count)
        return runs
    }
}
