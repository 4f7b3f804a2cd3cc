// The few ESC/POS commands that a receipt needs. They are the oldest ones on purpose: every receipt
// printer sold in twenty years understands them, Chinese clones included.
//
// Source: Epson's public ESC/POS command reference, entry of each command.

/// Commands to a receipt printer, as bytes.
enum EscPos {
    static let esc: UInt8 = 0x1B
    static let fs: UInt8 = 0x1C
    static let gs: UInt8 = 0x1D
    static let lineFeed: UInt8 = 0x0A

    /// `ESC @`: forget all settings of the job before.
    static let initialise: [UInt8] = [esc, 0x40]
    /// `FS &`: bytes from 0x81 on are Chinese, in pairs.
    static let chineseMode: [UInt8] = [fs, 0x26]
    /// `GS V 66 0`: feed to the knife and cut.
    static let cut: [UInt8] = [gs, 0x56, 66, 0]
    /// `ESC p 0 25 250`: 50 ms on pin 2, as drawers want it.
    static let openDrawer: [UInt8] = [esc, 0x70, 0, 25, 250]

    static func feed(lines: UInt8) -> [UInt8] { [esc, 0x64, lines] }
    static func emphasis(_ isOn: Bool) -> [UInt8] { [esc, 0x45, isOn ? 1 : 0] }

    enum Alignment: UInt8, Sendable {
        case left = 0
        case centre = 1
        case right = 2
    }

    static func align(_ alignment: Alignment) -> [UInt8] { [esc, 0x61, alignment.rawValue] }

    enum Size: UInt8, Sendable {
        case normal = 0x00
        /// Twice as high, as wide as before: columns stay columns.
        case tall = 0x01
        /// Twice as high and wide.
        case large = 0x11
    }

    static func size(_ size: Size) -> [UInt8] { [gs, 0x21, size.rawValue] }

    /// Bars of 10 mm, without the printer's own digits below (ours stand above, in groups).
    static let barcodeHeightDots: UInt8 = 80
    /// Dots per module.
    ///
    /// 28 digits are 189 modules: 378 of the 384 dots of 58 mm paper, and the blank
    /// margins of the paper are the quiet zone. Three dots would just fit 80 mm, but not the older
    /// 80 mm heads of 512 dots, and printers drop a barcode that does not fit.
    static let moduleDots: UInt8 = 2

    /// `GS k 73`, a barcode in Code 128, subset C: each byte of data stands for two digits.
    ///
    /// Nil for anything but an even count of digits, at most 100.
    static func code128C(_ digits: String) -> [UInt8]? {
        let units = Array(digits.utf8)
        guard !units.isEmpty, units.count <= 100, units.count.isMultiple(of: 2),
            units.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return nil }
        var pairs: [UInt8] = []
        var tens: UInt8?
        for unit in units {
            let digit = unit - UInt8(ascii: "0")
            if let first = tens {
                pairs.append(first * 10 + digit)
                tens = nil
            } else {
                tens = digit
            }
        }
        let data = [UInt8(ascii: "{"), UInt8(ascii: "C")] + pairs
        return [gs, 0x68, barcodeHeightDots, gs, 0x77, moduleDots, gs, 0x48, 0]
            + [gs, 0x6B, 73, UInt8(truncatingIfNeeded: data.count)] + data
    }
}
