// GBK, as Alipay writes its files, to UTF-8. glibc's iconv does it, with GB18030, which holds all
// of GBK. A character that is none becomes U+FFFD and is counted: a broken product name must not
// cost the line.

internal import Glibc

/// Turns text in GBK into UTF-8, piece by piece.
@safe package final class ChineseText {
    /// How many bytes were no text.
    package private(set) var replaced = 0

    private let converter: iconv_t
    private var kept: [UInt8] = []

    /// The bytes of U+FFFD.
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
    /// The longest character of GB18030.
    ///
    /// *Unit*: bytes.
    private static let characterMax = 4

    /// *Errors*: `ArchiveError.unavailable`, where the system knows no GB18030.
    package init() throws(ArchiveError) {
        guard let converter = unsafe iconv_open("UTF-8", "GB18030"),
            Int(bitPattern: converter) != -1
        else { throw .unavailable }
        unsafe self.converter = converter
    }

    deinit {
        unsafe iconv_close(converter)
    }

    /// The text of these bytes, but for a character that is not yet whole.
    package func feed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 2)
        var input = kept + bytes
        kept = []
        var place = 0
        while place < input.count {
            let step = convert(&input, from: place, onto: &text)
            place += step.used
            switch step.trouble {
            case nil, E2BIG: continue
            case EINVAL where input.count - place < ChineseText.characterMax:
                kept = Array(input[place...])
                return text
            default:
                replaced += 1
                text += ChineseText.replacement
                place += 1
            }
        }
        return text
    }

    /// What is left after the last byte: half a character, which is none.
    package func end() -> [UInt8] {
        guard !kept.isEmpty else { return [] }
        replaced += kept.count
        kept = []
        return ChineseText.replacement
    }

    /// Converts from a place on as far as it goes.
    private func convert(
        _ input: inout [UInt8], from place: Int, onto text: inout [UInt8]
    ) -> (used: Int, trouble: Int32?) {
        let count = input.count - place
        // A character of one byte has at most three, one of two or four bytes at most four.
        var output = [UInt8](repeating: 0, count: min(count, 65_536) * 3 + 4)
        let room = output.count
        var (inputLeft, outputLeft) = (count, room)
        let trouble: Int32? = unsafe input.withUnsafeMutableBytes { input in
            unsafe output.withUnsafeMutableBytes { output in
                var from = unsafe input.baseAddress.map {
                    unsafe ($0 + place).assumingMemoryBound(to: CChar.self)
                }
                var to = unsafe output.baseAddress?.assumingMemoryBound(to: CChar.self)
                let result = unsafe iconv(converter, &from, &inputLeft, &to, &outputLeft)
                return result == Int.max || result == Int(bitPattern: UInt.max) ? errno : nil
            }
        }
        text += output[..<(room - outputLeft)]
        return (count - inputLeft, trouble)
    }
}
