// The two widths of receipt paper. Printers count in dots of 1/8 mm (203 dpi); a half-width
// character of font A is 12 dots wide and 24 high, a Chinese one takes two columns.

/// The paper in the printer.
package enum Paper: Sendable, CaseIterable {
    /// 384 printable dots, 32 columns.
    case mm58
    /// 576 printable dots, 48 columns.
    case mm80

    /// Half-width characters that fit on a line.
    package var columns: Int {
        switch self {
        case .mm58: 32
        case .mm80: 48
        }
    }

    /// Printable dots.
    var dots: Int { columns * Paper.columnDots }

    /// Blank dots at each side: the paper is wider than the print head.
    var marginDots: Int {
        switch self {
        case .mm58: 40
        case .mm80: 32
        }
    }

    /// Where quantities end, in columns.
    var quantityEdge: Int {
        switch self {
        case .mm58: 16
        case .mm80: 28
        }
    }

    /// Where prices (and the words before a sum) end, in columns.
    var priceEdge: Int {
        switch self {
        case .mm58: 24
        case .mm80: 38
        }
    }

    static let columnDots = 12
}
